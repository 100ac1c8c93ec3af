// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/**
 * A table's element type and its size limits; {@code maximum} is {@link #UNBOUNDED} when none is declared. A 64-bit one has i64 indices. Sizes of 2^63 and more, which no
 * table ever has, are kept as 2^63 - 1.
 */
public record TableType(int element, long minimum, long maximum, boolean is64) implements ExternType {
    public static final long UNBOUNDED = -1;

    public TableType(int element, long minimum, long maximum) {
        this(element, minimum, maximum, false);
    }

    public int indexType() {
        return is64 ? ValueType.I64 : ValueType.I32;
    }

    @Override
    public String toString() {
        return "table " + (is64 ? "i64 " : "") + minimum + (maximum == UNBOUNDED ? "" : ".." + maximum) + " " + ValueType.name(element);
    }
}
