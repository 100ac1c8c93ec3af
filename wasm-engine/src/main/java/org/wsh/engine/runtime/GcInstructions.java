// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.wsh.engine.runtime.Trap.Kind;
import org.wsh.engine.syntax.DefinedType;
import org.wsh.engine.syntax.StructType;
import org.wsh.engine.syntax.ValueType;

/**
 * Instructions on structs and arrays. Called by generated code, with the guest's operands first. What makes an object asks the instance's heap before. What moves many elements is checked whole,
 * then done in pieces with a charge between.
 */
public final class GcInstructions {
    private static final int PIECE_ELEMENTS = 1 << 17, LARGE = 4096, CHARGE_BYTES = 64, CHARGE_ELEMENTS = 16;
    private static final VarHandle SHORTS = view(short[].class), INTS = view(int[].class), LONGS = view(long[].class);

    private GcInstructions() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    // Structs.

    /** A struct whose fields are zero or null. */
    public static Struct newStruct(DefinedType type, Instance instance) {
        long bytes = Struct.bytes((StructType) type.composite());
        instance.heap.charge(bytes);
        Struct s;
        try {
            s = Struct.make(type);
        } catch (OutOfMemoryError e) {
            throw outOfMemory(instance, bytes);
        }
        instance.heap.made(s, bytes);
        return s;
    }

    /** Whether making one costs budget. */
    public static boolean isLarge(StructType layout) {
        return Struct.bytes(layout) >= LARGE;
    }

    /** The same, where one that is large also costs budget. */
    public static Struct newStruct(DefinedType type, Instance instance, int depth) {
        var layout = (StructType) type.composite();
        if (isLarge(layout)) {
            instance.charge((int) (Struct.bytes(layout) / CHARGE_BYTES), depth);
        }
        return newStruct(type, instance);
    }

    public static Struct struct(Object reference) {
        if (reference == null) {
            throw new Trap(Kind.NULL_STRUCTURE_REFERENCE);
        }
        return (Struct) reference;
    }

    // Making arrays. A length is unsigned.

    public static Array newArray(int length, DefinedType type, Instance instance, int depth) {
        int storage = Array.storage(type);
        if (length < 0) {
            throw new Trap(Kind.OUT_OF_MEMORY, "an array of " + Integer.toUnsignedString(length) + " elements");
        }
        long bytes = Array.bytes(storage, length);
        if (bytes >= LARGE) {
            instance.charge((int) Math.min(bytes / CHARGE_BYTES, Integer.MAX_VALUE), depth);
        }
        instance.heap.charge(bytes);
        Array array;
        try {
            array = Array.make(type, length);
        } catch (OutOfMemoryError e) {
            throw outOfMemory(instance, bytes);
        }
        instance.heap.made(array, bytes);
        if (storage == ValueType.V128) {
            array.fill(0, length, 0, V128.ZERO);
        }
        return array;
    }

    private static Trap outOfMemory(Instance instance, long bytes) {
        instance.heap.notMade(bytes);
        return new Trap(Kind.OUT_OF_MEMORY, bytes + " bytes");
    }

    public static Object newArray(int value, int length, DefinedType type, Instance instance, int depth) {
        return filled(newArray(length, type, instance, depth), value, null);
    }

    public static Object newArray(long value, int length, DefinedType type, Instance instance, int depth) {
        return filled(newArray(length, type, instance, depth), value, null);
    }

    public static Object newArray(float value, int length, DefinedType type, Instance instance, int depth) {
        return filled(newArray(length, type, instance, depth), Float.floatToRawIntBits(value), null);
    }

    public static Object newArray(double value, int length, DefinedType type, Instance instance, int depth) {
        return filled(newArray(length, type, instance, depth), Double.doubleToRawLongBits(value), null);
    }

    public static Object newArray(Object value, int length, DefinedType type, Instance instance, int depth) {
        return filled(newArray(length, type, instance, depth), 0, value);
    }

    /** One of the values counts. */
    public static Object newArray(long bits, Object reference, int length, DefinedType type, Instance instance, int depth) {
        return filled(newArray(length, type, instance, depth), bits, reference);
    }

