// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.wsh.engine.runtime.NativeMemory;
import org.wsh.engine.runtime.V128;

/** What {@link VectorMemory} is for memories off the heap: the segment's own check is the trap. */
public final class VectorSegment {
    private VectorSegment() {}

    private static long i64(MemorySegment m, long at) {
        return (long) NativeMemory.I64.get(m, at);
    }

    public static V128 load(MemorySegment m, long at) {
        return V128.of(i64(m, at), i64(m, at + 8));
    }

    /** All of it or nothing: the check of 16 bytes comes first. */
    public static void store(MemorySegment m, long at, V128 v) {
        Objects.checkIndex(at, m.byteSize() - 15);
        NativeMemory.I64.set(m, at, v.low());
        NativeMemory.I64.set(m, at + 8, v.high());
    }

    // Half of a vector, widened.

    private static V128 half(MemorySegment m, long at) {
        return V128.of(i64(m, at), 0);
    }

    public static V128 load8x8_s(MemorySegment m, long at) {
        return Int16Lanes.extend_low_i8x16_s(half(m, at));
    }

    public static V128 load8x8_u(MemorySegment m, long at) {
        return Int16Lanes.extend_low_i8x16_u(half(m, at));
    }

    public static V128 load16x4_s(MemorySegment m, long at) {
        return Int32Lanes.extend_low_i16x8_s(half(m, at));
    }

    public static V128 load16x4_u(MemorySegment m, long at) {
        return Int32Lanes.extend_low_i16x8_u(half(m, at));
    }

    public static V128 load32x2_s(MemorySegment m, long at) {
        return Int64Lanes.extend_low_i32x4_s(half(m, at));
    }

    public static V128 load32x2_u(MemorySegment m, long at) {
        return Int64Lanes.extend_low_i32x4_u(half(m, at));
    }

    // One value, in all lanes or in the first.

    public static V128 load8_splat(MemorySegment m, long at) {
        return Int8Lanes.splat((byte) NativeMemory.I8.get(m, at));
    }

    public static V128 load16_splat(MemorySegment m, long at) {
        return Int16Lanes.splat((short) NativeMemory.I16.get(m, at));
    }

    public static V128 load32_splat(MemorySegment m, long at) {
        return Int32Lanes.splat((int) NativeMemory.I32.get(m, at));
    }

    public static V128 load64_splat(MemorySegment m, long at) {
        return Int64Lanes.splat(i64(m, at));
    }

    public static V128 load32_zero(MemorySegment m, long at) {
        return V128.of((int) NativeMemory.I32.get(m, at) & 0xffff_ffffL, 0);
    }

    public static V128 load64_zero(MemorySegment m, long at) {
        return half(m, at);
    }

    // One lane.

    public static V128 load8_lane(MemorySegment m, long at, V128 v, int lane) {
        return Int8Lanes.replace_lane(v, (byte) NativeMemory.I8.get(m, at), lane);
    }

    public static V128 load16_lane(MemorySegment m, long at, V128 v, int lane) {
        return Int16Lanes.replace_lane(v, (short) NativeMemory.I16.get(m, at), lane);
    }

    public static V128 load32_lane(MemorySegment m, long at, V128 v, int lane) {
        return Int32Lanes.replace_lane(v, (int) NativeMemory.I32.get(m, at), lane);
    }

    public static V128 load64_lane(MemorySegment m, long at, V128 v, int lane) {
        return Int64Lanes.replace_lane(v, i64(m, at), lane);
    }

    public static void store8_lane(MemorySegment m, long at, V128 v, int lane) {
        NativeMemory.I8.set(m, at, (byte) Int8Lanes.extract_lane_u(v, lane));
    }

    public static void store16_lane(MemorySegment m, long at, V128 v, int lane) {
        NativeMemory.I16.set(m, at, (short) Int16Lanes.extract_lane_u(v, lane));
    }

    public static void store32_lane(MemorySegment m, long at, V128 v, int lane) {
        NativeMemory.I32.set(m, at, Int32Lanes.extract_lane(v, lane));
    }

    public static void store64_lane(MemorySegment m, long at, V128 v, int lane) {
        NativeMemory.I64.set(m, at, Int64Lanes.extract_lane(v, lane));
    }
}
