// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import org.wsh.engine.runtime.V128;

/** From an instruction's number to the method that does it in general registers, for those that vector registers do too. */
final class Scalar {
    private Scalar() {}

    static V128 unary(int number, V128 a) {
        return switch (number) {
            case 0x60 -> ScalarInt8.abs(a);
            case 0x61 -> ScalarInt8.neg(a);
            case 0x80 -> ScalarInt16.abs(a);
            case 0x81 -> ScalarInt16.neg(a);
            case 0xa0 -> ScalarInt32.abs(a);
            case 0xa1 -> ScalarInt32.neg(a);
            case 0xc0 -> ScalarInt64.abs(a);
            case 0xc1 -> ScalarInt64.neg(a);
            case 0xe3 -> ScalarFloat32.sqrt(a);
            case 0xef -> ScalarFloat64.sqrt(a);
            default -> throw new IllegalStateException("no vector operation 0x" + Integer.toHexString(number));
        };
    }

    static V128 binary(int number, V128 a, V128 b) {
        return switch (number) {
            case 0x23 -> ScalarInt8.eq(a, b);
            case 0x24 -> ScalarInt8.ne(a, b);
            case 0x25 -> ScalarInt8.lt_s(a, b);
            case 0x26 -> ScalarInt8.lt_u(a, b);
            case 0x27 -> ScalarInt8.gt_s(a, b);
            case 0x28 -> ScalarInt8.gt_u(a, b);
            case 0x29 -> ScalarInt8.le_s(a, b);
            case 0x2a -> ScalarInt8.le_u(a, b);
            case 0x2b -> ScalarInt8.ge_s(a, b);
            case 0x2c -> ScalarInt8.ge_u(a, b);
            case 0x2d -> ScalarInt16.eq(a, b);
            case 0x2e -> ScalarInt16.ne(a, b);
            case 0x2f -> ScalarInt16.lt_s(a, b);
            case 0x30 -> ScalarInt16.lt_u(a, b);
            case 0x31 -> ScalarInt16.gt_s(a, b);
            case 0x32 -> ScalarInt16.gt_u(a, b);
            case 0x33 -> ScalarInt16.le_s(a, b);
            case 0x34 -> ScalarInt16.le_u(a, b);
            case 0x35 -> ScalarInt16.ge_s(a, b);
            case 0x36 -> ScalarInt16.ge_u(a, b);
            case 0x37 -> ScalarInt32.eq(a, b);
            case 0x38 -> ScalarInt32.ne(a, b);
            case 0x39 -> ScalarInt32.lt_s(a, b);
            case 0x3a -> ScalarInt32.lt_u(a, b);
            case 0x3b -> ScalarInt32.gt_s(a, b);
            case 0x3c -> ScalarInt32.gt_u(a, b);
            case 0x3d -> ScalarInt32.le_s(a, b);
            case 0x3e -> ScalarInt32.le_u(a, b);
            case 0x3f -> ScalarInt32.ge_s(a, b);
            case 0x40 -> ScalarInt32.ge_u(a, b);
            case 0x41 -> ScalarFloat32.eq(a, b);
            case 0x42 -> ScalarFloat32.ne(a, b);
            case 0x43 -> ScalarFloat32.lt(a, b);
            case 0x44 -> ScalarFloat32.gt(a, b);
            case 0x45 -> ScalarFloat32.le(a, b);
            case 0x46 -> ScalarFloat32.ge(a, b);
            case 0x47 -> ScalarFloat64.eq(a, b);
            case 0x48 -> ScalarFloat64.ne(a, b);
            case 0x49 -> ScalarFloat64.lt(a, b);
            case 0x4a -> ScalarFloat64.gt(a, b);
            case 0x4b -> ScalarFloat64.le(a, b);
            case 0x4c -> ScalarFloat64.ge(a, b);
            case 0x4e -> ScalarWhole.and(a, b);
            case 0x50 -> ScalarWhole.or(a, b);
            case 0x51 -> ScalarWhole.xor(a, b);
            case 0x6e -> ScalarInt8.add(a, b);
            case 0x6f -> ScalarInt8.add_sat_s(a, b);
            case 0x70 -> ScalarInt8.add_sat_u(a, b);
            case 0x71 -> ScalarInt8.sub(a, b);
            case 0x72 -> ScalarInt8.sub_sat_s(a, b);
            case 0x73 -> ScalarInt8.sub_sat_u(a, b);
            case 0x76 -> ScalarInt8.min_s(a, b);
            case 0x77 -> ScalarInt8.min_u(a, b);
            case 0x78 -> ScalarInt8.max_s(a, b);
            case 0x79 -> ScalarInt8.max_u(a, b);
            case 0x8e -> ScalarInt16.add(a, b);
            case 0x8f -> ScalarInt16.add_sat_s(a, b);
            case 0x90 -> ScalarInt16.add_sat_u(a, b);
            case 0x91 -> ScalarInt16.sub(a, b);
            case 0x92 -> ScalarInt16.sub_sat_s(a, b);
            case 0x93 -> ScalarInt16.sub_sat_u(a, b);
            case 0x95 -> ScalarInt16.mul(a, b);
            case 0x96 -> ScalarInt16.min_s(a, b);
            case 0x97 -> ScalarInt16.min_u(a, b);
            case 0x98 -> ScalarInt16.max_s(a, b);
            case 0x99 -> ScalarInt16.max_u(a, b);
            case 0xae -> ScalarInt32.add(a, b);
            case 0xb1 -> ScalarInt32.sub(a, b);
            case 0xb5 -> ScalarInt32.mul(a, b);
            case 0xb6 -> ScalarInt32.min_s(a, b);
            case 0xb7 -> ScalarInt32.min_u(a, b);
            case 0xb8 -> ScalarInt32.max_s(a, b);
            case 0xb9 -> ScalarInt32.max_u(a, b);
            case 0xce -> ScalarInt64.add(a, b);
            case 0xd1 -> ScalarInt64.sub(a, b);
            case 0xd5 -> ScalarInt64.mul(a, b);
            case 0xd6 -> ScalarInt64.eq(a, b);
            case 0xd7 -> ScalarInt64.ne(a, b);
            case 0xd8 -> ScalarInt64.lt_s(a, b);
            case 0xd9 -> ScalarInt64.gt_s(a, b);
            case 0xda -> ScalarInt64.le_s(a, b);
            case 0xdb -> ScalarInt64.ge_s(a, b);
            case 0xe4 -> ScalarFloat32.add(a, b);
            case 0xe5 -> ScalarFloat32.sub(a, b);
            case 0xe6 -> ScalarFloat32.mul(a, b);
            case 0xe7 -> ScalarFloat32.div(a, b);
            case 0xe8 -> ScalarFloat32.min(a, b);
            case 0xe9 -> ScalarFloat32.max(a, b);
            case 0xf0 -> ScalarFloat64.add(a, b);
            case 0xf1 -> ScalarFloat64.sub(a, b);
            case 0xf2 -> ScalarFloat64.mul(a, b);
            case 0xf3 -> ScalarFloat64.div(a, b);
            default -> throw new IllegalStateException("no vector operation 0x" + Integer.toHexString(number));
        };
    }

