// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import org.wsh.engine.runtime.NumericInstructions;
import org.wsh.engine.syntax.Opcode;
import org.wsh.engine.syntax.ValueType;

/** Numeric instructions on bits: an i32 sign-extended, an f32 in the low half. One row an instruction, in the order of {@code OpcodeNames}. */
final class Numbers {
    private Numbers() {}

    static long apply(int op, long a, long b) {
        if (op >= 0xa7 && op <= 0xbf || op >= 0xfc00) {
            return convert(op, a);
        }
        return switch (Opcode.operand(op)) {
            case ValueType.I32 -> i32(op, (int) a, (int) b);
            case ValueType.I64 -> i64(op, a, b);
            case ValueType.F32 -> {
                float x = Float.intBitsToFloat((int) a), y = Float.intBitsToFloat((int) b);
                yield op <= 0x66 ? compare(op - 0x5b, x, y) : Float.floatToRawIntBits(f32(op, x, y));
            }
            default -> {
                double x = Double.longBitsToDouble(a), y = Double.longBitsToDouble(b);
                yield op <= 0x66 ? compare(op - 0x61, x, y) : Double.doubleToRawLongBits(f64(op, x, y));
            }
        };
    }

    private static int i32(int op, int a, int b) {
        return switch (op) {
            case 0x45 -> a == 0 ? 1 : 0;
            case 0x46 -> a == b ? 1 : 0;
            case 0x47 -> a != b ? 1 : 0;
            case 0x48 -> a < b ? 1 : 0;
            case 0x49 -> Integer.compareUnsigned(a, b) < 0 ? 1 : 0;
            case 0x4a -> a > b ? 1 : 0;
            case 0x4b -> Integer.compareUnsigned(a, b) > 0 ? 1 : 0;
            case 0x4c -> a <= b ? 1 : 0;
            case 0x4d -> Integer.compareUnsigned(a, b) <= 0 ? 1 : 0;
            case 0x4e -> a >= b ? 1 : 0;
            case 0x4f -> Integer.compareUnsigned(a, b) >= 0 ? 1 : 0;
            case 0x67 -> Integer.numberOfLeadingZeros(a);
            case 0x68 -> Integer.numberOfTrailingZeros(a);
            case 0x69 -> Integer.bitCount(a);
            case 0x6a -> a + b;
            case 0x6b -> a - b;
            case 0x6c -> a * b;
            case 0x6d -> NumericInstructions.divide(a, b);
            case 0x6e -> Integer.divideUnsigned(a, b);
            case 0x6f -> a % b;
            case 0x70 -> Integer.remainderUnsigned(a, b);
            case 0x71 -> a & b;
            case 0x72 -> a | b;
            case 0x73 -> a ^ b;
            case 0x74 -> a << b;
            case 0x75 -> a >> b;
            case 0x76 -> a >>> b;
            case 0x77 -> Integer.rotateLeft(a, b);
            case 0x78 -> Integer.rotateRight(a, b);
            case 0xc0 -> (byte) a;
            case 0xc1 -> (short) a;
            default -> throw unknown(op);
        };
    }

    private static long i64(int op, long a, long b) {
        return switch (op) {
            case 0x50 -> a == 0 ? 1 : 0;
            case 0x51 -> a == b ? 1 : 0;
            case 0x52 -> a != b ? 1 : 0;
            case 0x53 -> a < b ? 1 : 0;
            case 0x54 -> Long.compareUnsigned(a, b) < 0 ? 1 : 0;
            case 0x55 -> a > b ? 1 : 0;
            case 0x56 -> Long.compareUnsigned(a, b) > 0 ? 1 : 0;
            case 0x57 -> a <= b ? 1 : 0;
            case 0x58 -> Long.compareUnsigned(a, b) <= 0 ? 1 : 0;
            case 0x59 -> a >= b ? 1 : 0;
            case 0x5a -> Long.compareUnsigned(a, b) >= 0 ? 1 : 0;
            case 0x79 -> Long.numberOfLeadingZeros(a);
            case 0x7a -> Long.numberOfTrailingZeros(a);
            case 0x7b -> Long.bitCount(a);
            case 0x7c -> a + b;
            case 0x7d -> a - b;
            case 0x7e -> a * b;
            case 0x7f -> NumericInstructions.divide(a, b);
            case 0x80 -> Long.divideUnsigned(a, b);
            case 0x81 -> a % b;
            case 0x82 -> Long.remainderUnsigned(a, b);
            case 0x83 -> a & b;
            case 0x84 -> a | b;
            case 0x85 -> a ^ b;
            case 0x86 -> a << b;
            case 0x87 -> a >> b;
            case 0x88 -> a >>> b;
            case 0x89 -> Long.rotateLeft(a, (int) b);
            case 0x8a -> Long.rotateRight(a, (int) b);
            case 0xc2 -> (byte) a;
            case 0xc3 -> (short) a;
            case 0xc4 -> (int) a;
            default -> throw unknown(op);
        };
    }

    /** Widening a float keeps every comparison. */
    private static int compare(int comparison, double a, double b) {
        return switch (comparison) {
            case 0 -> a == b ? 1 : 0;
            case 1 -> a != b ? 1 : 0;
            case 2 -> a < b ? 1 : 0;
            case 3 -> a > b ? 1 : 0;
            case 4 -> a <= b ? 1 : 0;
            default -> a >= b ? 1 : 0;
        };
    }