    private static Array filled(Array array, long bits, Object reference) {
        if (bits != 0 || reference != null) {
            array.fill(0, array.length(), bits, reference);
        }
        return array;
    }

    public static Object newArrayFromData(int from, int length, DefinedType type, int segment, Instance instance, int depth) {
        checkData(from, length, Array.storage(type), segment, instance);
        Array array = newArray(length, type, instance, depth);
        copyData(array, 0, from, length, segment, instance);
        return array;
    }

    public static Object newArrayFromElements(int from, int length, DefinedType type, int segment, Instance instance, int depth) {
        Segments.checkElements(instance, segment, from, length);
        Array array = newArray(length, type, instance, depth);
        copyElements(array, 0, from, length, segment, instance);
        return array;
    }

    // Access.

    private static <A extends Array> A present(A array) {
        if (array == null) {
            throw new Trap(Kind.NULL_ARRAY_REFERENCE);
        }
        return array;
    }

    private static int checked(int i, int length) {
        if (i < 0 || i >= length) {
            throw outOfBounds();
        }
        return i;
    }

    private static Trap outOfBounds() {
        return new Trap(Kind.OUT_OF_BOUNDS_ARRAY_ACCESS);
    }

    public static int length(Object reference) {
        return present((Array) reference).length();
    }

    public static byte getByte(Object reference, int i) {
        byte[] elements = present((Array.OfBytes) reference).elements;
        return elements[checked(i, elements.length)];
    }

    public static short getShort(Object reference, int i) {
        short[] elements = present((Array.OfShorts) reference).elements;
        return elements[checked(i, elements.length)];
    }

    public static int getInt(Object reference, int i) {
        int[] elements = present((Array.OfInts) reference).elements;
        return elements[checked(i, elements.length)];
    }

    public static long getLong(Object reference, int i) {
        long[] elements = present((Array.OfLongs) reference).elements;
        return elements[checked(i, elements.length)];
    }

    public static float getFloat(Object reference, int i) {
        float[] elements = present((Array.OfFloats) reference).elements;
        return elements[checked(i, elements.length)];
    }

    public static double getDouble(Object reference, int i) {
        double[] elements = present((Array.OfDoubles) reference).elements;
        return elements[checked(i, elements.length)];
    }

    public static Object getReference(Object reference, int i) {
        Object[] elements = present((Array.OfReferences) reference).elements;
        return elements[checked(i, elements.length)];
    }

    public static void setByte(Object reference, int i, int value) {
        byte[] elements = present((Array.OfBytes) reference).elements;
        elements[checked(i, elements.length)] = (byte) value;
    }

    public static void setShort(Object reference, int i, int value) {
        short[] elements = present((Array.OfShorts) reference).elements;
        elements[checked(i, elements.length)] = (short) value;
    }

    public static void setInt(Object reference, int i, int value) {
        int[] elements = present((Array.OfInts) reference).elements;
        elements[checked(i, elements.length)] = value;
    }

    public static void setLong(Object reference, int i, long value) {
        long[] elements = present((Array.OfLongs) reference).elements;
        elements[checked(i, elements.length)] = value;
    }

    public static void setFloat(Object reference, int i, float value) {
        float[] elements = present((Array.OfFloats) reference).elements;
        elements[checked(i, elements.length)] = value;
    }

    public static void setDouble(Object reference, int i, double value) {
        double[] elements = present((Array.OfDoubles) reference).elements;
        elements[checked(i, elements.length)] = value;
    }

    public static void setReference(Object reference, int i, Object value) {
        Object[] elements = present((Array.OfReferences) reference).elements;
        elements[checked(i, elements.length)] = value;
    }

    /** For whoever doesn't know the kind beforehand: the array, if it has element {@code i}. */
    public static Array at(Object reference, int i) {
        Array array = present((Array) reference);
        checked(i, array.length());
        return array;
    }

    // Many elements at once.

    private static Array range(Object reference, int from, int length) {
        Array array = present((Array) reference);
        if ((from & 0xffff_ffffL) + (length & 0xffff_ffffL) > array.length()) {
            throw outOfBounds();
        }
        return array;
    }

