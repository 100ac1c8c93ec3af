// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.simd.Float32Lanes;
import org.wsh.engine.runtime.simd.Float64Lanes;
import org.wsh.engine.runtime.simd.Int16Lanes;
import org.wsh.engine.runtime.simd.Int32Lanes;
import org.wsh.engine.runtime.simd.Int64Lanes;
import org.wsh.engine.runtime.simd.Int8Lanes;
import org.wsh.engine.runtime.simd.WholeVector;

/** From a vector instruction's number to the method that does it. */
final class SimdTables {
    private SimdTables() {}

    static V128 unary(int number, V128 a) {
        return switch (number) {
            case 0x4d -> WholeVector.not(a);
            case 0x5e -> Float32Lanes.demote_f64x2_zero(a);
            case 0x5f -> Float64Lanes.promote_low_f32x4(a);
            case 0x60 -> Int8Lanes.abs(a);
            case 0x61 -> Int8Lanes.neg(a);
            case 0x62 -> Int8Lanes.popcnt(a);
            case 0x67 -> Float32Lanes.ceil(a);
            case 0x68 -> Float32Lanes.floor(a);
            case 0x69 -> Float32Lanes.trunc(a);
            case 0x6a -> Float32Lanes.nearest(a);
            case 0x74 -> Float64Lanes.ceil(a);
            case 0x75 -> Float64Lanes.floor(a);
            case 0x7a -> Float64Lanes.trunc(a);
            case 0x7c -> Int16Lanes.extadd_pairwise_i8x16_s(a);
            case 0x7d -> Int16Lanes.extadd_pairwise_i8x16_u(a);
            case 0x7e -> Int32Lanes.extadd_pairwise_i16x8_s(a);
            case 0x7f -> Int32Lanes.extadd_pairwise_i16x8_u(a);
            case 0x80 -> Int16Lanes.abs(a);
            case 0x81 -> Int16Lanes.neg(a);
            case 0x87 -> Int16Lanes.extend_low_i8x16_s(a);
            case 0x88 -> Int16Lanes.extend_high_i8x16_s(a);
            case 0x89 -> Int16Lanes.extend_low_i8x16_u(a);
            case 0x8a -> Int16Lanes.extend_high_i8x16_u(a);
            case 0x94 -> Float64Lanes.nearest(a);
            case 0xa0 -> Int32Lanes.abs(a);
            case 0xa1 -> Int32Lanes.neg(a);
            case 0xa7 -> Int32Lanes.extend_low_i16x8_s(a);
            case 0xa8 -> Int32Lanes.extend_high_i16x8_s(a);
            case 0xa9 -> Int32Lanes.extend_low_i16x8_u(a);
            case 0xaa -> Int32Lanes.extend_high_i16x8_u(a);
            case 0xc0 -> Int64Lanes.abs(a);
            case 0xc1 -> Int64Lanes.neg(a);
            case 0xc7 -> Int64Lanes.extend_low_i32x4_s(a);
            case 0xc8 -> Int64Lanes.extend_high_i32x4_s(a);
            case 0xc9 -> Int64Lanes.extend_low_i32x4_u(a);
            case 0xca -> Int64Lanes.extend_high_i32x4_u(a);
            case 0xe0 -> Float32Lanes.abs(a);
            case 0xe1 -> Float32Lanes.neg(a);
            case 0xe3 -> Float32Lanes.sqrt(a);
            case 0xec -> Float64Lanes.abs(a);
            case 0xed -> Float64Lanes.neg(a);
            case 0xef -> Float64Lanes.sqrt(a);
            case 0xf8 -> Int32Lanes.trunc_sat_f32x4_s(a);
            case 0xf9 -> Int32Lanes.trunc_sat_f32x4_u(a);
            case 0xfa -> Float32Lanes.convert_i32x4_s(a);
            case 0xfb -> Float32Lanes.convert_i32x4_u(a);
            case 0xfc -> Int32Lanes.trunc_sat_f64x2_s_zero(a);
            case 0xfd -> Int32Lanes.trunc_sat_f64x2_u_zero(a);
            case 0xfe -> Float64Lanes.convert_low_i32x4_s(a);
            case 0xff -> Float64Lanes.convert_low_i32x4_u(a);
            case 0x101 -> Int32Lanes.relaxed_trunc_f32x4_s(a);
            case 0x102 -> Int32Lanes.relaxed_trunc_f32x4_u(a);
            case 0x103 -> Int32Lanes.relaxed_trunc_f64x2_s_zero(a);
            case 0x104 -> Int32Lanes.relaxed_trunc_f64x2_u_zero(a);
            default -> throw new IllegalStateException("vector instruction 0x" + Integer.toHexString(number) + " passed validation");
        };
    }

