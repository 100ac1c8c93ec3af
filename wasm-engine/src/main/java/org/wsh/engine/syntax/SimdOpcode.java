// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/**
 * The vector instructions, prefix 0xfd: number, name, and {@link Form}, which is what they take, give, and have as immediates. Of the relaxed ones, numbers
 * from 0x100 on, the results are always those of the spec's deterministic profile.
 */
public final class SimdOpcode {
    public static final int FIRST = 0xfd00;
    public static final int V128_LOAD = 0xfd00, V128_STORE = 0xfd0b, V128_CONST = 0xfd0c;

    /** Operands, result, immediates; x is the type of one lane outside of a vector: i32 for the narrow ones. */
    public enum Form {
        /** 16 bytes: () to v128. */
        CONST,
        /** memarg: (address) to v128. */
        LOAD,
        /** memarg: (address, v128) to (). */
        STORE,
        /** memarg, lane: (address, v128) to v128. */
        LOAD_LANE,
        /** memarg, lane: (address, v128) to (). */
        STORE_LANE,
        /** 16 lanes of two vectors: (v128, v128) to v128. */
        SHUFFLE,
        /** (x) to v128. */
        SPLAT,
        /** lane: (v128) to x. */
        EXTRACT,
        /** lane: (v128, x) to v128. */
        REPLACE,
        /** (v128, i32) to v128. */
        SHIFT,
        /** (v128) to i32. */
        TEST,
        /** (v128) to v128. */
        UNARY,
        BINARY,
        TERNARY
    }