    static V128 shift(int number, V128 a, int n) {
        return switch (number) {
            case 0x6b -> ScalarInt8.shl(a, n);
            case 0x6c -> ScalarInt8.shr_s(a, n);
            case 0x6d -> ScalarInt8.shr_u(a, n);
            case 0x8b -> ScalarInt16.shl(a, n);
            case 0x8c -> ScalarInt16.shr_s(a, n);
            case 0x8d -> ScalarInt16.shr_u(a, n);
            case 0xab -> ScalarInt32.shl(a, n);
            case 0xac -> ScalarInt32.shr_s(a, n);
            case 0xad -> ScalarInt32.shr_u(a, n);
            case 0xcb -> ScalarInt64.shl(a, n);
            case 0xcc -> ScalarInt64.shr_s(a, n);
            case 0xcd -> ScalarInt64.shr_u(a, n);
            default -> throw new IllegalStateException("no vector operation 0x" + Integer.toHexString(number));
        };
    }

    // Masks.

    /** One for each lane, which is all ones or zeros. */
    static boolean[] booleans(V128 lanes, int n) {
        var mask = new boolean[n];
        for (int i = 0; i < n; i++) {
            mask[i] = ((i < n / 2 ? lanes.low() : lanes.high()) >>> i % (n / 2) * (128 / n) & 1) != 0;
        }
        return mask;
    }

    static long bits(boolean[] mask) {
        long bits = 0;
        for (int i = 0; i < mask.length; i++) {
            bits |= mask[i] ? 1L << i : 0;
        }
        return bits;
    }

    static V128 lanes(boolean[] mask) {
        int n = mask.length;
        long low = 0, high = 0;
        for (int i = 0; i < n / 2; i++) {
            long lane = -1L >>> 64 - 128 / n << 128 / n * i;
            low |= mask[i] ? lane : 0;
            high |= mask[i + n / 2] ? lane : 0;
        }
        return V128.of(low, high);
    }
}
