// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.Objects;
import jdk.internal.misc.Unsafe;
import org.wsh.engine.host.JdkInternals;

/**
 * Loads and stores in memories on the heap, for generated code. Each is at {@code base + offset}, and the bytes from {@code base} to {@code base + last} must be inside the memory, or it is an IndexOutOfBoundsException; {@code base} is
 * unsigned. The compiler sees to it that what is accessed lies in between ({@code compile/MemoryCode}), so that accesses around one base have one and the same check.
 *
 * <p>With the launcher's flags each is a check and one machine instruction; else it is a VarHandle ({@link HandleAccess}). That does the same, but takes some six calls in the JVM's interpreter and many times the code in
 * its quick compiler, so a large program starts much faster without. These few lines, and those of {@link SpanAccess}, are the wall around a guest's memory: what they let through is not checked again.
 *
 * <p>All methods are of at most 35 bytes of bytecode: C2 inlines larger ones only where they are called often, and a call costs more than it does.
 *
 * <p>Here the check is the JVM's own (an intrinsic that the JIT treats as it does an array's), for counting loops: the JIT moves it out of them.
 */
public final class HeapAccess {
    /** Whether they are checked by us. A constant to the JIT. */
    static final boolean RAW = JdkInternals.RAW_MEMORY;

    private HeapAccess() {}

    /** Apart, so that whoever has no such package need not load it. */
    static final class Raw {
        static final Unsafe UNSAFE = Unsafe.getUnsafe();
    }

    /** Where in the array {@code base + offset} is. */
    private static long at(byte[] m, int base, int offset, int last) {
        return (long) Objects.checkIndex(base, m.length - last) + offset + Unsafe.ARRAY_BYTE_BASE_OFFSET;
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
