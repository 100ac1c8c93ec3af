// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.VectorUnit;

/** The instructions on 16 lanes of 8 bits, i8x16, by their names in the text format. */
public final class Int8Lanes {
    private Int8Lanes() {}

    public static V128 shuffle(V128 a, V128 b, long low, long high) {
        return VectorUnit.ON ? Bytes.shuffle(a, b, low, high) : ScalarInt8.shuffle(a, b, low, high);
    }

    public static V128 swizzle(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.swizzle(a, b) : ScalarInt8.swizzle(a, b);
    }

    public static V128 splat(int x) {
        return VectorUnit.ON ? Bytes.splat(x) : ScalarInt8.splat(x);
    }

    public static int extract_lane_s(V128 a, int lane) {
        return VectorUnit.ON ? Bytes.extract_lane_s(a, lane) : ScalarInt8.extract_lane_s(a, lane);
    }

    public static int extract_lane_u(V128 a, int lane) {
        return VectorUnit.ON ? Bytes.extract_lane_u(a, lane) : ScalarInt8.extract_lane_u(a, lane);
    }

    public static V128 replace_lane(V128 a, int x, int lane) {
        return VectorUnit.ON ? Bytes.replace_lane(a, x, lane) : ScalarInt8.replace_lane(a, x, lane);
    }

    public static V128 eq(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.eq(a, b) : ScalarInt8.eq(a, b);
    }

    public static V128 ne(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.ne(a, b) : ScalarInt8.ne(a, b);
    }

    public static V128 lt_s(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.lt_s(a, b) : ScalarInt8.lt_s(a, b);
    }

    public static V128 lt_u(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.lt_u(a, b) : ScalarInt8.lt_u(a, b);
    }

    public static V128 gt_s(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.gt_s(a, b) : ScalarInt8.gt_s(a, b);
    }

    public static V128 gt_u(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.gt_u(a, b) : ScalarInt8.gt_u(a, b);
    }

    public static V128 le_s(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.le_s(a, b) : ScalarInt8.le_s(a, b);
    }

    public static V128 le_u(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.le_u(a, b) : ScalarInt8.le_u(a, b);
    }

    public static V128 ge_s(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.ge_s(a, b) : ScalarInt8.ge_s(a, b);
    }

    public static V128 ge_u(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.ge_u(a, b) : ScalarInt8.ge_u(a, b);
    }

    public static V128 abs(V128 a) {
        return VectorUnit.ON ? Bytes.abs(a) : ScalarInt8.abs(a);
    }

    public static V128 neg(V128 a) {
        return VectorUnit.ON ? Bytes.neg(a) : ScalarInt8.neg(a);
    }

    public static V128 popcnt(V128 a) {
        return ScalarInt8.popcnt(a);
    }

    public static int all_true(V128 a) {
        return VectorUnit.ON ? Bytes.all_true(a) : ScalarInt8.all_true(a);
    }

    public static int bitmask(V128 a) {
        return VectorUnit.ON ? Bytes.bitmask(a) : ScalarInt8.bitmask(a);
    }

    public static V128 narrow_i16x8_s(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.narrow_i16x8_s(a, b) : ScalarInt8.narrow_i16x8_s(a, b);
    }

    public static V128 narrow_i16x8_u(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.narrow_i16x8_u(a, b) : ScalarInt8.narrow_i16x8_u(a, b);
    }

    public static V128 shl(V128 a, int n) {
        return VectorUnit.ON ? Bytes.shl(a, n) : ScalarInt8.shl(a, n);
    }

    public static V128 shr_s(V128 a, int n) {
        return VectorUnit.ON ? Bytes.shr_s(a, n) : ScalarInt8.shr_s(a, n);
    }

    public static V128 shr_u(V128 a, int n) {
        return VectorUnit.ON ? Bytes.shr_u(a, n) : ScalarInt8.shr_u(a, n);
    }

    public static V128 add(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.add(a, b) : ScalarInt8.add(a, b);
    }

    public static V128 add_sat_s(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.add_sat_s(a, b) : ScalarInt8.add_sat_s(a, b);
    }

    public static V128 add_sat_u(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.add_sat_u(a, b) : ScalarInt8.add_sat_u(a, b);
    }

    public static V128 sub(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.sub(a, b) : ScalarInt8.sub(a, b);
    }

    public static V128 sub_sat_s(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.sub_sat_s(a, b) : ScalarInt8.sub_sat_s(a, b);
    }

    public static V128 sub_sat_u(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.sub_sat_u(a, b) : ScalarInt8.sub_sat_u(a, b);
    }

    public static V128 min_s(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.min_s(a, b) : ScalarInt8.min_s(a, b);
    }

    public static V128 min_u(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.min_u(a, b) : ScalarInt8.min_u(a, b);
    }

    public static V128 max_s(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.max_s(a, b) : ScalarInt8.max_s(a, b);
    }

    public static V128 max_u(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.max_u(a, b) : ScalarInt8.max_u(a, b);
    }

    public static V128 avgr_u(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.avgr_u(a, b) : ScalarInt8.avgr_u(a, b);
    }

    public static V128 relaxed_swizzle(V128 a, V128 b) {
        return VectorUnit.ON ? Bytes.relaxed_swizzle(a, b) : ScalarInt8.relaxed_swizzle(a, b);
    }

    public static V128 relaxed_laneselect(V128 a, V128 b, V128 c) {
        return VectorUnit.ON ? Bytes.relaxed_laneselect(a, b, c) : ScalarInt8.relaxed_laneselect(a, b, c);
    }
}
