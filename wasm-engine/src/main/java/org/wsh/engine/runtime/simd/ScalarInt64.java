// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import org.wsh.engine.runtime.V128;

/** The instructions on 2 lanes of 64 bits, i64x2, in general registers. */
final class ScalarInt64 {
    private ScalarInt64() {}

    // Lanes in and out.

    static V128 splat(long x) {
        return V128.of(x, x);
    }

    static long extract_lane(V128 a, int lane) {
        return lane == 0 ? a.low() : a.high();
    }

    static V128 replace_lane(V128 a, long x, int lane) {
        return lane == 0 ? V128.of(x, a.high()) : V128.of(a.low(), x);
    }

    // Comparisons: lanes of all ones or zeros.

    private static long mask(boolean is) {
        return is ? -1 : 0;
    }

    static V128 eq(V128 a, V128 b) {
        return V128.of(mask(a.low() == b.low()), mask(a.high() == b.high()));
    }

    static V128 ne(V128 a, V128 b) {
        return V128.of(mask(a.low() != b.low()), mask(a.high() != b.high()));
    }

    static V128 lt_s(V128 a, V128 b) {
        return V128.of(mask(a.low() < b.low()), mask(a.high() < b.high()));
    }

    static V128 gt_s(V128 a, V128 b) {
        return V128.of(mask(a.low() > b.low()), mask(a.high() > b.high()));
    }

    static V128 le_s(V128 a, V128 b) {
        return V128.of(mask(a.low() <= b.low()), mask(a.high() <= b.high()));
    }

    static V128 ge_s(V128 a, V128 b) {
        return V128.of(mask(a.low() >= b.low()), mask(a.high() >= b.high()));
    }

    // Tests.

    static int all_true(V128 a) {
        return a.low() != 0 && a.high() != 0 ? 1 : 0;
    }

    static int bitmask(V128 a) {
        return (int) (a.low() >>> 63 | a.high() >>> 63 << 1);
    }

    // Shifts, by a count modulo the width as Java's own are.

    static V128 shl(V128 a, int n) {
        return V128.of(a.low() << n, a.high() << n);
    }

    static V128 shr_s(V128 a, int n) {
        return V128.of(a.low() >> n, a.high() >> n);
    }

    static V128 shr_u(V128 a, int n) {
        return V128.of(a.low() >>> n, a.high() >>> n);
    }

    // Arithmetic.

    static V128 abs(V128 a) {
        return V128.of(Math.abs(a.low()), Math.abs(a.high()));
    }

    static V128 neg(V128 a) {
        return V128.of(-a.low(), -a.high());
    }

    static V128 add(V128 a, V128 b) {
        return V128.of(a.low() + b.low(), a.high() + b.high());
    }

    static V128 sub(V128 a, V128 b) {
        return V128.of(a.low() - b.low(), a.high() - b.high());
    }

    static V128 mul(V128 a, V128 b) {
        return V128.of(a.low() * b.low(), a.high() * b.high());
    }

    static V128 relaxed_laneselect(V128 a, V128 b, V128 mask) {
        return ScalarWhole.bitselect(a, b, mask);
    }

    // From lanes half as wide.

    static V128 extend_low_i32x4_s(V128 a) {
        return V128.of((int) a.low(), a.low() >> 32);
    }

    static V128 extend_low_i32x4_u(V128 a) {
        return V128.of(a.low() & 0xffff_ffffL, a.low() >>> 32);
    }

    static V128 extend_high_i32x4_s(V128 a) {
        return V128.of((int) a.high(), a.high() >> 32);
    }

    static V128 extend_high_i32x4_u(V128 a) {
        return V128.of(a.high() & 0xffff_ffffL, a.high() >>> 32);
    }

    static V128 extmul_low_i32x4_s(V128 a, V128 b) {
        return mul(extend_low_i32x4_s(a), extend_low_i32x4_s(b));
    }

    static V128 extmul_low_i32x4_u(V128 a, V128 b) {
        return mul(extend_low_i32x4_u(a), extend_low_i32x4_u(b));
    }

    static V128 extmul_high_i32x4_s(V128 a, V128 b) {
        return mul(extend_high_i32x4_s(a), extend_high_i32x4_s(b));
    }

    static V128 extmul_high_i32x4_u(V128 a, V128 b) {
        return mul(extend_high_i32x4_u(a), extend_high_i32x4_u(b));
    }
}