    public static void fill(Object reference, int from, int value, int length, Instance instance, int depth) {
        fill(reference, from, value, null, length, instance, depth);
    }

    public static void fill(Object reference, int from, long value, int length, Instance instance, int depth) {
        fill(reference, from, value, null, length, instance, depth);
    }

    public static void fill(Object reference, int from, float value, int length, Instance instance, int depth) {
        fill(reference, from, Float.floatToRawIntBits(value), null, length, instance, depth);
    }

    public static void fill(Object reference, int from, double value, int length, Instance instance, int depth) {
        fill(reference, from, Double.doubleToRawLongBits(value), null, length, instance, depth);
    }

    public static void fill(Object reference, int from, Object value, int length, Instance instance, int depth) {
        fill(reference, from, 0, value, length, instance, depth);
    }

    public static void fill(Object reference, int from, long bits, Object value, int length, Instance instance, int depth) {
        Array array = range(reference, from, length);
        for (int done = 0; done < length; ) {
            int n = Math.min(PIECE_ELEMENTS, length - done);
            array.fill(from + done, from + done + n, bits, value);
            done += n;
            instance.charge(n / CHARGE_ELEMENTS, depth);
        }
    }

    public static void copy(Object target, int to, Object source, int from, int length, Instance instance, int depth) {
        Array t = range(target, to, length);
        Array s = range(source, from, length);
        for (int done = 0; done < length; ) {
            int n = Math.min(PIECE_ELEMENTS, length - done);
            // Towards higher indices the last piece goes first, as it may overwrite what earlier ones still hold.
            int at = to <= from ? done : length - done - n;
            System.arraycopy(s.elements(), from + at, t.elements(), to + at, n);
            done += n;
            instance.charge(n / CHARGE_ELEMENTS, depth);
        }
    }

    public static void initialiseFromData(Object reference, int to, int from, int length, int segment, Instance instance, int depth) {
        Array array = range(reference, to, length);
        checkData(from, length, Array.storage(array.type), segment, instance);
        copyData(array, to, from, length, segment, instance);
        instance.charge(length / CHARGE_ELEMENTS, depth);
    }

    public static void initialiseFromElements(Object reference, int to, int from, int length, int segment, Instance instance, int depth) {
        Array array = range(reference, to, length);
        Segments.checkElements(instance, segment, from, length);
        copyElements(array, to, from, length, segment, instance);
        instance.charge(length / CHARGE_ELEMENTS, depth);
    }

    private static void checkData(int from, int length, int storage, int segment, Instance instance) {
        long bytes = (length & 0xffff_ffffL) * Array.elementBytes(storage);
        if ((from & 0xffff_ffffL) + bytes > Segments.dataLength(instance, segment)) {
            throw new Trap(Kind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        }
    }

    private static void copyData(Array array, int to, int from, int length, int segment, Instance instance) {
        byte[] bytes = instance.declarations().bytes();
        int start = instance.declarations().data()[segment].start() + from;
        if (array instanceof Array.OfBytes b) {
            System.arraycopy(bytes, start, b.elements, to, length);
            return;
        }
        int storage = Array.storage(array.type);
        int width = Array.elementBytes(storage);
        for (int i = 0; i < length; i++) {
            int at = start + i * width;
            switch (width) {
                case 2 -> array.bits(to + i, (short) SHORTS.get(bytes, at));
                case 4 -> array.bits(to + i, (int) INTS.get(bytes, at));
                case 8 -> array.bits(to + i, (long) LONGS.get(bytes, at));
                default -> array.fill(to + i, to + i + 1, 0, V128.of((long) LONGS.get(bytes, at), (long) LONGS.get(bytes, at + 8)));
            }
        }
    }

    private static void copyElements(Array array, int to, int from, int length, int segment, Instance instance) {
        Object[] elements = ((Array.OfReferences) array).elements;
        Objects.checkFromIndexSize(to, length, elements.length);
        for (int i = 0; i < length; i++) {
            elements[to + i] = Segments.element(instance, segment, from + i);
        }
    }
}
