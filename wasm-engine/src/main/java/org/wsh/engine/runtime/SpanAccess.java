// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import jdk.internal.misc.Unsafe;
import org.wsh.engine.runtime.HeapAccess.Raw;

/**
 * The loads and stores of {@link HeapAccess} for spans of several accesses outside of counting loops, with a comparison of our own. The JIT drops it where the same one was made before, which it doesn't do with its intrinsic: behind that it knows the base by another
 * name. It compares in 64 bits, so there is one bound for all, the array's length, and nothing can wrap around.
 */
public final class SpanAccess {
    private static final boolean RAW = HeapAccess.RAW;

    private SpanAccess() {}

    /** Where in the array {@code base + offset} is. The mask costs nothing; a sign extension would. */
    private static long at(byte[] m, int base, int offset, int last) {
        long from = base & 0xffff_ffffL;
        if (from + last >= m.length) {
            throw outside();
        }
        return from + offset + Unsafe.ARRAY_BYTE_BASE_OFFSET;
    }

    private static IndexOutOfBoundsException outside() {
        return new IndexOutOfBoundsException();
    }

    public static byte i8(byte[] m, int base, int offset, int last) {
        return RAW ? Raw.UNSAFE.getByte(m, at(m, base, offset, last)) : HandleAccess.i8(m, base, offset, last);
    }

    public static void i8(byte[] m, int base, int offset, int last, byte value) {
        if (RAW) {
            Raw.UNSAFE.putByte(m, at(m, base, offset, last), value);
        } else {
            HandleAccess.i8(m, base, offset, last, value);
        }
    }

    public static short i16(byte[] m, int base, int offset, int last) {
        return RAW ? Raw.UNSAFE.getShort(m, at(m, base, offset, last)) : HandleAccess.i16(m, base, offset, last);
    }

    public static void i16(byte[] m, int base, int offset, int last, short value) {
        if (RAW) {
            Raw.UNSAFE.putShort(m, at(m, base, offset, last), value);
        } else {
            HandleAccess.i16(m, base, offset, last, value);
        }
    }

    public static int i32(byte[] m, int base, int offset, int last) {
        return RAW ? Raw.UNSAFE.getInt(m, at(m, base, offset, last)) : HandleAccess.i32(m, base, offset, last);
    }

    public static void i32(byte[] m, int base, int offset, int last, int value) {
        if (RAW) {
            Raw.UNSAFE.putInt(m, at(m, base, offset, last), value);
        } else {
            HandleAccess.i32(m, base, offset, last, value);
        }
    }

    public static long i64(byte[] m, int base, int offset, int last) {
        return RAW ? Raw.UNSAFE.getLong(m, at(m, base, offset, last)) : HandleAccess.i64(m, base, offset, last);
    }

    public static void i64(byte[] m, int base, int offset, int last, long value) {
        if (RAW) {
            Raw.UNSAFE.putLong(m, at(m, base, offset, last), value);
        } else {
            HandleAccess.i64(m, base, offset, last, value);
        }
    }

    public static float f32(byte[] m, int base, int offset, int last) {
        return RAW ? Raw.UNSAFE.getFloat(m, at(m, base, offset, last)) : HandleAccess.f32(m, base, offset, last);
    }

    public static void f32(byte[] m, int base, int offset, int last, float value) {
        if (RAW) {
            Raw.UNSAFE.putFloat(m, at(m, base, offset, last), value);
        } else {
            HandleAccess.f32(m, base, offset, last, value);
        }
    }

    public static double f64(byte[] m, int base, int offset, int last) {
        return RAW ? Raw.UNSAFE.getDouble(m, at(m, base, offset, last)) : HandleAccess.f64(m, base, offset, last);
    }

    public static void f64(byte[] m, int base, int offset, int last, double value) {
        if (RAW) {
            Raw.UNSAFE.putDouble(m, at(m, base, offset, last), value);
        } else {
            HandleAccess.f64(m, base, offset, last, value);
        }
    }
}
