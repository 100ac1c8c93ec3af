// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import static org.wsh.engine.runtime.simd.Swar.SIGNS32;

import org.wsh.engine.runtime.NumericInstructions;
import org.wsh.engine.runtime.V128;

/** The instructions on 4 lanes of 32 bits, i32x4, in general registers. */
final class ScalarInt32 {
    private ScalarInt32() {}

    // Lanes in and out.

    static V128 splat(int x) {
        long all = pack(x, x);
        return V128.of(all, all);
    }

    static long pack(int even, int odd) {
        return even & 0xffff_ffffL | (long) odd << 32;
    }

    static int extract_lane(V128 a, int lane) {
        return (int) ((lane < 2 ? a.low() : a.high()) >>> (lane & 1) * 32);
    }

    static V128 replace_lane(V128 a, int x, int lane) {
        return ScalarWhole.replace(a, x & 0xffff_ffffL, 0xffff_ffffL, lane * 32);
    }

    // Comparisons: lanes of all ones or zeros.

    static V128 eq(V128 a, V128 b) {
        return V128.of(Swar.eq(a.low(), b.low(), SIGNS32, 32), Swar.eq(a.high(), b.high(), SIGNS32, 32));
    }

    static V128 ne(V128 a, V128 b) {
        return ScalarWhole.not(eq(a, b));
    }

    static V128 lt_s(V128 a, V128 b) {
        return V128.of(Swar.ltS(a.low(), b.low(), SIGNS32, 32), Swar.ltS(a.high(), b.high(), SIGNS32, 32));
    }

    static V128 gt_s(V128 a, V128 b) {
        return lt_s(b, a);
    }

    static V128 le_s(V128 a, V128 b) {
        return ScalarWhole.not(lt_s(b, a));
    }

    static V128 ge_s(V128 a, V128 b) {
        return ScalarWhole.not(lt_s(a, b));
    }

    static V128 lt_u(V128 a, V128 b) {
        return V128.of(Swar.ltU(a.low(), b.low(), SIGNS32, 32), Swar.ltU(a.high(), b.high(), SIGNS32, 32));
    }

    static V128 gt_u(V128 a, V128 b) {
        return lt_u(b, a);
    }

    static V128 le_u(V128 a, V128 b) {
        return ScalarWhole.not(lt_u(b, a));
    }

    static V128 ge_u(V128 a, V128 b) {
        return ScalarWhole.not(lt_u(a, b));
    }

    // Tests.

    static int all_true(V128 a) {
        return Swar.allTrue(a.low(), SIGNS32) && Swar.allTrue(a.high(), SIGNS32) ? 1 : 0;
    }

    static int bitmask(V128 a) {
        return Swar.bitmask(a.low(), SIGNS32) | Swar.bitmask(a.high(), SIGNS32) << 2;
    }

    // Shifts, by a count modulo the width.

    static V128 shl(V128 a, int n) {
        return V128.of(Swar.shl(a.low(), n & 31, SIGNS32, 32), Swar.shl(a.high(), n & 31, SIGNS32, 32));
    }

    static V128 shr_s(V128 a, int n) {
        return V128.of(Swar.shrS(a.low(), n & 31, SIGNS32, 32), Swar.shrS(a.high(), n & 31, SIGNS32, 32));
    }

    static V128 shr_u(V128 a, int n) {
        return V128.of(Swar.shrU(a.low(), n & 31, SIGNS32, 32), Swar.shrU(a.high(), n & 31, SIGNS32, 32));
    }

    // Arithmetic.

    static V128 abs(V128 a) {
        return V128.of(Swar.abs(a.low(), SIGNS32, 32), Swar.abs(a.high(), SIGNS32, 32));
    }

    static V128 neg(V128 a) {
        return V128.of(Swar.sub(0, a.low(), SIGNS32), Swar.sub(0, a.high(), SIGNS32));
    }

    static V128 add(V128 a, V128 b) {
        return V128.of(Swar.add(a.low(), b.low(), SIGNS32), Swar.add(a.high(), b.high(), SIGNS32));
    }

    static V128 sub(V128 a, V128 b) {
        return V128.of(Swar.sub(a.low(), b.low(), SIGNS32), Swar.sub(a.high(), b.high(), SIGNS32));
    }

    static V128 min_s(V128 a, V128 b) {
        return ScalarWhole.bitselect(a, b, lt_s(a, b));
    }

    static V128 max_s(V128 a, V128 b) {
        return ScalarWhole.bitselect(b, a, lt_s(a, b));
    }

    static V128 min_u(V128 a, V128 b) {
        return ScalarWhole.bitselect(a, b, lt_u(a, b));
    }

    static V128 max_u(V128 a, V128 b) {
        return ScalarWhole.bitselect(b, a, lt_u(a, b));
    }

