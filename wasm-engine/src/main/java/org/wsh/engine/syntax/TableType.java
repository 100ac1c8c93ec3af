// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** A table's element type and its size limits; {@code maximum} is {@link #UNBOUNDED} when none is declared. */
public record TableType(int element, long minimum, long maximum) implements ExternType {
    public static final long UNBOUNDED = -1;

    @Override
    public String toString() {
        return "table " + minimum + (maximum == UNBOUNDED ? "" : ".." + maximum) + " " + ValueType.name(element);
    }
}
