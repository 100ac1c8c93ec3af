// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/**
 * A struct's field or an array's element.
 *
 * @param storage a value type, or {@link ValueType#I8} or {@link ValueType#I16}
 */
public record FieldType(int storage, boolean mutable) {
    /** The type that its instructions take and give. */
    public int type() {
        return ValueType.unpacked(storage);
    }

    @Override
    public String toString() {
        return mutable ? "(mut " + ValueType.name(storage) + ")" : ValueType.name(storage);
    }
}
