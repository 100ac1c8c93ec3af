// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** An array's element type. */
public record ArrayType(FieldType element) implements CompositeType {
    @Override
    public int kind() {
        return ValueType.ARRAYREF;
    }

    @Override
    public String toString() {
        return "array(" + element + ")";
    }
}