    // By number, in the spec's order; - is a gap.
    private static final String[] NAMES = """
            v128.load v128.load8x8_s v128.load8x8_u v128.load16x4_s v128.load16x4_u v128.load32x2_s v128.load32x2_u
            v128.load8_splat v128.load16_splat v128.load32_splat v128.load64_splat v128.store v128.const
            i8x16.shuffle i8x16.swizzle i8x16.splat i16x8.splat i32x4.splat i64x2.splat f32x4.splat f64x2.splat
            i8x16.extract_lane_s i8x16.extract_lane_u i8x16.replace_lane i16x8.extract_lane_s i16x8.extract_lane_u i16x8.replace_lane
            i32x4.extract_lane i32x4.replace_lane i64x2.extract_lane i64x2.replace_lane
            f32x4.extract_lane f32x4.replace_lane f64x2.extract_lane f64x2.replace_lane
            i8x16.eq i8x16.ne i8x16.lt_s i8x16.lt_u i8x16.gt_s i8x16.gt_u i8x16.le_s i8x16.le_u i8x16.ge_s i8x16.ge_u
            i16x8.eq i16x8.ne i16x8.lt_s i16x8.lt_u i16x8.gt_s i16x8.gt_u i16x8.le_s i16x8.le_u i16x8.ge_s i16x8.ge_u
            i32x4.eq i32x4.ne i32x4.lt_s i32x4.lt_u i32x4.gt_s i32x4.gt_u i32x4.le_s i32x4.le_u i32x4.ge_s i32x4.ge_u
            f32x4.eq f32x4.ne f32x4.lt f32x4.gt f32x4.le f32x4.ge f64x2.eq f64x2.ne f64x2.lt f64x2.gt f64x2.le f64x2.ge
            v128.not v128.and v128.andnot v128.or v128.xor v128.bitselect v128.any_true
            v128.load8_lane v128.load16_lane v128.load32_lane v128.load64_lane
            v128.store8_lane v128.store16_lane v128.store32_lane v128.store64_lane v128.load32_zero v128.load64_zero
            f32x4.demote_f64x2_zero f64x2.promote_low_f32x4
            i8x16.abs i8x16.neg i8x16.popcnt i8x16.all_true i8x16.bitmask i8x16.narrow_i16x8_s i8x16.narrow_i16x8_u
            f32x4.ceil f32x4.floor f32x4.trunc f32x4.nearest
            i8x16.shl i8x16.shr_s i8x16.shr_u i8x16.add i8x16.add_sat_s i8x16.add_sat_u i8x16.sub i8x16.sub_sat_s i8x16.sub_sat_u
            f64x2.ceil f64x2.floor i8x16.min_s i8x16.min_u i8x16.max_s i8x16.max_u f64x2.trunc i8x16.avgr_u
            i16x8.extadd_pairwise_i8x16_s i16x8.extadd_pairwise_i8x16_u i32x4.extadd_pairwise_i16x8_s i32x4.extadd_pairwise_i16x8_u
            i16x8.abs i16x8.neg i16x8.q15mulr_sat_s i16x8.all_true i16x8.bitmask i16x8.narrow_i32x4_s i16x8.narrow_i32x4_u
            i16x8.extend_low_i8x16_s i16x8.extend_high_i8x16_s i16x8.extend_low_i8x16_u i16x8.extend_high_i8x16_u
            i16x8.shl i16x8.shr_s i16x8.shr_u i16x8.add i16x8.add_sat_s i16x8.add_sat_u i16x8.sub i16x8.sub_sat_s i16x8.sub_sat_u
            f64x2.nearest i16x8.mul i16x8.min_s i16x8.min_u i16x8.max_s i16x8.max_u - i16x8.avgr_u
            i16x8.extmul_low_i8x16_s i16x8.extmul_high_i8x16_s i16x8.extmul_low_i8x16_u i16x8.extmul_high_i8x16_u
            i32x4.abs i32x4.neg - i32x4.all_true i32x4.bitmask - -
            i32x4.extend_low_i16x8_s i32x4.extend_high_i16x8_s i32x4.extend_low_i16x8_u i32x4.extend_high_i16x8_u
            i32x4.shl i32x4.shr_s i32x4.shr_u i32x4.add - - i32x4.sub - - - i32x4.mul i32x4.min_s i32x4.min_u i32x4.max_s i32x4.max_u
            i32x4.dot_i16x8_s - i32x4.extmul_low_i16x8_s i32x4.extmul_high_i16x8_s i32x4.extmul_low_i16x8_u i32x4.extmul_high_i16x8_u
            i64x2.abs i64x2.neg - i64x2.all_true i64x2.bitmask - -
            i64x2.extend_low_i32x4_s i64x2.extend_high_i32x4_s i64x2.extend_low_i32x4_u i64x2.extend_high_i32x4_u
            i64x2.shl i64x2.shr_s i64x2.shr_u i64x2.add - - i64x2.sub - - - i64x2.mul
            i64x2.eq i64x2.ne i64x2.lt_s i64x2.gt_s i64x2.le_s i64x2.ge_s
            i64x2.extmul_low_i32x4_s i64x2.extmul_high_i32x4_s i64x2.extmul_low_i32x4_u i64x2.extmul_high_i32x4_u
            f32x4.abs f32x4.neg - f32x4.sqrt f32x4.add f32x4.sub f32x4.mul f32x4.div f32x4.min f32x4.max f32x4.pmin f32x4.pmax
            f64x2.abs f64x2.neg - f64x2.sqrt f64x2.add f64x2.sub f64x2.mul f64x2.div f64x2.min f64x2.max f64x2.pmin f64x2.pmax
            i32x4.trunc_sat_f32x4_s i32x4.trunc_sat_f32x4_u f32x4.convert_i32x4_s f32x4.convert_i32x4_u
            i32x4.trunc_sat_f64x2_s_zero i32x4.trunc_sat_f64x2_u_zero f64x2.convert_low_i32x4_s f64x2.convert_low_i32x4_u
            i8x16.relaxed_swizzle i32x4.relaxed_trunc_f32x4_s i32x4.relaxed_trunc_f32x4_u
            i32x4.relaxed_trunc_f64x2_s_zero i32x4.relaxed_trunc_f64x2_u_zero
            f32x4.relaxed_madd f32x4.relaxed_nmadd f64x2.relaxed_madd f64x2.relaxed_nmadd
            i8x16.relaxed_laneselect i16x8.relaxed_laneselect i32x4.relaxed_laneselect i64x2.relaxed_laneselect
            f32x4.relaxed_min f32x4.relaxed_max f64x2.relaxed_min f64x2.relaxed_max
            i16x8.relaxed_q15mulr_s i16x8.relaxed_dot_i8x16_i7x16_s i32x4.relaxed_dot_i8x16_i7x16_add_s
            """.strip().split("\\s+");
    private static final Form[] FORMS = new Form[NAMES.length];

    static {
        for (int i = 0; i < NAMES.length; i++) {
            FORMS[i] = NAMES[i].equals("-") ? null : form(method(FIRST + ((i & 0x100) << 8 | i & 0xff)));
        }
    }

