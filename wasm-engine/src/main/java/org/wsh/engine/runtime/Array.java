// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.Arrays;
import org.wsh.engine.syntax.ArrayType;
import org.wsh.engine.syntax.DefinedType;
import org.wsh.engine.syntax.ValueType;

/** An array: its type and a Java array, of the Java type that its elements' storage type has. */
public abstract sealed class Array extends GcObject {
    private static final int HEADER_BYTES = 48;

    private Array(DefinedType type) {
        super(type);
    }

    public static final class OfBytes extends Array {
        public final byte[] elements;

        private OfBytes(DefinedType type, int length) {
            super(type);
            elements = new byte[length];
        }

        @Override
        Object elements() {
            return elements;
        }

        @Override
        int length() {
            return elements.length;
        }

        @Override
        public long bits(int i) {
            return elements[i];
        }

        @Override
        public void bits(int i, long bits) {
            elements[i] = (byte) bits;
        }

        @Override
        void fill(int from, int to, long bits, Object reference) {
            Arrays.fill(elements, from, to, (byte) bits);
        }
    }

    public static final class OfShorts extends Array {
        public final short[] elements;

        private OfShorts(DefinedType type, int length) {
            super(type);
            elements = new short[length];
        }

        @Override
        Object elements() {
            return elements;
        }

        @Override
        int length() {
            return elements.length;
        }

        @Override
        public long bits(int i) {
            return elements[i];
        }

        @Override
        public void bits(int i, long bits) {
            elements[i] = (short) bits;
        }

        @Override
        void fill(int from, int to, long bits, Object reference) {
            Arrays.fill(elements, from, to, (short) bits);
        }
    }

    public static final class OfInts extends Array {
        public final int[] elements;

        private OfInts(DefinedType type, int length) {
            super(type);
            elements = new int[length];
        }

        @Override
        Object elements() {
            return elements;
        }

        @Override
        int length() {
            return elements.length;
        }

        @Override
        public long bits(int i) {
            return elements[i];
        }

        @Override
        public void bits(int i, long bits) {
            elements[i] = (int) bits;
        }

        @Override
        void fill(int from, int to, long bits, Object reference) {
            Arrays.fill(elements, from, to, (int) bits);
        }
    }

    public static final class OfLongs extends Array {
        public final long[] elements;

        private OfLongs(DefinedType type, int length) {
            super(type);
            elements = new long[length];
        }

        @Override
        Object elements() {
            return elements;
        }

        @Override
        int length() {
            return elements.length;
        }

        @Override
        public long bits(int i) {
            return elements[i];
        }

        @Override
        public void bits(int i, long bits) {
            elements[i] = bits;
        }

        @Override
        void fill(int from, int to, long bits, Object reference) {
            Arrays.fill(elements, from, to, bits);
        }
    }

    public static final class OfFloats extends Array {
        public final float[] elements;

        private OfFloats(DefinedType type, int length) {
            super(type);
            elements = new float[length];
        }

        @Override
        Object elements() {
            return elements;
        }

        @Override
        int length() {
            return elements.length;
        }

        @Override
        public long bits(int i) {
            return Float.floatToRawIntBits(elements[i]);
        }

        @Override
        public void bits(int i, long bits) {
            elements[i] = Float.intBitsToFloat((int) bits);
        }

        @Override
        void fill(int from, int to, long bits, Object reference) {
            Arrays.fill(elements, from, to, Float.intBitsToFloat((int) bits));
        }
    }

    public static final class OfDoubles extends Array {
        public final double[] elements;

        private OfDoubles(DefinedType type, int length) {
            super(type);
            elements = new double[length];
        }

        @Override
        Object elements() {
            return elements;
        }

        @Override
        int length() {
            return elements.length;
        }

        @Override
        public long bits(int i) {
            return Double.doubleToRawLongBits(elements[i]);
        }

        @Override
        public void bits(int i, long bits) {
            elements[i] = Double.longBitsToDouble(bits);
        }

        @Override
        void fill(int from, int to, long bits, Object reference) {
            Arrays.fill(elements, from, to, Double.longBitsToDouble(bits));
        }
    }

    /** References, and vectors. */
    public static final class OfReferences extends Array {
        public final Object[] elements;

        private OfReferences(DefinedType type, int length) {
            super(type);
            elements = new Object[length];
        }

        @Override
        Object elements() {
            return elements;
        }

        @Override
        int length() {
            return elements.length;
        }

        @Override
        public long bits(int i) {
            return 0;
        }

        @Override
        public void bits(int i, long bits) {}

        @Override
        void fill(int from, int to, long bits, Object reference) {
            Arrays.fill(elements, from, to, reference);
        }
    }

    /** The bytes that an element of a storage type takes in a data segment, and in the JVM's heap if it is a number. */
    static int elementBytes(int storage) {
        return switch (storage) {
            case ValueType.I8 -> 1;
            case ValueType.I16 -> 2;
            case ValueType.I32, ValueType.F32 -> 4;
            case ValueType.V128 -> 16;
            default -> 8;
        };
    }

    static int storage(DefinedType type) {
        return ((ArrayType) type.composite()).element().storage();
    }

    /** What one takes, at most, of the JVM's heap. A vector among them is an object of its own. */
    static long bytes(int storage, int length) {
        return HEADER_BYTES + (storage == ValueType.V128 ? 40L : elementBytes(storage)) * length;
    }

    /** One with all elements zero or null; vectors must be filled in. */
    static Array make(DefinedType type, int length) {
        return switch (storage(type)) {
            case ValueType.I8 -> new OfBytes(type, length);
            case ValueType.I16 -> new OfShorts(type, length);
            case ValueType.I32 -> new OfInts(type, length);
            case ValueType.I64 -> new OfLongs(type, length);
            case ValueType.F32 -> new OfFloats(type, length);
            case ValueType.F64 -> new OfDoubles(type, length);
            default -> new OfReferences(type, length);
        };
    }

    /** With the same numbers; references are to be filled in. */
    final Array copy(Heap heap) {
        long bytes = bytes(storage(type), length());
        heap.charge(bytes);
        Array array = make(type, length());
        heap.made(array, bytes);
        if (!(this instanceof OfReferences)) {
            System.arraycopy(elements(), 0, array.elements(), 0, length());
        }
        return array;
    }

    /** The Java array. */
    abstract Object elements();

    abstract int length();

    /** A number's bits, sign-extended if it is packed; 0 for a reference. */
    public abstract long bits(int i);

    public abstract void bits(int i, long bits);

    /** A reference or vector; null for a number. */
    public final Object reference(int i) {
        return this instanceof OfReferences r ? r.elements[i] : null;
    }

    /** Sets elements {@code from} to before {@code to}; one of the values counts. */
    abstract void fill(int from, int to, long bits, Object reference);

    /** Takes all elements, in order, from the top of a stack of bits and references; returns its height without them. */
    public final int setAll(long[] values, Object[] references, int top) {
        int first = top - length();
        for (int i = first; i < top; i++) {
            fill(i - first, i - first + 1, values[i], references[i]);
        }
        return first;
    }

    @Override
    public String toString() {
        return type + " of " + length();
    }
}
