// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** A tag's type: the values that an exception of it carries are the parameters of a function type without results. */
public record TagType(DefinedType type) implements ExternType {
    public FunctionType payload() {
        return (FunctionType) type.composite();
    }

    @Override
    public String toString() {
        return "tag " + payload();
    }
}
