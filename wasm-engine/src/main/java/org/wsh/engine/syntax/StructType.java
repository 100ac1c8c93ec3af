// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/**
 * A struct's fields. Each has a slot: its place among the numbers, or among the references, before it. As a subtype only adds fields at the end,
 * a field is in the same slot in all subtypes.
 */
public final class StructType implements CompositeType {
    private final FieldType[] fields;
    private final int[] slots;
    private final int numbers;
    private final boolean defaultable, hasVectors;

    public StructType(FieldType... fields) {
        this.fields = fields.clone();
        this.slots = new int[fields.length];
        int n = 0;
        boolean all = true, vectors = false;
        for (int i = 0; i < fields.length; i++) {
            slots[i] = isNumber(i) ? n++ : i - n;
            all &= ValueType.isDefaultable(fields[i].storage());
            vectors |= fields[i].storage() == ValueType.V128;
        }
        numbers = n;
        defaultable = all;
        hasVectors = vectors;
    }

    public int fieldCount() {
        return fields.length;
    }

    public FieldType field(int i) {
        return fields[i];
    }

    /** Whether field {@code i} is kept among the numbers; a v128 is not. */
    public boolean isNumber(int i) {
        return ValueType.isNumberStorage(fields[i].storage());
    }

    public int slot(int i) {
        return slots[i];
    }

    /** How many fields are numbers. */
    public int numbers() {
        return numbers;
    }

    /** How many are references. */
    public int references() {
        return fields.length - numbers;
    }

    /** Whether struct.new_default may make one. */
    public boolean isDefaultable() {
        return defaultable;
    }

    /** Whether any is a v128, whose default is not null. */
    public boolean hasVectors() {
        return hasVectors;
    }

    @Override
    public int kind() {
        return ValueType.STRUCTREF;
    }

    @Override
    public String toString() {
        var text = new StringBuilder("struct(");
        for (int i = 0; i < fields.length; i++) {
            text.append(i == 0 ? "" : ", ").append(fields[i]);
        }
        return text.append(')').toString();
    }
}