    static V128 binary(int number, V128 a, V128 b) {
        return switch (number) {
            case 0x0e -> Int8Lanes.swizzle(a, b);
            case 0x23 -> Int8Lanes.eq(a, b);
            case 0x24 -> Int8Lanes.ne(a, b);
            case 0x25 -> Int8Lanes.lt_s(a, b);
            case 0x26 -> Int8Lanes.lt_u(a, b);
            case 0x27 -> Int8Lanes.gt_s(a, b);
            case 0x28 -> Int8Lanes.gt_u(a, b);
            case 0x29 -> Int8Lanes.le_s(a, b);
            case 0x2a -> Int8Lanes.le_u(a, b);
            case 0x2b -> Int8Lanes.ge_s(a, b);
            case 0x2c -> Int8Lanes.ge_u(a, b);
            case 0x2d -> Int16Lanes.eq(a, b);
            case 0x2e -> Int16Lanes.ne(a, b);
            case 0x2f -> Int16Lanes.lt_s(a, b);
            case 0x30 -> Int16Lanes.lt_u(a, b);
            case 0x31 -> Int16Lanes.gt_s(a, b);
            case 0x32 -> Int16Lanes.gt_u(a, b);
            case 0x33 -> Int16Lanes.le_s(a, b);
            case 0x34 -> Int16Lanes.le_u(a, b);
            case 0x35 -> Int16Lanes.ge_s(a, b);
            case 0x36 -> Int16Lanes.ge_u(a, b);
            case 0x37 -> Int32Lanes.eq(a, b);
            case 0x38 -> Int32Lanes.ne(a, b);
            case 0x39 -> Int32Lanes.lt_s(a, b);
            case 0x3a -> Int32Lanes.lt_u(a, b);
            case 0x3b -> Int32Lanes.gt_s(a, b);
            case 0x3c -> Int32Lanes.gt_u(a, b);
            case 0x3d -> Int32Lanes.le_s(a, b);
            case 0x3e -> Int32Lanes.le_u(a, b);
            case 0x3f -> Int32Lanes.ge_s(a, b);
            case 0x40 -> Int32Lanes.ge_u(a, b);
            case 0x41 -> Float32Lanes.eq(a, b);
            case 0x42 -> Float32Lanes.ne(a, b);
            case 0x43 -> Float32Lanes.lt(a, b);
            case 0x44 -> Float32Lanes.gt(a, b);
            case 0x45 -> Float32Lanes.le(a, b);
            case 0x46 -> Float32Lanes.ge(a, b);
            case 0x47 -> Float64Lanes.eq(a, b);
            case 0x48 -> Float64Lanes.ne(a, b);
            case 0x49 -> Float64Lanes.lt(a, b);
            case 0x4a -> Float64Lanes.gt(a, b);
            case 0x4b -> Float64Lanes.le(a, b);
            case 0x4c -> Float64Lanes.ge(a, b);
            case 0x4e -> WholeVector.and(a, b);
            case 0x4f -> WholeVector.andnot(a, b);
            case 0x50 -> WholeVector.or(a, b);
            case 0x51 -> WholeVector.xor(a, b);
            case 0x65 -> Int8Lanes.narrow_i16x8_s(a, b);
            case 0x66 -> Int8Lanes.narrow_i16x8_u(a, b);
            case 0x6e -> Int8Lanes.add(a, b);
            case 0x6f -> Int8Lanes.add_sat_s(a, b);
            case 0x70 -> Int8Lanes.add_sat_u(a, b);
            case 0x71 -> Int8Lanes.sub(a, b);
            case 0x72 -> Int8Lanes.sub_sat_s(a, b);
            case 0x73 -> Int8Lanes.sub_sat_u(a, b);
            case 0x76 -> Int8Lanes.min_s(a, b);
            case 0x77 -> Int8Lanes.min_u(a, b);
            case 0x78 -> Int8Lanes.max_s(a, b);
            case 0x79 -> Int8Lanes.max_u(a, b);
            case 0x7b -> Int8Lanes.avgr_u(a, b);
            case 0x82 -> Int16Lanes.q15mulr_sat_s(a, b);
            case 0x85 -> Int16Lanes.narrow_i32x4_s(a, b);
            case 0x86 -> Int16Lanes.narrow_i32x4_u(a, b);
            case 0x8e -> Int16Lanes.add(a, b);
            case 0x8f -> Int16Lanes.add_sat_s(a, b);
            case 0x90 -> Int16Lanes.add_sat_u(a, b);
            case 0x91 -> Int16Lanes.sub(a, b);
            case 0x92 -> Int16Lanes.sub_sat_s(a, b);
            case 0x93 -> Int16Lanes.sub_sat_u(a, b);
            case 0x95 -> Int16Lanes.mul(a, b);
            case 0x96 -> Int16Lanes.min_s(a, b);
            case 0x97 -> Int16Lanes.min_u(a, b);
            case 0x98 -> Int16Lanes.max_s(a, b);
            case 0x99 -> Int16Lanes.max_u(a, b);
            case 0x9b -> Int16Lanes.avgr_u(a, b);
            case 0x9c -> Int16Lanes.extmul_low_i8x16_s(a, b);
            case 0x9d -> Int16Lanes.extmul_high_i8x16_s(a, b);
            case 0x9e -> Int16Lanes.extmul_low_i8x16_u(a, b);
            case 0x9f -> Int16Lanes.extmul_high_i8x16_u(a, b);
            case 0xae -> Int32Lanes.add(a, b);
            case 0xb1 -> Int32Lanes.sub(a, b);
            case 0xb5 -> Int32Lanes.mul(a, b);
            case 0xb6 -> Int32Lanes.min_s(a, b);
            case 0xb7 -> Int32Lanes.min_u(a, b);
            case 0xb8 -> Int32Lanes.max_s(a, b);
            case 0xb9 -> Int32Lanes.max_u(a, b);
            case 0xba -> Int32Lanes.dot_i16x8_s(a, b);
            case 0xbc -> Int32Lanes.extmul_low_i16x8_s(a, b);
            case 0xbd -> Int32Lanes.extmul_high_i16x8_s(a, b);
            case 0xbe -> Int32Lanes.extmul_low_i16x8_u(a, b);
            case 0xbf -> Int32Lanes.extmul_high_i16x8_u(a, b);
            case 0xce -> Int64Lanes.add(a, b);
            case 0xd1 -> Int64Lanes.sub(a, b);
            case 0xd5 -> Int64Lanes.mul(a, b);
            case 0xd6 -> Int64Lanes.eq(a, b);
            case 0xd7 -> Int64Lanes.ne(a, b);
            case 0xd8 -> Int64Lanes.lt_s(a, b);
            case 0xd9 -> Int64Lanes.gt_s(a, b);
            case 0xda -> Int64Lanes.le_s(a, b);
            case 0xdb -> Int64Lanes.ge_s(a, b);
            case 0xdc -> Int64Lanes.extmul_low_i32x4_s(a, b);
            case 0xdd -> Int64Lanes.extmul_high_i32x4_s(a, b);
            case 0xde -> Int64Lanes.extmul_low_i32x4_u(a, b);
            case 0xdf -> Int64Lanes.extmul_high_i32x4_u(a, b);
            case 0xe4 -> Float32Lanes.add(a, b);
            case 0xe5 -> Float32Lanes.sub(a, b);
            case 0xe6 -> Float32Lanes.mul(a, b);
            case 0xe7 -> Float32Lanes.div(a, b);
            case 0xe8 -> Float32Lanes.min(a, b);
            case 0xe9 -> Float32Lanes.max(a, b);
            case 0xea -> Float32Lanes.pmin(a, b);
            case 0xeb -> Float32Lanes.pmax(a, b);
            case 0xf0 -> Float64Lanes.add(a, b);
            case 0xf1 -> Float64Lanes.sub(a, b);
            case 0xf2 -> Float64Lanes.mul(a, b);
            case 0xf3 -> Float64Lanes.div(a, b);
            case 0xf4 -> Float64Lanes.min(a, b);
            case 0xf5 -> Float64Lanes.max(a, b);
            case 0xf6 -> Float64Lanes.pmin(a, b);
            case 0xf7 -> Float64Lanes.pmax(a, b);
            case 0x100 -> Int8Lanes.relaxed_swizzle(a, b);
            case 0x10d -> Float32Lanes.relaxed_min(a, b);
            case 0x10e -> Float32Lanes.relaxed_max(a, b);
            case 0x10f -> Float64Lanes.relaxed_min(a, b);
            case 0x110 -> Float64Lanes.relaxed_max(a, b);
            case 0x111 -> Int16Lanes.relaxed_q15mulr_s(a, b);
            case 0x112 -> Int16Lanes.relaxed_dot_i8x16_i7x16_s(a, b);
            default -> throw new IllegalStateException("vector instruction 0x" + Integer.toHexString(number) + " passed validation");
        };
    }