    static V128 relaxed_laneselect(V128 a, V128 b, V128 mask) {
        return ScalarWhole.bitselect(a, b, mask);
    }

    static V128 mul(V128 a, V128 b) {
        return V128.of(mul(a.low(), b.low()), mul(a.high(), b.high()));
    }

    private static long mul(long a, long b) {
        return a * b & 0xffff_ffffL | (a >>> 32) * (b >>> 32) << 32;
    }

    // From lanes half as wide.

    private static V128 even(V128 a) {
        return shr_s(shl(a, 16), 16);
    }

    private static V128 odd(V128 a) {
        return shr_s(a, 16);
    }

    static V128 dot_i16x8_s(V128 a, V128 b) {
        return add(mul(even(a), even(b)), mul(odd(a), odd(b)));
    }

    static V128 relaxed_dot_i8x16_i7x16_add_s(V128 a, V128 b, V128 c) {
        return add(extadd_pairwise_i16x8_s(ScalarInt16.relaxed_dot_i8x16_i7x16_s(a, b)), c);
    }

    static V128 extadd_pairwise_i16x8_s(V128 a) {
        return add(even(a), odd(a));
    }

    static V128 extadd_pairwise_i16x8_u(V128 a) {
        return V128.of(pairs(a.low()), pairs(a.high()));
    }

    private static long pairs(long x) {
        return (x & 0x0000_ffff_0000_ffffL) + (x >>> 16 & 0x0000_ffff_0000_ffffL);
    }

    static V128 extend_low_i16x8_s(V128 a) {
        return signed(extend_low_i16x8_u(a));
    }

    static V128 extend_high_i16x8_s(V128 a) {
        return signed(extend_high_i16x8_u(a));
    }

    static V128 extend_low_i16x8_u(V128 a) {
        return V128.of(spread(a.low() & 0xffff_ffffL), spread(a.low() >>> 32));
    }

    static V128 extend_high_i16x8_u(V128 a) {
        return V128.of(spread(a.high() & 0xffff_ffffL), spread(a.high() >>> 32));
    }

    private static long spread(long x) {
        return (x | x << 16) & 0x0000_ffff_0000_ffffL;
    }

    private static V128 signed(V128 halves) {
        return shr_s(shl(halves, 16), 16);
    }

    static V128 extmul_low_i16x8_s(V128 a, V128 b) {
        return mul(extend_low_i16x8_s(a), extend_low_i16x8_s(b));
    }

    static V128 extmul_high_i16x8_s(V128 a, V128 b) {
        return mul(extend_high_i16x8_s(a), extend_high_i16x8_s(b));
    }

    static V128 extmul_low_i16x8_u(V128 a, V128 b) {
        return mul(extend_low_i16x8_u(a), extend_low_i16x8_u(b));
    }

    static V128 extmul_high_i16x8_u(V128 a, V128 b) {
        return mul(extend_high_i16x8_u(a), extend_high_i16x8_u(b));
    }

    // From floats. Java's casts saturate, and make 0 of NaN.

    static V128 trunc_sat_f32x4_s(V128 a) {
        return V128.of(signed(a.low()), signed(a.high()));
    }

    static V128 trunc_sat_f32x4_u(V128 a) {
        return V128.of(unsigned(a.low()), unsigned(a.high()));
    }

    private static long signed(long a) {
        return pack((int) Float.intBitsToFloat((int) a), (int) Float.intBitsToFloat((int) (a >> 32)));
    }

    private static long unsigned(long a) {
        return pack(NumericInstructions.saturateToU32(Float.intBitsToFloat((int) a)), NumericInstructions.saturateToU32(Float.intBitsToFloat((int) (a >> 32))));
    }

    static V128 trunc_sat_f64x2_s_zero(V128 a) {
        return V128.of(pack((int) Double.longBitsToDouble(a.low()), (int) Double.longBitsToDouble(a.high())), 0);
    }

    static V128 trunc_sat_f64x2_u_zero(V128 a) {
        return V128.of(pack(NumericInstructions.saturateToU32(Double.longBitsToDouble(a.low())),
                NumericInstructions.saturateToU32(Double.longBitsToDouble(a.high()))), 0);
    }

    static V128 relaxed_trunc_f32x4_s(V128 a) {
        return trunc_sat_f32x4_s(a);
    }

    static V128 relaxed_trunc_f32x4_u(V128 a) {
        return trunc_sat_f32x4_u(a);
    }

    static V128 relaxed_trunc_f64x2_s_zero(V128 a) {
        return trunc_sat_f64x2_s_zero(a);
    }

    static V128 relaxed_trunc_f64x2_u_zero(V128 a) {
        return trunc_sat_f64x2_u_zero(a);
    }
}
