// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** A global's value type, and whether it may be set. */
public record GlobalType(int type, boolean mutable) implements ExternType {
    @Override
    public String toString() {
        return mutable ? "global mut " + ValueType.name(type) : "global " + ValueType.name(type);
    }
}
