// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.VectorUnit;

/** The instructions on 4 lanes of 32 bits, i32x4, by their names in the text format. */
public final class Int32Lanes {
    private Int32Lanes() {}

    public static V128 splat(int x) {
        return VectorUnit.ON ? Ints.splat(x) : ScalarInt32.splat(x);
    }

    public static int extract_lane(V128 a, int lane) {
        return VectorUnit.ON ? Ints.extract_lane(a, lane) : ScalarInt32.extract_lane(a, lane);
    }

    public static V128 replace_lane(V128 a, int x, int lane) {
        return VectorUnit.ON ? Ints.replace_lane(a, x, lane) : ScalarInt32.replace_lane(a, x, lane);
    }

    public static V128 eq(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.eq(a, b) : ScalarInt32.eq(a, b);
    }

    public static V128 ne(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.ne(a, b) : ScalarInt32.ne(a, b);
    }

    public static V128 lt_s(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.lt_s(a, b) : ScalarInt32.lt_s(a, b);
    }

    public static V128 lt_u(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.lt_u(a, b) : ScalarInt32.lt_u(a, b);
    }

    public static V128 gt_s(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.gt_s(a, b) : ScalarInt32.gt_s(a, b);
    }

    public static V128 gt_u(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.gt_u(a, b) : ScalarInt32.gt_u(a, b);
    }

    public static V128 le_s(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.le_s(a, b) : ScalarInt32.le_s(a, b);
    }

    public static V128 le_u(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.le_u(a, b) : ScalarInt32.le_u(a, b);
    }

    public static V128 ge_s(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.ge_s(a, b) : ScalarInt32.ge_s(a, b);
    }

    public static V128 ge_u(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.ge_u(a, b) : ScalarInt32.ge_u(a, b);
    }

    public static V128 extadd_pairwise_i16x8_s(V128 a) {
        return VectorUnit.ON ? Ints.extadd_pairwise_i16x8_s(a) : ScalarInt32.extadd_pairwise_i16x8_s(a);
    }

    public static V128 extadd_pairwise_i16x8_u(V128 a) {
        return VectorUnit.ON ? Ints.extadd_pairwise_i16x8_u(a) : ScalarInt32.extadd_pairwise_i16x8_u(a);
    }

    public static V128 abs(V128 a) {
        return VectorUnit.ON ? Ints.abs(a) : ScalarInt32.abs(a);
    }

    public static V128 neg(V128 a) {
        return VectorUnit.ON ? Ints.neg(a) : ScalarInt32.neg(a);
    }

    public static int all_true(V128 a) {
        return VectorUnit.ON ? Ints.all_true(a) : ScalarInt32.all_true(a);
    }

    public static int bitmask(V128 a) {
        return VectorUnit.ON ? Ints.bitmask(a) : ScalarInt32.bitmask(a);
    }

    public static V128 extend_low_i16x8_s(V128 a) {
        return VectorUnit.ON ? Ints.extend_low_i16x8_s(a) : ScalarInt32.extend_low_i16x8_s(a);
    }

    public static V128 extend_high_i16x8_s(V128 a) {
        return VectorUnit.ON ? Ints.extend_high_i16x8_s(a) : ScalarInt32.extend_high_i16x8_s(a);
    }

    public static V128 extend_low_i16x8_u(V128 a) {
        return VectorUnit.ON ? Ints.extend_low_i16x8_u(a) : ScalarInt32.extend_low_i16x8_u(a);
    }

    public static V128 extend_high_i16x8_u(V128 a) {
        return VectorUnit.ON ? Ints.extend_high_i16x8_u(a) : ScalarInt32.extend_high_i16x8_u(a);
    }

    public static V128 shl(V128 a, int n) {
        return VectorUnit.ON ? Ints.shl(a, n) : ScalarInt32.shl(a, n);
    }

    public static V128 shr_s(V128 a, int n) {
        return VectorUnit.ON ? Ints.shr_s(a, n) : ScalarInt32.shr_s(a, n);
    }

    public static V128 shr_u(V128 a, int n) {
        return VectorUnit.ON ? Ints.shr_u(a, n) : ScalarInt32.shr_u(a, n);
    }

    public static V128 add(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.add(a, b) : ScalarInt32.add(a, b);
    }

    public static V128 sub(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.sub(a, b) : ScalarInt32.sub(a, b);
    }

    public static V128 mul(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.mul(a, b) : ScalarInt32.mul(a, b);
    }

    public static V128 min_s(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.min_s(a, b) : ScalarInt32.min_s(a, b);
    }

    public static V128 min_u(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.min_u(a, b) : ScalarInt32.min_u(a, b);
    }

    public static V128 max_s(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.max_s(a, b) : ScalarInt32.max_s(a, b);
    }

    public static V128 max_u(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.max_u(a, b) : ScalarInt32.max_u(a, b);
    }

    public static V128 dot_i16x8_s(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.dot_i16x8_s(a, b) : ScalarInt32.dot_i16x8_s(a, b);
    }

    public static V128 extmul_low_i16x8_s(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.extmul_low_i16x8_s(a, b) : ScalarInt32.extmul_low_i16x8_s(a, b);
    }

    public static V128 extmul_high_i16x8_s(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.extmul_high_i16x8_s(a, b) : ScalarInt32.extmul_high_i16x8_s(a, b);
    }

    public static V128 extmul_low_i16x8_u(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.extmul_low_i16x8_u(a, b) : ScalarInt32.extmul_low_i16x8_u(a, b);
    }

    public static V128 extmul_high_i16x8_u(V128 a, V128 b) {
        return VectorUnit.ON ? Ints.extmul_high_i16x8_u(a, b) : ScalarInt32.extmul_high_i16x8_u(a, b);
    }

    public static V128 trunc_sat_f32x4_s(V128 a) {
        return VectorUnit.ON ? Ints.trunc_sat_f32x4_s(a) : ScalarInt32.trunc_sat_f32x4_s(a);
    }

    public static V128 trunc_sat_f32x4_u(V128 a) {
        return ScalarInt32.trunc_sat_f32x4_u(a);
    }

    public static V128 trunc_sat_f64x2_s_zero(V128 a) {
        return ScalarInt32.trunc_sat_f64x2_s_zero(a);
    }

    public static V128 trunc_sat_f64x2_u_zero(V128 a) {
        return ScalarInt32.trunc_sat_f64x2_u_zero(a);
    }

    public static V128 relaxed_trunc_f32x4_s(V128 a) {
        return VectorUnit.ON ? Ints.relaxed_trunc_f32x4_s(a) : ScalarInt32.relaxed_trunc_f32x4_s(a);
    }

    public static V128 relaxed_trunc_f32x4_u(V128 a) {
        return ScalarInt32.relaxed_trunc_f32x4_u(a);
    }

    public static V128 relaxed_trunc_f64x2_s_zero(V128 a) {
        return ScalarInt32.relaxed_trunc_f64x2_s_zero(a);
    }

    public static V128 relaxed_trunc_f64x2_u_zero(V128 a) {
        return ScalarInt32.relaxed_trunc_f64x2_u_zero(a);
    }

    public static V128 relaxed_laneselect(V128 a, V128 b, V128 c) {
        return VectorUnit.ON ? Ints.relaxed_laneselect(a, b, c) : ScalarInt32.relaxed_laneselect(a, b, c);
    }

    public static V128 relaxed_dot_i8x16_i7x16_add_s(V128 a, V128 b, V128 c) {
        return ScalarInt32.relaxed_dot_i8x16_i7x16_add_s(a, b, c);
    }
}
