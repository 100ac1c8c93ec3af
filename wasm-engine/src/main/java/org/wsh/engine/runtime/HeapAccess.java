// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.Objects;
import jdk.internal.misc.Unsafe;
import org.wsh.engine.host.JdkInternals;

/**
 * Loads and stores of more than a byte in memories on the heap, for generated code. With the launcher's flags each is the JVM's own bounds check (an intrinsic that the JIT treats as it
 * does an array's) and one machine instruction; else it is a VarHandle. That does the same, but takes some six calls in the JVM's interpreter and many times the code in
 * its quick compiler, so a large program starts much faster without. These few lines are the wall around a guest's memory: what they let through is not checked again.
 */
public final class HeapAccess {
    /** Whether they are checked by us. A constant to the JIT. */
    static final boolean RAW = JdkInternals.RAW_MEMORY;

    private HeapAccess() {}

    /** Apart, so that whoever has no such package need not load it. */
    private static final class Raw {
        static final Unsafe UNSAFE = Unsafe.getUnsafe();
    }

    /** Where in the array {@code index} is, if that and the {@code more} bytes behind it are inside; else IndexOutOfBoundsException. */
    private static long at(byte[] m, int index, int more) {
        return (long) Objects.checkIndex(index, m.length - more) + Unsafe.ARRAY_BYTE_BASE_OFFSET;
    }

    public static short i16(byte[] m, int index) {
        return RAW ? Raw.UNSAFE.getShort(m, at(m, index, 1)) : (short) HeapMemory.I16.get(m, index);
    }

    public static int i32(byte[] m, int index) {
        return RAW ? Raw.UNSAFE.getInt(m, at(m, index, 3)) : (int) HeapMemory.I32.get(m, index);
    }

    public static long i64(byte[] m, int index) {
        return RAW ? Raw.UNSAFE.getLong(m, at(m, index, 7)) : (long) HeapMemory.I64.get(m, index);
    }

    public static float f32(byte[] m, int index) {
        return RAW ? Raw.UNSAFE.getFloat(m, at(m, index, 3)) : (float) HeapMemory.F32.get(m, index);
    }

    public static double f64(byte[] m, int index) {
        return RAW ? Raw.UNSAFE.getDouble(m, at(m, index, 7)) : (double) HeapMemory.F64.get(m, index);
    }

    public static void i16(byte[] m, int index, short value) {
        if (RAW) {
            Raw.UNSAFE.putShort(m, at(m, index, 1), value);
        } else {
            HeapMemory.I16.set(m, index, value);
        }
    }

    public static void i32(byte[] m, int index, int value) {
        if (RAW) {
            Raw.UNSAFE.putInt(m, at(m, index, 3), value);
        } else {
            HeapMemory.I32.set(m, index, value);
        }
    }

    public static void i64(byte[] m, int index, long value) {
        if (RAW) {
            Raw.UNSAFE.putLong(m, at(m, index, 7), value);
        } else {
            HeapMemory.I64.set(m, index, value);
        }
    }

    public static void f32(byte[] m, int index, float value) {
        if (RAW) {
            Raw.UNSAFE.putFloat(m, at(m, index, 3), value);
        } else {
            HeapMemory.F32.set(m, index, value);
        }
    }

    public static void f64(byte[] m, int index, double value) {
        if (RAW) {
            Raw.UNSAFE.putDouble(m, at(m, index, 7), value);
        } else {
            HeapMemory.F64.set(m, index, value);
        }
    }
}
