// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import org.wsh.engine.runtime.NumericInstructions;
import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.VectorUnit;

/** The instructions on 4 floats, f32x4, by their names in the text format. */
public final class Float32Lanes {
    private Float32Lanes() {}

    public static V128 splat(float x) {
        return VectorUnit.ON ? Floats.splat(x) : ScalarFloat32.splat(x);
    }

    public static float extract_lane(V128 a, int lane) {
        return VectorUnit.ON ? Floats.extract_lane(a, lane) : ScalarFloat32.extract_lane(a, lane);
    }

    public static V128 replace_lane(V128 a, float x, int lane) {
        return VectorUnit.ON ? Floats.replace_lane(a, x, lane) : ScalarFloat32.replace_lane(a, x, lane);
    }

    public static V128 eq(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.eq(a, b) : ScalarFloat32.eq(a, b);
    }

    public static V128 ne(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.ne(a, b) : ScalarFloat32.ne(a, b);
    }

    public static V128 lt(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.lt(a, b) : ScalarFloat32.lt(a, b);
    }

    public static V128 gt(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.gt(a, b) : ScalarFloat32.gt(a, b);
    }

    public static V128 le(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.le(a, b) : ScalarFloat32.le(a, b);
    }

    public static V128 ge(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.ge(a, b) : ScalarFloat32.ge(a, b);
    }

    public static V128 demote_f64x2_zero(V128 a) {
        return ScalarFloat32.demote_f64x2_zero(a);
    }

    public static V128 ceil(V128 a) {
        return ScalarFloat32.ceil(a);
    }

    public static V128 floor(V128 a) {
        return ScalarFloat32.floor(a);
    }

    public static V128 trunc(V128 a) {
        return ScalarFloat32.trunc(a);
    }

    public static V128 nearest(V128 a) {
        return ScalarFloat32.nearest(a);
    }

    public static V128 abs(V128 a) {
        return VectorUnit.ON ? Floats.abs(a) : ScalarFloat32.abs(a);
    }

    public static V128 neg(V128 a) {
        return VectorUnit.ON ? Floats.neg(a) : ScalarFloat32.neg(a);
    }

    public static V128 sqrt(V128 a) {
        return VectorUnit.ON ? Floats.sqrt(a) : ScalarFloat32.sqrt(a);
    }

    public static V128 add(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.add(a, b) : ScalarFloat32.add(a, b);
    }

    public static V128 sub(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.sub(a, b) : ScalarFloat32.sub(a, b);
    }

    public static V128 mul(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.mul(a, b) : ScalarFloat32.mul(a, b);
    }

    public static V128 div(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.div(a, b) : ScalarFloat32.div(a, b);
    }

    public static V128 min(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.min(a, b) : ScalarFloat32.min(a, b);
    }

    public static V128 max(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.max(a, b) : ScalarFloat32.max(a, b);
    }

    public static V128 pmin(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.pmin(a, b) : ScalarFloat32.pmin(a, b);
    }

    public static V128 pmax(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.pmax(a, b) : ScalarFloat32.pmax(a, b);
    }

    public static V128 convert_i32x4_s(V128 a) {
        return VectorUnit.ON ? Floats.convert_i32x4_s(a) : ScalarFloat32.convert_i32x4_s(a);
    }

    public static V128 convert_i32x4_u(V128 a) {
        return ScalarFloat32.convert_i32x4_u(a);
    }

    public static V128 relaxed_madd(V128 a, V128 b, V128 c) {
        return VectorUnit.ON ? Floats.relaxed_madd(a, b, c) : ScalarFloat32.relaxed_madd(a, b, c);
    }

    public static V128 relaxed_nmadd(V128 a, V128 b, V128 c) {
        return VectorUnit.ON ? Floats.relaxed_nmadd(a, b, c) : ScalarFloat32.relaxed_nmadd(a, b, c);
    }

    public static V128 relaxed_min(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.relaxed_min(a, b) : ScalarFloat32.relaxed_min(a, b);
    }

    public static V128 relaxed_max(V128 a, V128 b) {
        return VectorUnit.ON ? Floats.relaxed_max(a, b) : ScalarFloat32.relaxed_max(a, b);
    }

    /** With the canonical NaN for every NaN. */
    public static V128 canonical(V128 a) {
        return V128.of(canonical(a.low()), canonical(a.high()));
    }

    private static long canonical(long two) {
        int low = (int) two, high = (int) (two >>> 32);
        int first = Float.floatToRawIntBits(NumericInstructions.canonical(Float.intBitsToFloat(low)));
        int second = Float.floatToRawIntBits(NumericInstructions.canonical(Float.intBitsToFloat(high)));
        return first & 0xffff_ffffL | (long) second << 32;
    }
}
