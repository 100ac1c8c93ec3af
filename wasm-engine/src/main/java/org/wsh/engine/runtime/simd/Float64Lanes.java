// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import org.wsh.engine.runtime.NumericInstructions;
import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.VectorUnit;

/** The instructions on 2 doubles, f64x2, by their names in the text format. */
public final class Float64Lanes {
    private Float64Lanes() {}

    public static V128 splat(double x) {
        return VectorUnit.ON ? Doubles.splat(x) : ScalarFloat64.splat(x);
    }

    public static double extract_lane(V128 a, int lane) {
        return VectorUnit.ON ? Doubles.extract_lane(a, lane) : ScalarFloat64.extract_lane(a, lane);
    }

    public static V128 replace_lane(V128 a, double x, int lane) {
        return VectorUnit.ON ? Doubles.replace_lane(a, x, lane) : ScalarFloat64.replace_lane(a, x, lane);
    }

    public static V128 eq(V128 a, V128 b) {
        return VectorUnit.ON ? Doubles.eq(a, b) : ScalarFloat64.eq(a, b);
    }

    public static V128 ne(V128 a, V128 b) {
        return VectorUnit.ON ? Doubles.ne(a, b) : ScalarFloat64.ne(a, b);
    }

    public static V128 lt(V128 a, V128 b) {
        return VectorUnit.ON ? Doubles.lt(a, b) : ScalarFloat64.lt(a, b);
    }

    public static V128 gt(V128 a, V128 b) {
        return VectorUnit.ON ? Doubles.gt(a, b) : ScalarFloat64.gt(a, b);
    }

    public static V128 le(V128 a, V128 b) {
        return VectorUnit.ON ? Doubles.le(a, b) : ScalarFloat64.le(a, b);
    }

    public static V128 ge(V128 a, V128 b) {
        return VectorUnit.ON ? Doubles.ge(a, b) : ScalarFloat64.ge(a, b);
    }

    public static V128 promote_low_f32x4(V128 a) {
        return ScalarFloat64.promote_low_f32x4(a);
    }

    public static V128 ceil(V128 a) {
        return ScalarFloat64.ceil(a);
    }

    public static V128 floor(V128 a) {
        return ScalarFloat64.floor(a);
    }

    public static V128 trunc(V128 a) {
        return ScalarFloat64.trunc(a);
    }

    public static V128 nearest(V128 a) {
        return ScalarFloat64.nearest(a);
    }

    public static V128 abs(V128 a) {
        return VectorUnit.ON ? Doubles.abs(a) : ScalarFloat64.abs(a);
    }

    public static V128 neg(V128 a) {
        return VectorUnit.ON ? Doubles.neg(a) : ScalarFloat64.neg(a);
    }

    public static V128 sqrt(V128 a) {
        return VectorUnit.ON ? Doubles.sqrt(a) : ScalarFloat64.sqrt(a);
    }

    public static V128 add(V128 a, V128 b) {
        return VectorUnit.ON ? Doubles.add(a, b) : ScalarFloat64.add(a, b);
    }

    public static V128 sub(V128 a, V128 b) {
        return VectorUnit.ON ? Doubles.sub(a, b) : ScalarFloat64.sub(a, b);
    }

    public static V128 mul(V128 a, V128 b) {
        return VectorUnit.ON ? Doubles.mul(a, b) : ScalarFloat64.mul(a, b);
    }

    public static V128 div(V128 a, V128 b) {
        return VectorUnit.ON ? Doubles.div(a, b) : ScalarFloat64.div(a, b);
    }

    public static V128 min(V128 a, V128 b) {
        return ScalarFloat64.min(a, b);
    }

    public static V128 max(V128 a, V128 b) {
        return ScalarFloat64.max(a, b);
    }

    public static V128 pmin(V128 a, V128 b) {
        return VectorUnit.ON ? Doubles.pmin(a, b) : ScalarFloat64.pmin(a, b);
    }

    public static V128 pmax(V128 a, V128 b) {
        return VectorUnit.ON ? Doubles.pmax(a, b) : ScalarFloat64.pmax(a, b);
    }

    public static V128 convert_low_i32x4_s(V128 a) {
        return ScalarFloat64.convert_low_i32x4_s(a);
    }

    public static V128 convert_low_i32x4_u(V128 a) {
        return ScalarFloat64.convert_low_i32x4_u(a);
    }

    public static V128 relaxed_madd(V128 a, V128 b, V128 c) {
        return VectorUnit.ON ? Doubles.relaxed_madd(a, b, c) : ScalarFloat64.relaxed_madd(a, b, c);
    }

    public static V128 relaxed_nmadd(V128 a, V128 b, V128 c) {
        return VectorUnit.ON ? Doubles.relaxed_nmadd(a, b, c) : ScalarFloat64.relaxed_nmadd(a, b, c);
    }

    public static V128 relaxed_min(V128 a, V128 b) {
        return ScalarFloat64.relaxed_min(a, b);
    }

    public static V128 relaxed_max(V128 a, V128 b) {
        return ScalarFloat64.relaxed_max(a, b);
    }

    /** With the canonical NaN for every NaN. */
    public static V128 canonical(V128 a) {
        return V128.of(canonical(a.low()), canonical(a.high()));
    }

    private static long canonical(long bits) {
        return Double.doubleToRawLongBits(NumericInstructions.canonical(Double.longBitsToDouble(bits)));
    }
}
