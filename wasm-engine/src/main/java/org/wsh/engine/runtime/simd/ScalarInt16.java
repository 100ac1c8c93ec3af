// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import static org.wsh.engine.runtime.simd.Swar.SIGNS16;

import org.wsh.engine.runtime.V128;

/** The instructions on 8 lanes of 16 bits, i16x8, in general registers. */
final class ScalarInt16 {
    private ScalarInt16() {}

    // Lanes in and out.

    static V128 splat(int x) {
        long all = (x & 0xffffL) * 0x0001_0001_0001_0001L;
        return V128.of(all, all);
    }

    static int extract_lane_s(V128 a, int lane) {
        return (short) extract_lane_u(a, lane);
    }

    static int extract_lane_u(V128 a, int lane) {
        return (int) ((lane < 4 ? a.low() : a.high()) >>> (lane & 3) * 16) & 0xffff;
    }

    static V128 replace_lane(V128 a, int x, int lane) {
        return ScalarWhole.replace(a, x & 0xffffL, 0xffffL, lane * 16);
    }

    // Comparisons: lanes of all ones or zeros.

    static V128 eq(V128 a, V128 b) {
        return V128.of(Swar.eq(a.low(), b.low(), SIGNS16, 16), Swar.eq(a.high(), b.high(), SIGNS16, 16));
    }

    static V128 ne(V128 a, V128 b) {
        return ScalarWhole.not(eq(a, b));
    }

    static V128 lt_s(V128 a, V128 b) {
        return V128.of(Swar.ltS(a.low(), b.low(), SIGNS16, 16), Swar.ltS(a.high(), b.high(), SIGNS16, 16));
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
        return V128.of(Swar.ltU(a.low(), b.low(), SIGNS16, 16), Swar.ltU(a.high(), b.high(), SIGNS16, 16));
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
        return Swar.allTrue(a.low(), SIGNS16) && Swar.allTrue(a.high(), SIGNS16) ? 1 : 0;
    }

    static int bitmask(V128 a) {
        return Swar.bitmask(a.low(), SIGNS16) | Swar.bitmask(a.high(), SIGNS16) << 4;
    }

    // Shifts, by a count modulo the width.

    static V128 shl(V128 a, int n) {
        return V128.of(Swar.shl(a.low(), n & 15, SIGNS16, 16), Swar.shl(a.high(), n & 15, SIGNS16, 16));
    }

    static V128 shr_s(V128 a, int n) {
        return V128.of(Swar.shrS(a.low(), n & 15, SIGNS16, 16), Swar.shrS(a.high(), n & 15, SIGNS16, 16));
    }

    static V128 shr_u(V128 a, int n) {
        return V128.of(Swar.shrU(a.low(), n & 15, SIGNS16, 16), Swar.shrU(a.high(), n & 15, SIGNS16, 16));
    }

    // Arithmetic.

    static V128 abs(V128 a) {
        return V128.of(Swar.abs(a.low(), SIGNS16, 16), Swar.abs(a.high(), SIGNS16, 16));
    }

    static V128 neg(V128 a) {
        return V128.of(Swar.sub(0, a.low(), SIGNS16), Swar.sub(0, a.high(), SIGNS16));
    }

    static V128 add(V128 a, V128 b) {
        return V128.of(Swar.add(a.low(), b.low(), SIGNS16), Swar.add(a.high(), b.high(), SIGNS16));
    }

    static V128 sub(V128 a, V128 b) {
        return V128.of(Swar.sub(a.low(), b.low(), SIGNS16), Swar.sub(a.high(), b.high(), SIGNS16));
    }

    static V128 add_sat_s(V128 a, V128 b) {
        return V128.of(Swar.addSatS(a.low(), b.low(), SIGNS16, 16), Swar.addSatS(a.high(), b.high(), SIGNS16, 16));
    }

    static V128 add_sat_u(V128 a, V128 b) {
        return V128.of(Swar.addSatU(a.low(), b.low(), SIGNS16, 16), Swar.addSatU(a.high(), b.high(), SIGNS16, 16));
    }

    static V128 sub_sat_s(V128 a, V128 b) {
        return V128.of(Swar.subSatS(a.low(), b.low(), SIGNS16, 16), Swar.subSatS(a.high(), b.high(), SIGNS16, 16));
    }

    static V128 sub_sat_u(V128 a, V128 b) {
        return V128.of(Swar.subSatU(a.low(), b.low(), SIGNS16, 16), Swar.subSatU(a.high(), b.high(), SIGNS16, 16));
    }

