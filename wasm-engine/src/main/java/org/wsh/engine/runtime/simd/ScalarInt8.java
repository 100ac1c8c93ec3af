// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import static org.wsh.engine.runtime.simd.Swar.SIGNS8;

import org.wsh.engine.runtime.V128;

/** The instructions on 16 lanes of 8 bits, i8x16, in general registers. */
final class ScalarInt8 {
    private ScalarInt8() {}

    // Lanes in and out.

    static V128 splat(int x) {
        long all = (x & 0xffL) * 0x0101_0101_0101_0101L;
        return V128.of(all, all);
    }

    static int extract_lane_s(V128 a, int lane) {
        return (byte) extract_lane_u(a, lane);
    }

    static int extract_lane_u(V128 a, int lane) {
        return (int) ((lane < 8 ? a.low() : a.high()) >>> (lane & 7) * 8) & 0xff;
    }

    static V128 replace_lane(V128 a, int x, int lane) {
        return ScalarWhole.replace(a, x & 0xffL, 0xffL, lane * 8);
    }

    /** Lanes of {@code a} by the indices in {@code b}; 0 for those out of range. */
    static V128 swizzle(V128 a, V128 b) {
        return V128.of(swizzle(a, b.low()), swizzle(a, b.high()));
    }

    private static long swizzle(V128 a, long indices) {
        long result = 0;
        for (int i = 0; i < 64; i += 8) {
            int index = (int) (indices >>> i) & 0xff;
            result |= index < 16 ? (long) extract_lane_u(a, index) << i : 0;
        }
        return result;
    }

    static V128 relaxed_swizzle(V128 a, V128 b) {
        return swizzle(a, b);
    }

    /** Lanes of {@code a} (indices below 16) and {@code b}; the indices are the bytes of two longs, each below 32. */
    static V128 shuffle(V128 a, V128 b, long low, long high) {
        return V128.of(shuffle(a, b, low), shuffle(a, b, high));
    }

    private static long shuffle(V128 a, V128 b, long indices) {
        long result = 0;
        for (int i = 0; i < 64; i += 8) {
            int index = (int) (indices >>> i) & 31;
            result |= (long) (index < 16 ? extract_lane_u(a, index) : extract_lane_u(b, index - 16)) << i;
        }
        return result;
    }

    // Comparisons: lanes of all ones or zeros.

    static V128 eq(V128 a, V128 b) {
        return V128.of(Swar.eq(a.low(), b.low(), SIGNS8, 8), Swar.eq(a.high(), b.high(), SIGNS8, 8));
    }

    static V128 ne(V128 a, V128 b) {
        return ScalarWhole.not(eq(a, b));
    }

    static V128 lt_s(V128 a, V128 b) {
        return V128.of(Swar.ltS(a.low(), b.low(), SIGNS8, 8), Swar.ltS(a.high(), b.high(), SIGNS8, 8));
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
        return V128.of(Swar.ltU(a.low(), b.low(), SIGNS8, 8), Swar.ltU(a.high(), b.high(), SIGNS8, 8));
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
        return Swar.allTrue(a.low(), SIGNS8) && Swar.allTrue(a.high(), SIGNS8) ? 1 : 0;
    }

    static int bitmask(V128 a) {
        return Swar.bitmask(a.low(), SIGNS8) | Swar.bitmask(a.high(), SIGNS8) << 8;
    }

    // Shifts, by a count modulo the width.

    static V128 shl(V128 a, int n) {
        return V128.of(Swar.shl(a.low(), n & 7, SIGNS8, 8), Swar.shl(a.high(), n & 7, SIGNS8, 8));
    }

    static V128 shr_s(V128 a, int n) {
        return V128.of(Swar.shrS(a.low(), n & 7, SIGNS8, 8), Swar.shrS(a.high(), n & 7, SIGNS8, 8));
    }

    static V128 shr_u(V128 a, int n) {
        return V128.of(Swar.shrU(a.low(), n & 7, SIGNS8, 8), Swar.shrU(a.high(), n & 7, SIGNS8, 8));
    }

    // Arithmetic.

    static V128 abs(V128 a) {
        return V128.of(Swar.abs(a.low(), SIGNS8, 8), Swar.abs(a.high(), SIGNS8, 8));
    }

    static V128 neg(V128 a) {
        return V128.of(Swar.sub(0, a.low(), SIGNS8), Swar.sub(0, a.high(), SIGNS8));
    }

    static V128 add(V128 a, V128 b) {
        return V128.of(Swar.add(a.low(), b.low(), SIGNS8), Swar.add(a.high(), b.high(), SIGNS8));
    }

    static V128 sub(V128 a, V128 b) {
        return V128.of(Swar.sub(a.low(), b.low(), SIGNS8), Swar.sub(a.high(), b.high(), SIGNS8));
    }

    static V128 add_sat_s(V128 a, V128 b) {
        return V128.of(Swar.addSatS(a.low(), b.low(), SIGNS8, 8), Swar.addSatS(a.high(), b.high(), SIGNS8, 8));
    }

    static V128 add_sat_u(V128 a, V128 b) {
        return V128.of(Swar.addSatU(a.low(), b.low(), SIGNS8, 8), Swar.addSatU(a.high(), b.high(), SIGNS8, 8));
    }

    static V128 sub_sat_s(V128 a, V128 b) {
        return V128.of(Swar.subSatS(a.low(), b.low(), SIGNS8, 8), Swar.subSatS(a.high(), b.high(), SIGNS8, 8));
    }

    static V128 sub_sat_u(V128 a, V128 b) {
        return V128.of(Swar.subSatU(a.low(), b.low(), SIGNS8, 8), Swar.subSatU(a.high(), b.high(), SIGNS8, 8));
    }

    static V128 avgr_u(V128 a, V128 b) {
        return V128.of(Swar.avgrU(a.low(), b.low(), SIGNS8), Swar.avgrU(a.high(), b.high(), SIGNS8));
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

    static V128 popcnt(V128 a) {
        return V128.of(popcnt(a.low()), popcnt(a.high()));
    }

    private static long popcnt(long x) {
        long pairs = x - (x >>> 1 & 0x5555_5555_5555_5555L);
        long fours = (pairs & 0x3333_3333_3333_3333L) + (pairs >>> 2 & 0x3333_3333_3333_3333L);
        return fours + (fours >>> 4) & 0x0f0f_0f0f_0f0f_0f0fL;
    }

    // From lanes twice as wide, those out of range becoming the nearest in range.

    static V128 narrow_i16x8_s(V128 a, V128 b) {
        return narrow(clamp(a, -128, 127), clamp(b, -128, 127));
    }

    static V128 narrow_i16x8_u(V128 a, V128 b) {
        return narrow(clamp(a, 0, 255), clamp(b, 0, 255));
    }

    private static V128 clamp(V128 a, int least, int greatest) {
        return ScalarInt16.min_s(ScalarInt16.max_s(a, ScalarInt16.splat(least)), ScalarInt16.splat(greatest));
    }

    private static V128 narrow(V128 a, V128 b) {
        return V128.of(lowBytes(a.low()) | lowBytes(a.high()) << 32, lowBytes(b.low()) | lowBytes(b.high()) << 32);
    }

    /** Bytes 0, 2, 4, 6 together. */
    private static long lowBytes(long x) {
        long pairs = (x & 0x00ff_00ff_00ff_00ffL | (x & 0x00ff_00ff_00ff_00ffL) >>> 8) & 0x0000_ffff_0000_ffffL;
        return (pairs | pairs >>> 16) & 0xffff_ffffL;
    }
}
