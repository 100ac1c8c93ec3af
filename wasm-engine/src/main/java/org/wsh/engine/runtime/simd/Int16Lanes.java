// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.VectorUnit;

/** The instructions on 8 lanes of 16 bits, i16x8, by their names in the text format. */
public final class Int16Lanes {
    private Int16Lanes() {}

    public static V128 splat(int x) {
        return VectorUnit.ON ? Shorts.splat(x) : ScalarInt16.splat(x);
    }

    public static int extract_lane_s(V128 a, int lane) {
        return VectorUnit.ON ? Shorts.extract_lane_s(a, lane) : ScalarInt16.extract_lane_s(a, lane);
    }

    public static int extract_lane_u(V128 a, int lane) {
        return VectorUnit.ON ? Shorts.extract_lane_u(a, lane) : ScalarInt16.extract_lane_u(a, lane);
    }

    public static V128 replace_lane(V128 a, int x, int lane) {
        return VectorUnit.ON ? Shorts.replace_lane(a, x, lane) : ScalarInt16.replace_lane(a, x, lane);
    }

    public static V128 eq(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.eq(a, b) : ScalarInt16.eq(a, b);
    }

    public static V128 ne(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.ne(a, b) : ScalarInt16.ne(a, b);
    }

    public static V128 lt_s(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.lt_s(a, b) : ScalarInt16.lt_s(a, b);
    }

    public static V128 lt_u(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.lt_u(a, b) : ScalarInt16.lt_u(a, b);
    }

    public static V128 gt_s(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.gt_s(a, b) : ScalarInt16.gt_s(a, b);
    }

    public static V128 gt_u(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.gt_u(a, b) : ScalarInt16.gt_u(a, b);
    }

    public static V128 le_s(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.le_s(a, b) : ScalarInt16.le_s(a, b);
    }

    public static V128 le_u(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.le_u(a, b) : ScalarInt16.le_u(a, b);
    }

    public static V128 ge_s(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.ge_s(a, b) : ScalarInt16.ge_s(a, b);
    }

    public static V128 ge_u(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.ge_u(a, b) : ScalarInt16.ge_u(a, b);
    }

    public static V128 extadd_pairwise_i8x16_s(V128 a) {
        return VectorUnit.ON ? Shorts.extadd_pairwise_i8x16_s(a) : ScalarInt16.extadd_pairwise_i8x16_s(a);
    }

    public static V128 extadd_pairwise_i8x16_u(V128 a) {
        return VectorUnit.ON ? Shorts.extadd_pairwise_i8x16_u(a) : ScalarInt16.extadd_pairwise_i8x16_u(a);
    }

    public static V128 abs(V128 a) {
        return VectorUnit.ON ? Shorts.abs(a) : ScalarInt16.abs(a);
    }

    public static V128 neg(V128 a) {
        return VectorUnit.ON ? Shorts.neg(a) : ScalarInt16.neg(a);
    }

    public static V128 q15mulr_sat_s(V128 a, V128 b) {
        return ScalarInt16.q15mulr_sat_s(a, b);
    }

    public static int all_true(V128 a) {
        return VectorUnit.ON ? Shorts.all_true(a) : ScalarInt16.all_true(a);
    }

    public static int bitmask(V128 a) {
        return VectorUnit.ON ? Shorts.bitmask(a) : ScalarInt16.bitmask(a);
    }

    public static V128 narrow_i32x4_s(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.narrow_i32x4_s(a, b) : ScalarInt16.narrow_i32x4_s(a, b);
    }

    public static V128 narrow_i32x4_u(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.narrow_i32x4_u(a, b) : ScalarInt16.narrow_i32x4_u(a, b);
    }

    public static V128 extend_low_i8x16_s(V128 a) {
        return VectorUnit.ON ? Shorts.extend_low_i8x16_s(a) : ScalarInt16.extend_low_i8x16_s(a);
    }

    public static V128 extend_high_i8x16_s(V128 a) {
        return VectorUnit.ON ? Shorts.extend_high_i8x16_s(a) : ScalarInt16.extend_high_i8x16_s(a);
    }

    public static V128 extend_low_i8x16_u(V128 a) {
        return VectorUnit.ON ? Shorts.extend_low_i8x16_u(a) : ScalarInt16.extend_low_i8x16_u(a);
    }

    public static V128 extend_high_i8x16_u(V128 a) {
        return VectorUnit.ON ? Shorts.extend_high_i8x16_u(a) : ScalarInt16.extend_high_i8x16_u(a);
    }

    public static V128 shl(V128 a, int n) {
        return VectorUnit.ON ? Shorts.shl(a, n) : ScalarInt16.shl(a, n);
    }

    public static V128 shr_s(V128 a, int n) {
        return VectorUnit.ON ? Shorts.shr_s(a, n) : ScalarInt16.shr_s(a, n);
    }

    public static V128 shr_u(V128 a, int n) {
        return VectorUnit.ON ? Shorts.shr_u(a, n) : ScalarInt16.shr_u(a, n);
    }

    public static V128 add(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.add(a, b) : ScalarInt16.add(a, b);
    }

    public static V128 add_sat_s(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.add_sat_s(a, b) : ScalarInt16.add_sat_s(a, b);
    }

    public static V128 add_sat_u(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.add_sat_u(a, b) : ScalarInt16.add_sat_u(a, b);
    }

    public static V128 sub(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.sub(a, b) : ScalarInt16.sub(a, b);
    }

    public static V128 sub_sat_s(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.sub_sat_s(a, b) : ScalarInt16.sub_sat_s(a, b);
    }

    public static V128 sub_sat_u(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.sub_sat_u(a, b) : ScalarInt16.sub_sat_u(a, b);
    }

    public static V128 mul(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.mul(a, b) : ScalarInt16.mul(a, b);
    }

    public static V128 min_s(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.min_s(a, b) : ScalarInt16.min_s(a, b);
    }

    public static V128 min_u(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.min_u(a, b) : ScalarInt16.min_u(a, b);
    }

    public static V128 max_s(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.max_s(a, b) : ScalarInt16.max_s(a, b);
    }

    public static V128 max_u(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.max_u(a, b) : ScalarInt16.max_u(a, b);
    }

    public static V128 avgr_u(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.avgr_u(a, b) : ScalarInt16.avgr_u(a, b);
    }

    public static V128 extmul_low_i8x16_s(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.extmul_low_i8x16_s(a, b) : ScalarInt16.extmul_low_i8x16_s(a, b);
    }

    public static V128 extmul_high_i8x16_s(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.extmul_high_i8x16_s(a, b) : ScalarInt16.extmul_high_i8x16_s(a, b);
    }

    public static V128 extmul_low_i8x16_u(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.extmul_low_i8x16_u(a, b) : ScalarInt16.extmul_low_i8x16_u(a, b);
    }

    public static V128 extmul_high_i8x16_u(V128 a, V128 b) {
        return VectorUnit.ON ? Shorts.extmul_high_i8x16_u(a, b) : ScalarInt16.extmul_high_i8x16_u(a, b);
    }

    public static V128 relaxed_laneselect(V128 a, V128 b, V128 c) {
        return VectorUnit.ON ? Shorts.relaxed_laneselect(a, b, c) : ScalarInt16.relaxed_laneselect(a, b, c);
    }

    public static V128 relaxed_q15mulr_s(V128 a, V128 b) {
        return ScalarInt16.relaxed_q15mulr_s(a, b);
    }

    public static V128 relaxed_dot_i8x16_i7x16_s(V128 a, V128 b) {
        return ScalarInt16.relaxed_dot_i8x16_i7x16_s(a, b);
    }
}