    private static float f32(int op, float a, float b) {
        return switch (op) {
            case 0x8b -> Math.abs(a);
            case 0x8c -> -a;
            case 0x8d -> NumericInstructions.ceil(a);
            case 0x8e -> NumericInstructions.floor(a);
            case 0x8f -> NumericInstructions.trunc(a);
            case 0x90 -> NumericInstructions.nearest(a);
            case 0x91 -> (float) Math.sqrt(a);
            case 0x92 -> a + b;
            case 0x93 -> a - b;
            case 0x94 -> a * b;
            case 0x95 -> a / b;
            case 0x96 -> NumericInstructions.min(a, b);
            case 0x97 -> NumericInstructions.max(a, b);
            case 0x98 -> Math.copySign(a, b);
            default -> throw unknown(op);
        };
    }

    private static double f64(int op, double a, double b) {
        return switch (op) {
            case 0x99 -> Math.abs(a);
            case 0x9a -> -a;
            case 0x9b -> NumericInstructions.ceil(a);
            case 0x9c -> NumericInstructions.floor(a);
            case 0x9d -> NumericInstructions.trunc(a);
            case 0x9e -> NumericInstructions.nearest(a);
            case 0x9f -> Math.sqrt(a);
            case 0xa0 -> a + b;
            case 0xa1 -> a - b;
            case 0xa2 -> a * b;
            case 0xa3 -> a / b;
            case 0xa4 -> NumericInstructions.min(a, b);
            case 0xa5 -> NumericInstructions.max(a, b);
            case 0xa6 -> Math.copySign(a, b);
            default -> throw unknown(op);
        };
    }

    private static long convert(int op, long a) {
        return switch (op) {
            case 0xa7 -> (int) a;
            case 0xa8 -> NumericInstructions.truncateToI32(Float.intBitsToFloat((int) a));
            case 0xa9 -> NumericInstructions.truncateToU32(Float.intBitsToFloat((int) a));
            case 0xaa -> NumericInstructions.truncateToI32(Double.longBitsToDouble(a));
            case 0xab -> NumericInstructions.truncateToU32(Double.longBitsToDouble(a));
            case 0xac -> (int) a;
            case 0xad -> a & 0xffff_ffffL;
            case 0xae -> NumericInstructions.truncateToI64(Float.intBitsToFloat((int) a));
            case 0xaf -> NumericInstructions.truncateToU64(Float.intBitsToFloat((int) a));
            case 0xb0 -> NumericInstructions.truncateToI64(Double.longBitsToDouble(a));
            case 0xb1 -> NumericInstructions.truncateToU64(Double.longBitsToDouble(a));
            case 0xb2 -> Float.floatToRawIntBits((float) (int) a);
            case 0xb3 -> Float.floatToRawIntBits((float) (a & 0xffff_ffffL));
            case 0xb4 -> Float.floatToRawIntBits((float) a);
            case 0xb5 -> Float.floatToRawIntBits(NumericInstructions.convertU64ToF32(a));
            case 0xb6 -> Float.floatToRawIntBits((float) Double.longBitsToDouble(a));
            case 0xb7 -> Double.doubleToRawLongBits((double) (int) a);
            case 0xb8 -> Double.doubleToRawLongBits((double) (a & 0xffff_ffffL));
            case 0xb9 -> Double.doubleToRawLongBits((double) a);
            case 0xba -> Double.doubleToRawLongBits(NumericInstructions.convertU64ToF64(a));
            case 0xbb -> Double.doubleToRawLongBits((double) Float.intBitsToFloat((int) a));
            case 0xbc -> (int) a;
            case 0xbd -> a;
            case 0xbe -> (int) a;
            case 0xbf -> a;
            case 0xfc00 -> (int) Float.intBitsToFloat((int) a);
            case 0xfc01 -> NumericInstructions.saturateToU32(Float.intBitsToFloat((int) a));
            case 0xfc02 -> (int) Double.longBitsToDouble(a);
            case 0xfc03 -> NumericInstructions.saturateToU32(Double.longBitsToDouble(a));
            case 0xfc04 -> (long) Float.intBitsToFloat((int) a);
            case 0xfc05 -> NumericInstructions.saturateToU64(Float.intBitsToFloat((int) a));
            case 0xfc06 -> (long) Double.longBitsToDouble(a);
            case 0xfc07 -> NumericInstructions.saturateToU64(Double.longBitsToDouble(a));
            default -> throw unknown(op);
        };
    }

    /** {@code result} of {@code op} with the canonical NaN for any. */
    static long canonical(int op, long result) {
        return Opcode.result(op) == ValueType.F32 ? Float.floatToRawIntBits(NumericInstructions.canonical(Float.intBitsToFloat((int) result)))
                : Double.doubleToRawLongBits(NumericInstructions.canonical(Double.longBitsToDouble(result)));
    }

    private static IllegalStateException unknown(int op) {
        return new IllegalStateException("opcode 0x" + Integer.toHexString(op) + " is not numeric");
    }
}
