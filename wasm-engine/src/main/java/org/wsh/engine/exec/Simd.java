// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.simd.Float32Lanes;
import org.wsh.engine.runtime.simd.Float64Lanes;
import org.wsh.engine.runtime.simd.Int16Lanes;
import org.wsh.engine.runtime.simd.Int32Lanes;
import org.wsh.engine.runtime.simd.Int64Lanes;
import org.wsh.engine.runtime.simd.Int8Lanes;
import org.wsh.engine.syntax.SimdOpcode;

/** Vector instructions. Vectors are among the references. */
final class Simd {
    private Simd() {}

    /** Returns the new height. */
    static int execute(int op, int[] code, int pc, Instance instance, long[] v, Object[] r, int top) {
        int number = SimdOpcode.number(op);
        switch (SimdOpcode.form(op)) {
            case CONST -> r[top++] = V128.of(wide(code, pc), wide(code, pc + 2));
            case LOAD -> r[top - 1] = SimdAccess.load(op, code, pc, instance, v[top - 1], null);
            case STORE, STORE_LANE -> {
                top -= 2;
                SimdAccess.store(op, code, pc, instance, v[top], (V128) r[top + 1]);
            }
            case LOAD_LANE -> {
                top--;
                r[top - 1] = SimdAccess.load(op, code, pc, instance, v[top - 1], (V128) r[top]);
            }
            case SHUFFLE -> {
                top--;
                r[top - 1] = Int8Lanes.shuffle((V128) r[top - 1], (V128) r[top], wide(code, pc), wide(code, pc + 2));
            }
            case SPLAT -> r[top - 1] = splat(number, v[top - 1]);
            case EXTRACT -> v[top - 1] = extract(number, (V128) r[top - 1], code[pc]);
            case REPLACE -> {
                top--;
                r[top - 1] = replace(number, (V128) r[top - 1], v[top], code[pc]);
            }
            case SHIFT -> {
                top--;
                r[top - 1] = SimdTables.shift(number, (V128) r[top - 1], (int) v[top]);
            }
            case TEST -> v[top - 1] = SimdTables.test(number, (V128) r[top - 1]);
            case UNARY -> r[top - 1] = SimdTables.unary(number, (V128) r[top - 1]);
            case BINARY -> {
                top--;
                r[top - 1] = SimdTables.binary(number, (V128) r[top - 1], (V128) r[top]);
            }
            case TERNARY -> {
                top -= 2;
                r[top - 1] = SimdTables.ternary(number, (V128) r[top - 1], (V128) r[top], (V128) r[top + 1]);
            }
        }
        return top;
    }

    /** {@code result} of {@code op} with the canonical NaN for any in its lanes. */
    static V128 canonical(int op, V128 result) {
        return SimdOpcode.shape(op).equals("f32x4") ? Float32Lanes.canonical(result) : Float64Lanes.canonical(result);
    }

    private static long wide(int[] code, int at) {
        return code[at] & 0xffff_ffffL | (long) code[at + 1] << 32;
    }

    private static V128 splat(int number, long x) {
        return switch (number) {
            case 0x0f -> Int8Lanes.splat((int) x);
            case 0x10 -> Int16Lanes.splat((int) x);
            case 0x11 -> Int32Lanes.splat((int) x);
            case 0x12 -> Int64Lanes.splat(x);
            case 0x13 -> Float32Lanes.splat(Float.intBitsToFloat((int) x));
            case 0x14 -> Float64Lanes.splat(Double.longBitsToDouble(x));
            default -> throw new IllegalStateException("vector instruction 0x" + Integer.toHexString(number) + " passed validation");
        };
    }

    private static long extract(int number, V128 a, int lane) {
        return switch (number) {
            case 0x15 -> Int8Lanes.extract_lane_s(a, lane);
            case 0x16 -> Int8Lanes.extract_lane_u(a, lane);
            case 0x18 -> Int16Lanes.extract_lane_s(a, lane);
            case 0x19 -> Int16Lanes.extract_lane_u(a, lane);
            case 0x1b -> Int32Lanes.extract_lane(a, lane);
            case 0x1d -> Int64Lanes.extract_lane(a, lane);
            case 0x1f -> Float.floatToRawIntBits(Float32Lanes.extract_lane(a, lane));
            case 0x21 -> Double.doubleToRawLongBits(Float64Lanes.extract_lane(a, lane));
            default -> throw new IllegalStateException("vector instruction 0x" + Integer.toHexString(number) + " passed validation");
        };
    }

    private static V128 replace(int number, V128 a, long x, int lane) {
        return switch (number) {
            case 0x17 -> Int8Lanes.replace_lane(a, (int) x, lane);
            case 0x1a -> Int16Lanes.replace_lane(a, (int) x, lane);
            case 0x1c -> Int32Lanes.replace_lane(a, (int) x, lane);
            case 0x1e -> Int64Lanes.replace_lane(a, x, lane);
            case 0x20 -> Float32Lanes.replace_lane(a, Float.intBitsToFloat((int) x), lane);
            case 0x22 -> Float64Lanes.replace_lane(a, Double.longBitsToDouble(x), lane);
            default -> throw new IllegalStateException("vector instruction 0x" + Integer.toHexString(number) + " passed validation");
        };
    }
}
