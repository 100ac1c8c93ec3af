// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.VectorUnit;

/** The instructions on 2 lanes of 64 bits, i64x2, by their names in the text format. */
public final class Int64Lanes {
    private Int64Lanes() {}

    public static V128 splat(long x) {
        return VectorUnit.ON ? Longs.splat(x) : ScalarInt64.splat(x);
    }

    public static long extract_lane(V128 a, int lane) {
        return VectorUnit.ON ? Longs.extract_lane(a, lane) : ScalarInt64.extract_lane(a, lane);
    }

    public static V128 replace_lane(V128 a, long x, int lane) {
        return VectorUnit.ON ? Longs.replace_lane(a, x, lane) : ScalarInt64.replace_lane(a, x, lane);
    }

    public static V128 abs(V128 a) {
        return VectorUnit.ON ? Longs.abs(a) : ScalarInt64.abs(a);
    }

    public static V128 neg(V128 a) {
        return VectorUnit.ON ? Longs.neg(a) : ScalarInt64.neg(a);
    }

    public static int all_true(V128 a) {
        return ScalarInt64.all_true(a);
    }

    public static int bitmask(V128 a) {
        return ScalarInt64.bitmask(a);
    }

    public static V128 extend_low_i32x4_s(V128 a) {
        return VectorUnit.ON ? Longs.extend_low_i32x4_s(a) : ScalarInt64.extend_low_i32x4_s(a);
    }

    public static V128 extend_high_i32x4_s(V128 a) {
        return VectorUnit.ON ? Longs.extend_high_i32x4_s(a) : ScalarInt64.extend_high_i32x4_s(a);
    }

    public static V128 extend_low_i32x4_u(V128 a) {
        return VectorUnit.ON ? Longs.extend_low_i32x4_u(a) : ScalarInt64.extend_low_i32x4_u(a);
    }

    public static V128 extend_high_i32x4_u(V128 a) {
        return VectorUnit.ON ? Longs.extend_high_i32x4_u(a) : ScalarInt64.extend_high_i32x4_u(a);
    }

    public static V128 shl(V128 a, int n) {
        return VectorUnit.ON ? Longs.shl(a, n) : ScalarInt64.shl(a, n);
    }

    public static V128 shr_s(V128 a, int n) {
        return VectorUnit.ON ? Longs.shr_s(a, n) : ScalarInt64.shr_s(a, n);
    }

    public static V128 shr_u(V128 a, int n) {
        return VectorUnit.ON ? Longs.shr_u(a, n) : ScalarInt64.shr_u(a, n);
    }

    public static V128 add(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.add(a, b) : ScalarInt64.add(a, b);
    }

    public static V128 sub(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.sub(a, b) : ScalarInt64.sub(a, b);
    }

    public static V128 mul(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.mul(a, b) : ScalarInt64.mul(a, b);
    }

    public static V128 eq(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.eq(a, b) : ScalarInt64.eq(a, b);
    }

    public static V128 ne(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.ne(a, b) : ScalarInt64.ne(a, b);
    }

    public static V128 lt_s(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.lt_s(a, b) : ScalarInt64.lt_s(a, b);
    }

    public static V128 gt_s(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.gt_s(a, b) : ScalarInt64.gt_s(a, b);
    }

    public static V128 le_s(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.le_s(a, b) : ScalarInt64.le_s(a, b);
    }

    public static V128 ge_s(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.ge_s(a, b) : ScalarInt64.ge_s(a, b);
    }

    public static V128 extmul_low_i32x4_s(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.extmul_low_i32x4_s(a, b) : ScalarInt64.extmul_low_i32x4_s(a, b);
    }

    public static V128 extmul_high_i32x4_s(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.extmul_high_i32x4_s(a, b) : ScalarInt64.extmul_high_i32x4_s(a, b);
    }

    public static V128 extmul_low_i32x4_u(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.extmul_low_i32x4_u(a, b) : ScalarInt64.extmul_low_i32x4_u(a, b);
    }

    public static V128 extmul_high_i32x4_u(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.extmul_high_i32x4_u(a, b) : ScalarInt64.extmul_high_i32x4_u(a, b);
    }

    public static V128 relaxed_laneselect(V128 a, V128 b, V128 c) {
        return VectorUnit.ON ? Longs.relaxed_laneselect(a, b, c) : ScalarInt64.relaxed_laneselect(a, b, c);
    }
}
