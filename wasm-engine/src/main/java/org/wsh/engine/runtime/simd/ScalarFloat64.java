// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import org.wsh.engine.runtime.NumericInstructions;
import org.wsh.engine.runtime.V128;

/** The instructions on 2 lanes of doubles, f64x2, in general registers. */
final class ScalarFloat64 {
    private ScalarFloat64() {}

    // Lanes in and out.

    private static double f0(V128 a) {
        return Double.longBitsToDouble(a.low());
    }

    private static double f1(V128 a) {
        return Double.longBitsToDouble(a.high());
    }

    private static V128 of(double f0, double f1) {
        return V128.of(Double.doubleToRawLongBits(f0), Double.doubleToRawLongBits(f1));
    }

    static V128 splat(double x) {
        return ScalarInt64.splat(Double.doubleToRawLongBits(x));
    }

    static double extract_lane(V128 a, int lane) {
        return Double.longBitsToDouble(ScalarInt64.extract_lane(a, lane));
    }

    static V128 replace_lane(V128 a, double x, int lane) {
        return ScalarInt64.replace_lane(a, Double.doubleToRawLongBits(x), lane);
    }

    // Comparisons: lanes of all ones or zeros.

    private static V128 masks(boolean b0, boolean b1) {
        return V128.of(b0 ? -1 : 0, b1 ? -1 : 0);
    }

    static V128 eq(V128 a, V128 b) {
        return masks(f0(a) == f0(b), f1(a) == f1(b));
    }

    static V128 ne(V128 a, V128 b) {
        return masks(f0(a) != f0(b), f1(a) != f1(b));
    }

    static V128 lt(V128 a, V128 b) {
        return masks(f0(a) < f0(b), f1(a) < f1(b));
    }

    static V128 gt(V128 a, V128 b) {
        return masks(f0(a) > f0(b), f1(a) > f1(b));
    }

    static V128 le(V128 a, V128 b) {
        return masks(f0(a) <= f0(b), f1(a) <= f1(b));
    }

    static V128 ge(V128 a, V128 b) {
        return masks(f0(a) >= f0(b), f1(a) >= f1(b));
    }

    // Signs: bit operations, so that NaNs keep their payload.

    static V128 abs(V128 a) {
        return V128.of(a.low() & Long.MAX_VALUE, a.high() & Long.MAX_VALUE);
    }

    static V128 neg(V128 a) {
        return V128.of(a.low() ^ Long.MIN_VALUE, a.high() ^ Long.MIN_VALUE);
    }

    // Arithmetic.

    static V128 sqrt(V128 a) {
        return of(Math.sqrt(f0(a)), Math.sqrt(f1(a)));
    }

    static V128 ceil(V128 a) {
        return of(NumericInstructions.ceil(f0(a)), NumericInstructions.ceil(f1(a)));
    }

    static V128 floor(V128 a) {
        return of(NumericInstructions.floor(f0(a)), NumericInstructions.floor(f1(a)));
    }

    static V128 trunc(V128 a) {
        return of(NumericInstructions.trunc(f0(a)), NumericInstructions.trunc(f1(a)));
    }

    static V128 nearest(V128 a) {
        return of(NumericInstructions.nearest(f0(a)), NumericInstructions.nearest(f1(a)));
    }

    static V128 add(V128 a, V128 b) {
        return of(f0(a) + f0(b), f1(a) + f1(b));
    }

    static V128 sub(V128 a, V128 b) {
        return of(f0(a) - f0(b), f1(a) - f1(b));
    }

    static V128 mul(V128 a, V128 b) {
        return of(f0(a) * f0(b), f1(a) * f1(b));
    }

    static V128 div(V128 a, V128 b) {
        return of(f0(a) / f0(b), f1(a) / f1(b));
    }

    static V128 min(V128 a, V128 b) {
        return of(NumericInstructions.min(f0(a), f0(b)),
                NumericInstructions.min(f1(a), f1(b)));
    }

    static V128 max(V128 a, V128 b) {
        return of(NumericInstructions.max(f0(a), f0(b)),
                NumericInstructions.max(f1(a), f1(b)));
    }

    /** {@code b < a ? b : a}: the first of equal ones, and where there is a NaN. */
    static V128 pmin(V128 a, V128 b) {
        return ScalarWhole.bitselect(b, a, lt(b, a));
    }

    static V128 pmax(V128 a, V128 b) {
        return ScalarWhole.bitselect(b, a, lt(a, b));
    }

    static V128 relaxed_min(V128 a, V128 b) {
        return min(a, b);
    }

    static V128 relaxed_max(V128 a, V128 b) {
        return max(a, b);
    }

    /** Rounded twice, as the deterministic profile has it. */
    static V128 relaxed_madd(V128 a, V128 b, V128 c) {
        return add(mul(a, b), c);
    }

    static V128 relaxed_nmadd(V128 a, V128 b, V128 c) {
        return add(mul(neg(a), b), c);
    }

    // Conversions.

    static V128 convert_low_i32x4_s(V128 a) {
        return of((int) a.low(), (int) (a.low() >> 32));
    }

    static V128 convert_low_i32x4_u(V128 a) {
        return of(a.low() & 0xffff_ffffL, a.low() >>> 32);
    }

    static V128 promote_low_f32x4(V128 a) {
        return of(Float.intBitsToFloat((int) a.low()), Float.intBitsToFloat((int) (a.low() >> 32)));
    }
}
