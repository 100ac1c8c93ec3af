// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.Objects;

/** What {@link HeapAccess} and {@link SpanAccess} do in a JVM without the launcher's flags: checked once by us and once by the VarHandle. */
final class HandleAccess {
    private HandleAccess() {}

    private static int at(byte[] m, int base, int offset, int last) {
        return Objects.checkIndex(base, m.length - last) + offset;
    }

    static byte i8(byte[] m, int base, int offset, int last) {
        return m[at(m, base, offset, last)];
    }

    static void i8(byte[] m, int base, int offset, int last, byte value) {
        m[at(m, base, offset, last)] = value;
    }

    static short i16(byte[] m, int base, int offset, int last) {
        return (short) HeapMemory.I16.get(m, at(m, base, offset, last));
    }

    static void i16(byte[] m, int base, int offset, int last, short value) {
        HeapMemory.I16.set(m, at(m, base, offset, last), value);
    }

    static int i32(byte[] m, int base, int offset, int last) {
        return (int) HeapMemory.I32.get(m, at(m, base, offset, last));
    }

    static void i32(byte[] m, int base, int offset, int last, int value) {
        HeapMemory.I32.set(m, at(m, base, offset, last), value);
    }

    static long i64(byte[] m, int base, int offset, int last) {
        return (long) HeapMemory.I64.get(m, at(m, base, offset, last));
    }

    static void i64(byte[] m, int base, int offset, int last, long value) {
        HeapMemory.I64.set(m, at(m, base, offset, last), value);
    }

    static float f32(byte[] m, int base, int offset, int last) {
        return (float) HeapMemory.F32.get(m, at(m, base, offset, last));
    }

    static void f32(byte[] m, int base, int offset, int last, float value) {
        HeapMemory.F32.set(m, at(m, base, offset, last), value);
    }

    static double f64(byte[] m, int base, int offset, int last) {
        return (double) HeapMemory.F64.get(m, at(m, base, offset, last));
    }

    static void f64(byte[] m, int base, int offset, int last, double value) {
        HeapMemory.F64.set(m, at(m, base, offset, last), value);
    }
}