    static V128 ternary(int number, V128 a, V128 b, V128 c) {
        return switch (number) {
            case 0x52 -> WholeVector.bitselect(a, b, c);
            case 0x105 -> Float32Lanes.relaxed_madd(a, b, c);
            case 0x106 -> Float32Lanes.relaxed_nmadd(a, b, c);
            case 0x107 -> Float64Lanes.relaxed_madd(a, b, c);
            case 0x108 -> Float64Lanes.relaxed_nmadd(a, b, c);
            case 0x109 -> Int8Lanes.relaxed_laneselect(a, b, c);
            case 0x10a -> Int16Lanes.relaxed_laneselect(a, b, c);
            case 0x10b -> Int32Lanes.relaxed_laneselect(a, b, c);
            case 0x10c -> Int64Lanes.relaxed_laneselect(a, b, c);
            case 0x113 -> Int32Lanes.relaxed_dot_i8x16_i7x16_add_s(a, b, c);
            default -> throw new IllegalStateException("vector instruction 0x" + Integer.toHexString(number) + " passed validation");
        };
    }

    static V128 shift(int number, V128 a, int n) {
        return switch (number) {
            case 0x6b -> Int8Lanes.shl(a, n);
            case 0x6c -> Int8Lanes.shr_s(a, n);
            case 0x6d -> Int8Lanes.shr_u(a, n);
            case 0x8b -> Int16Lanes.shl(a, n);
            case 0x8c -> Int16Lanes.shr_s(a, n);
            case 0x8d -> Int16Lanes.shr_u(a, n);
            case 0xab -> Int32Lanes.shl(a, n);
            case 0xac -> Int32Lanes.shr_s(a, n);
            case 0xad -> Int32Lanes.shr_u(a, n);
            case 0xcb -> Int64Lanes.shl(a, n);
            case 0xcc -> Int64Lanes.shr_s(a, n);
            case 0xcd -> Int64Lanes.shr_u(a, n);
            default -> throw new IllegalStateException("vector instruction 0x" + Integer.toHexString(number) + " passed validation");
        };
    }

    static int test(int number, V128 a) {
        return switch (number) {
            case 0x53 -> WholeVector.any_true(a);
            case 0x63 -> Int8Lanes.all_true(a);
            case 0x64 -> Int8Lanes.bitmask(a);
            case 0x83 -> Int16Lanes.all_true(a);
            case 0x84 -> Int16Lanes.bitmask(a);
            case 0xa3 -> Int32Lanes.all_true(a);
            case 0xa4 -> Int32Lanes.bitmask(a);
            case 0xc3 -> Int64Lanes.all_true(a);
            case 0xc4 -> Int64Lanes.bitmask(a);
            default -> throw new IllegalStateException("vector instruction 0x" + Integer.toHexString(number) + " passed validation");
        };
    }
}