    private SimdOpcode() {}

    /** Whether a code as {@code Immediates.opcode} gives it has the prefix 0xfd. */
    public static boolean isSimd(int op) {
        return (op & 0xff00) == FIRST;
    }

    /** Whether there is such an instruction. */
    public static boolean exists(int op) {
        int n = number(op);
        return n < FORMS.length && FORMS[n] != null;
    }

    /** The number that follows the prefix byte. */
    public static int number(int op) {
        return op & 0xff | op >> 8 & 0x100;
    }

    public static Form form(int op) {
        return FORMS[number(op)];
    }

    static String name(int op) {
        return NAMES[number(op)];
    }

    /** The name's first half: v128 or a shape. */
    public static String shape(int op) {
        String name = name(op);
        return name.substring(0, name.indexOf('.'));
    }

    /** The name's second half, by which the runtime calls the method that does it. */
    public static String method(int op) {
        String name = name(op);
        return name.substring(name.indexOf('.') + 1);
    }

    private static Form form(String method) {
        if (method.startsWith("load")) {
            return method.endsWith("_lane") ? Form.LOAD_LANE : Form.LOAD;
        }
        if (method.startsWith("store")) {
            return method.endsWith("_lane") ? Form.STORE_LANE : Form.STORE;
        }
        return switch (method) {
            case "const" -> Form.CONST;
            case "shuffle" -> Form.SHUFFLE;
            case "splat" -> Form.SPLAT;
            case "extract_lane", "extract_lane_s", "extract_lane_u" -> Form.EXTRACT;
            case "replace_lane" -> Form.REPLACE;
            case "shl", "shr_s", "shr_u" -> Form.SHIFT;
            case "any_true", "all_true", "bitmask" -> Form.TEST;
            case "not", "abs", "neg", "popcnt", "sqrt", "ceil", "floor", "trunc", "nearest" -> Form.UNARY;
            case "bitselect", "relaxed_madd", "relaxed_nmadd", "relaxed_laneselect", "relaxed_dot_i8x16_i7x16_add_s" -> Form.TERNARY;
            default -> isConversion(method) ? Form.UNARY : Form.BINARY;
        };
    }

    private static boolean isConversion(String method) {
        return method.startsWith("extend") || method.startsWith("extadd") || method.startsWith("convert") || method.startsWith("trunc_sat")
                || method.startsWith("relaxed_trunc") || method.startsWith("demote") || method.startsWith("promote");
    }

    /** The type that a splat takes, an extract gives and a replace takes. */
    public static int laneType(int op) {
        return switch (shape(op)) {
            case "i64x2" -> ValueType.I64;
            case "f32x4" -> ValueType.F32;
            case "f64x2" -> ValueType.F64;
            default -> ValueType.I32;
        };
    }

    /** Base-two logarithm of the bytes in memory that a load or store touches: its natural alignment. */
    public static int memoryWidth(int op) {
        return switch (number(op)) {
            case 0x00, 0x0b -> 4;                                                   // all of it
            case 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x57, 0x5b, 0x5d -> 3;   // load8x8_s ..., load64_splat, lanes, load64_zero
            case 0x09, 0x56, 0x5a, 0x5c -> 2;
            case 0x08, 0x55, 0x59 -> 1;
            default -> 0;
        };
    }

    /** How many lanes an instruction with a lane immediate chooses from. */
    public static int lanes(int op) {
        return switch (form(op)) {
            case LOAD_LANE, STORE_LANE -> 16 >> memoryWidth(op);
            case SHUFFLE -> 32;
            default -> switch (shape(op)) {
                case "i8x16" -> 16;
                case "i16x8" -> 8;
                case "i64x2", "f64x2" -> 2;
                default -> 4;
            };
        };
    }

    /** Whether it is float arithmetic on its lanes: as {@link Opcode#makesNans}; pmin and pmax return an operand as it is. */
    public static boolean makesNans(int op) {
        return shape(op).startsWith("f") && switch (method(op)) {
            case "add", "sub", "mul", "div", "min", "max", "sqrt", "ceil", "floor", "trunc", "nearest", "relaxed_madd", "relaxed_nmadd", "relaxed_min", "relaxed_max",
                 "demote_f64x2_zero", "promote_low_f32x4" -> true;
            default -> false;
        };
    }
}