    static V128 avgr_u(V128 a, V128 b) {
        return V128.of(Swar.avgrU(a.low(), b.low(), SIGNS16), Swar.avgrU(a.high(), b.high(), SIGNS16));
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
        return a * b & 0xffffL
                | ((a >>> 16) * (b >>> 16) & 0xffffL) << 16
                | ((a >>> 32) * (b >>> 32) & 0xffffL) << 32
                | (a >>> 48) * (b >>> 48) << 48;
    }

    /** Fractions of 15 bits: rounded, and only -1 times -1 is out of range. */
    static V128 q15mulr_sat_s(V128 a, V128 b) {
        return V128.of(q15mulr(a.low(), b.low()), q15mulr(a.high(), b.high()));
    }

    private static long q15mulr(long a, long b) {
        long result = 0;
        for (int i = 0; i < 64; i += 16) {
            int product = (short) (a >> i) * (short) (b >> i) + 0x4000 >> 15;
            result |= (Math.min(product, Short.MAX_VALUE) & 0xffffL) << i;
        }
        return result;
    }

    static V128 relaxed_q15mulr_s(V128 a, V128 b) {
        return q15mulr_sat_s(a, b);
    }

    /** Sums of two neighbours' products, as if of 17 bits and then clamped. */
    static V128 relaxed_dot_i8x16_i7x16_s(V128 a, V128 b) {
        return add_sat_s(mul(even(a), even(b)), mul(odd(a), odd(b)));
    }

    // From lanes half as wide.

    private static V128 even(V128 a) {
        return shr_s(shl(a, 8), 8);
    }

    private static V128 odd(V128 a) {
        return shr_s(a, 8);
    }

    static V128 extadd_pairwise_i8x16_s(V128 a) {
        return add(even(a), odd(a));
    }

    static V128 extadd_pairwise_i8x16_u(V128 a) {
        return V128.of(pairs(a.low()), pairs(a.high()));
    }

    private static long pairs(long x) {
        return (x & 0x00ff_00ff_00ff_00ffL) + (x >>> 8 & 0x00ff_00ff_00ff_00ffL);
    }

    static V128 extend_low_i8x16_s(V128 a) {
        return signed(extend_low_i8x16_u(a));
    }

    static V128 extend_high_i8x16_s(V128 a) {
        return signed(extend_high_i8x16_u(a));
    }

    static V128 extend_low_i8x16_u(V128 a) {
        return V128.of(spread(a.low() & 0xffff_ffffL), spread(a.low() >>> 32));
    }

    static V128 extend_high_i8x16_u(V128 a) {
        return V128.of(spread(a.high() & 0xffff_ffffL), spread(a.high() >>> 32));
    }

    /** From four bytes to the lower bytes of four lanes. */
    private static long spread(long x) {
        long pairs = (x | x << 16) & 0x0000_ffff_0000_ffffL;
        return (pairs | pairs << 8) & 0x00ff_00ff_00ff_00ffL;
    }

    private static V128 signed(V128 bytes) {
        return shr_s(shl(bytes, 8), 8);
    }

    static V128 extmul_low_i8x16_s(V128 a, V128 b) {
        return mul(extend_low_i8x16_s(a), extend_low_i8x16_s(b));
    }

    static V128 extmul_high_i8x16_s(V128 a, V128 b) {
        return mul(extend_high_i8x16_s(a), extend_high_i8x16_s(b));
    }

    static V128 extmul_low_i8x16_u(V128 a, V128 b) {
        return mul(extend_low_i8x16_u(a), extend_low_i8x16_u(b));
    }

    static V128 extmul_high_i8x16_u(V128 a, V128 b) {
        return mul(extend_high_i8x16_u(a), extend_high_i8x16_u(b));
    }

    // From lanes twice as wide, those out of range becoming the nearest in range.

    static V128 narrow_i32x4_s(V128 a, V128 b) {
        return V128.of(clamp(a, Short.MIN_VALUE, Short.MAX_VALUE), clamp(b, Short.MIN_VALUE, Short.MAX_VALUE));
    }

    static V128 narrow_i32x4_u(V128 a, V128 b) {
        return V128.of(clamp(a, 0, 0xffff), clamp(b, 0, 0xffff));
    }

    private static long clamp(V128 a, int least, int greatest) {
        return clamp(a.low(), least, greatest) | clamp(a.high(), least, greatest) << 32;
    }

    private static long clamp(long a, int least, int greatest) {
        return Math.clamp((int) a, least, greatest) & 0xffffL | (Math.clamp((int) (a >> 32), least, greatest) & 0xffffL) << 16;
    }
}
