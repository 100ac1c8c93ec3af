// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import org.wsh.engine.syntax.DefinedType;
import org.wsh.engine.syntax.StructType;
import org.wsh.engine.syntax.ValueType;

/**
 * A struct. Its numbers are kept as bits in longs, apart from its references; each field has a slot among its likes, the same in every subtype. The first slots are Java fields:
 * a few here, more in {@link Wide}, and the rest in the arrays of {@link Huge}. The smallest class that has all slots of a type is used for it, and each
 * extends the one before: so code that knows a field's type knows its place, whatever the subtype.
 */
public sealed class Struct extends GcObject {
    public static final int INLINE_NUMBERS = 3, INLINE_REFERENCES = 4;
    private static final int NARROW_NUMBERS = 1, NARROW_REFERENCES = 2;
    private static final int NARROW_BYTES = 48, WIDE_BYTES = 80, HUGE_BYTES = 96 + 2 * 24;

    public long n0;
    public Object r0, r1;

    private Struct(DefinedType type) {
        super(type);
    }

    /** Up to {@link #INLINE_NUMBERS} numbers and {@link #INLINE_REFERENCES} references. */
    public static sealed class Wide extends Struct {
        public long n1, n2;
        public Object r2, r3;

        private Wide(DefinedType type) {
            super(type);
        }
    }

    /** Any number of fields. */
    public static final class Huge extends Wide {
        public final long[] numbers;
        public final Object[] references;

        private Huge(DefinedType type, int numbers, int references) {
            super(type);
            this.numbers = new long[Math.max(0, numbers - INLINE_NUMBERS)];
            this.references = new Object[Math.max(0, references - INLINE_REFERENCES)];
        }
    }

    /** What one takes, at most, of the JVM's heap. */
    static long bytes(StructType layout) {
        return isNarrow(layout) ? NARROW_BYTES : isWide(layout) ? WIDE_BYTES : HUGE_BYTES + 8L * layout.fieldCount();
    }

    private static boolean isNarrow(StructType layout) {
        return layout.numbers() <= NARROW_NUMBERS && layout.references() <= NARROW_REFERENCES;
    }

    private static boolean isWide(StructType layout) {
        return layout.numbers() <= INLINE_NUMBERS && layout.references() <= INLINE_REFERENCES;
    }

    /** The class in which a slot is. */
    public static Class<? extends Struct> owner(boolean number, int slot) {
        return slot < (number ? NARROW_NUMBERS : NARROW_REFERENCES) ? Struct.class
                : slot < (number ? INLINE_NUMBERS : INLINE_REFERENCES) ? Wide.class : Huge.class;
    }

    /** One with all fields zero or null. */
    static Struct make(DefinedType type) {
        var layout = (StructType) type.composite();
        Struct s = isNarrow(layout) ? new Struct(type) : isWide(layout) ? new Wide(type) : new Huge(type, layout.numbers(), layout.references());
        if (layout.hasVectors()) {
            for (int i = 0; i < layout.fieldCount(); i++) {
                if (layout.field(i).storage() == ValueType.V128) {
                    s.reference(layout.slot(i), V128.ZERO);
                }
            }
        }
        return s;
    }

    /** With the same numbers; the references are to be filled in. */
    final Struct copy(Heap heap) {
        var layout = (StructType) type.composite();
        long bytes = bytes(layout);
        heap.charge(bytes);
        Struct s = make(type);
        heap.made(s, bytes);
        for (int i = layout.numbers() - 1; i >= 0; i--) {
            s.number(i, number(i));
        }
        return s;
    }

    // By slot, for whoever doesn't know it beforehand.

    public final long number(int slot) {
        return switch (slot) {
            case 0 -> n0;
            case 1 -> ((Wide) this).n1;
            case 2 -> ((Wide) this).n2;
            default -> ((Huge) this).numbers[slot - INLINE_NUMBERS];
        };
    }

    public final void number(int slot, long bits) {
        switch (slot) {
            case 0 -> n0 = bits;
            case 1 -> ((Wide) this).n1 = bits;
            case 2 -> ((Wide) this).n2 = bits;
            default -> ((Huge) this).numbers[slot - INLINE_NUMBERS] = bits;
        }
    }

    public final Object reference(int slot) {
        return switch (slot) {
            case 0 -> r0;
            case 1 -> r1;
            case 2 -> ((Wide) this).r2;
            case 3 -> ((Wide) this).r3;
            default -> ((Huge) this).references[slot - INLINE_REFERENCES];
        };
    }

    public final void reference(int slot, Object reference) {
        switch (slot) {
            case 0 -> r0 = reference;
            case 1 -> r1 = reference;
            case 2 -> ((Wide) this).r2 = reference;
            case 3 -> ((Wide) this).r3 = reference;
            default -> ((Huge) this).references[slot - INLINE_REFERENCES] = reference;
        }
    }

    /** Takes all fields, in order, from the top of a stack of bits and references; returns its height without them. */
    public final int setAll(long[] values, Object[] references, int top) {
        var layout = (StructType) type.composite();
        int first = top - layout.fieldCount();
        for (int i = 0; i < layout.fieldCount(); i++) {
            if (layout.isNumber(i)) {
                number(layout.slot(i), values[first + i]);
            } else {
                reference(layout.slot(i), references[first + i]);
            }
        }
        return first;
    }

    /** Not its fields, as structs may form a cycle. */
    @Override
    public String toString() {
        return type.toString();
    }
}
