// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import org.wsh.engine.runtime.NumericInstructions;
import org.wsh.engine.runtime.V128;

/** The instructions on 4 lanes of floats, f32x4, in general registers. */
final class ScalarFloat32 {
    private ScalarFloat32() {}

    // Lanes in and out.

    private static float f0(V128 a) {
        return Float.intBitsToFloat((int) a.low());
    }

    private static float f1(V128 a) {
        return Float.intBitsToFloat((int) (a.low() >> 32));
    }

    private static float f2(V128 a) {
        return Float.intBitsToFloat((int) a.high());
    }

    private static float f3(V128 a) {
        return Float.intBitsToFloat((int) (a.high() >> 32));
    }

    private static V128 of(float f0, float f1, float f2, float f3) {
        return V128.of(ScalarInt32.pack(Float.floatToRawIntBits(f0), Float.floatToRawIntBits(f1)),
                ScalarInt32.pack(Float.floatToRawIntBits(f2), Float.floatToRawIntBits(f3)));
    }

    static V128 splat(float x) {
        return ScalarInt32.splat(Float.floatToRawIntBits(x));
    }

    static float extract_lane(V128 a, int lane) {
        return Float.intBitsToFloat(ScalarInt32.extract_lane(a, lane));
    }

    static V128 replace_lane(V128 a, float x, int lane) {
        return ScalarInt32.replace_lane(a, Float.floatToRawIntBits(x), lane);
    }

    // Comparisons: lanes of all ones or zeros.

    private static V128 masks(boolean b0, boolean b1, boolean b2, boolean b3) {
        return V128.of(ScalarInt32.pack(b0 ? -1 : 0, b1 ? -1 : 0), ScalarInt32.pack(b2 ? -1 : 0, b3 ? -1 : 0));
    }

    static V128 eq(V128 a, V128 b) {
        return masks(f0(a) == f0(b), f1(a) == f1(b), f2(a) == f2(b), f3(a) == f3(b));
    }

    static V128 ne(V128 a, V128 b) {
        return masks(f0(a) != f0(b), f1(a) != f1(b), f2(a) != f2(b), f3(a) != f3(b));
    }

    static V128 lt(V128 a, V128 b) {
        return masks(f0(a) < f0(b), f1(a) < f1(b), f2(a) < f2(b), f3(a) < f3(b));
    }

    static V128 gt(V128 a, V128 b) {
        return masks(f0(a) > f0(b), f1(a) > f1(b), f2(a) > f2(b), f3(a) > f3(b));
    }

    static V128 le(V128 a, V128 b) {
        return masks(f0(a) <= f0(b), f1(a) <= f1(b), f2(a) <= f2(b), f3(a) <= f3(b));
    }

    static V128 ge(V128 a, V128 b) {
        return masks(f0(a) >= f0(b), f1(a) >= f1(b), f2(a) >= f2(b), f3(a) >= f3(b));
    }

    // Signs: bit operations, so that NaNs keep their payload.

    static V128 abs(V128 a) {
        return V128.of(a.low() & ~Swar.SIGNS32, a.high() & ~Swar.SIGNS32);
    }

    static V128 neg(V128 a) {
        return V128.of(a.low() ^ Swar.SIGNS32, a.high() ^ Swar.SIGNS32);
    }

    // Arithmetic.

    static V128 sqrt(V128 a) {
        return of((float) Math.sqrt(f0(a)), (float) Math.sqrt(f1(a)), (float) Math.sqrt(f2(a)), (float) Math.sqrt(f3(a)));
    }

    static V128 ceil(V128 a) {
        return of(NumericInstructions.ceil(f0(a)), NumericInstructions.ceil(f1(a)), NumericInstructions.ceil(f2(a)), NumericInstructions.ceil(f3(a)));
    }

    static V128 floor(V128 a) {
        return of(NumericInstructions.floor(f0(a)), NumericInstructions.floor(f1(a)), NumericInstructions.floor(f2(a)), NumericInstructions.floor(f3(a)));
    }

    static V128 trunc(V128 a) {
        return of(NumericInstructions.trunc(f0(a)), NumericInstructions.trunc(f1(a)), NumericInstructions.trunc(f2(a)), NumericInstructions.trunc(f3(a)));
    }

    static V128 nearest(V128 a) {
        return of(NumericInstructions.nearest(f0(a)), NumericInstructions.nearest(f1(a)), NumericInstructions.nearest(f2(a)), NumericInstructions.nearest(f3(a)));
    }

    static V128 add(V128 a, V128 b) {
        return of(f0(a) + f0(b), f1(a) + f1(b), f2(a) + f2(b), f3(a) + f3(b));
    }

    static V128 sub(V128 a, V128 b) {
        return of(f0(a) - f0(b), f1(a) - f1(b), f2(a) - f2(b), f3(a) - f3(b));
    }

    static V128 mul(V128 a, V128 b) {
        return of(f0(a) * f0(b), f1(a) * f1(b), f2(a) * f2(b), f3(a) * f3(b));
    }

    static V128 div(V128 a, V128 b) {
        return of(f0(a) / f0(b), f1(a) / f1(b), f2(a) / f2(b), f3(a) / f3(b));
    }

    static V128 min(V128 a, V128 b) {
        return of(NumericInstructions.min(f0(a), f0(b)),
                NumericInstructions.min(f1(a), f1(b)),
                NumericInstructions.min(f2(a), f2(b)),
                NumericInstructions.min(f3(a), f3(b)));
    }

    static V128 max(V128 a, V128 b) {
        return of(NumericInstructions.max(f0(a), f0(b)),
                NumericInstructions.max(f1(a), f1(b)),
                NumericInstructions.max(f2(a), f2(b)),
                NumericInstructions.max(f3(a), f3(b)));
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

    static V128 convert_i32x4_s(V128 a) {
        return of((int) a.low(), (int) (a.low() >> 32), (int) a.high(), (int) (a.high() >> 32));
    }

    static V128 convert_i32x4_u(V128 a) {
        return of(a.low() & 0xffff_ffffL, a.low() >>> 32, a.high() & 0xffff_ffffL, a.high() >>> 32);
    }

    static V128 demote_f64x2_zero(V128 a) {
        return of((float) Double.longBitsToDouble(a.low()), (float) Double.longBitsToDouble(a.high()), 0, 0);
    }
}
