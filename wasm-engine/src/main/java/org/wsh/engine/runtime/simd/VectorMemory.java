// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import java.util.Objects;
import org.wsh.engine.runtime.HeapMemory;
import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.VectorUnit;

/**
 * Loads and stores of vectors, by their names in the text format without {@code v128.}. As in scalar code the array's own check is the trap; an address that is negative as an int is refused by it too.
 */
public final class VectorMemory {
    private VectorMemory() {}

    private static long i64(byte[] m, int at) {
        return (long) HeapMemory.I64.get(m, at);
    }

    public static V128 load(byte[] m, int at) {
        return VectorUnit.ON ? Bytes.load(m, at) : V128.of(i64(m, at), i64(m, at + 8));
    }

    /** All of it or nothing: the check of 16 bytes comes first. */
    public static void store(byte[] m, int at, V128 v) {
        Objects.checkIndex(at, m.length - 15);
        if (VectorUnit.ON) {
            Bytes.store(m, at, v);
        } else {
            HeapMemory.I64.set(m, at, v.low());
            HeapMemory.I64.set(m, at + 8, v.high());
        }
    }

    // Half of a vector, widened.

    /** In both halves, as that is one instruction; what widens it looks at the lower. */
    private static V128 half(byte[] m, int at) {
        return Int64Lanes.splat(i64(m, at));
    }

    public static V128 load8x8_s(byte[] m, int at) {
        return Int16Lanes.extend_low_i8x16_s(half(m, at));
    }

    public static V128 load8x8_u(byte[] m, int at) {
        return Int16Lanes.extend_low_i8x16_u(half(m, at));
    }

    public static V128 load16x4_s(byte[] m, int at) {
        return Int32Lanes.extend_low_i16x8_s(half(m, at));
    }

    public static V128 load16x4_u(byte[] m, int at) {
        return Int32Lanes.extend_low_i16x8_u(half(m, at));
    }

    public static V128 load32x2_s(byte[] m, int at) {
        return Int64Lanes.extend_low_i32x4_s(half(m, at));
    }

    public static V128 load32x2_u(byte[] m, int at) {
        return Int64Lanes.extend_low_i32x4_u(half(m, at));
    }

    // One value, in all lanes or in the first.

    public static V128 load8_splat(byte[] m, int at) {
        return Int8Lanes.splat(m[at]);
    }

    public static V128 load16_splat(byte[] m, int at) {
        return Int16Lanes.splat((short) HeapMemory.I16.get(m, at));
    }

    public static V128 load32_splat(byte[] m, int at) {
        return Int32Lanes.splat((int) HeapMemory.I32.get(m, at));
    }

    public static V128 load64_splat(byte[] m, int at) {
        return Int64Lanes.splat(i64(m, at));
    }

    public static V128 load32_zero(byte[] m, int at) {
        return Int64Lanes.replace_lane(Int64Lanes.splat(0), (int) HeapMemory.I32.get(m, at) & 0xffff_ffffL, 0);
    }

    public static V128 load64_zero(byte[] m, int at) {
        return Int64Lanes.replace_lane(Int64Lanes.splat(0), i64(m, at), 0);
    }

    // One lane.

    public static V128 load8_lane(byte[] m, int at, V128 v, int lane) {
        return Int8Lanes.replace_lane(v, m[at], lane);
    }

    public static V128 load16_lane(byte[] m, int at, V128 v, int lane) {
        return Int16Lanes.replace_lane(v, (short) HeapMemory.I16.get(m, at), lane);
    }

    public static V128 load32_lane(byte[] m, int at, V128 v, int lane) {
        return Int32Lanes.replace_lane(v, (int) HeapMemory.I32.get(m, at), lane);
    }

    public static V128 load64_lane(byte[] m, int at, V128 v, int lane) {
        return Int64Lanes.replace_lane(v, i64(m, at), lane);
    }

    public static void store8_lane(byte[] m, int at, V128 v, int lane) {
        m[at] = (byte) Int8Lanes.extract_lane_u(v, lane);
    }

    public static void store16_lane(byte[] m, int at, V128 v, int lane) {
        HeapMemory.I16.set(m, at, (short) Int16Lanes.extract_lane_u(v, lane));
    }

    public static void store32_lane(byte[] m, int at, V128 v, int lane) {
        HeapMemory.I32.set(m, at, Int32Lanes.extract_lane(v, lane));
    }

    public static void store64_lane(byte[] m, int at, V128 v, int lane) {
        HeapMemory.I64.set(m, at, Int64Lanes.extract_lane(v, lane));
    }
}
