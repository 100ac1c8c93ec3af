// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

import static org.wsh.engine.syntax.ValueType.F32;
import static org.wsh.engine.syntax.ValueType.F64;
import static org.wsh.engine.syntax.ValueType.I32;
import static org.wsh.engine.syntax.ValueType.I64;

/**
 * The instructions' codes. Those after a prefix byte 0xfc are 0xfc00 + their number.
 * Numeric instructions are described by a table: what they take, how many of it, what they give.
 */
public final class Opcode {
    public static final int UNREACHABLE = 0x00, NOP = 0x01, BLOCK = 0x02, LOOP = 0x03, IF = 0x04, ELSE = 0x05, END = 0x0b;
    public static final int TRY_TABLE = 0x1f, THROW = 0x08, THROW_REF = 0x0a;
    /** Exceptions as toolchains wrote them before the standard's. */
    public static final int TRY = 0x06, CATCH = 0x07, RETHROW = 0x09, DELEGATE = 0x18, CATCH_ALL = 0x19;
    public static final int BR = 0x0c, BR_IF = 0x0d, BR_TABLE = 0x0e, RETURN = 0x0f, CALL = 0x10, CALL_INDIRECT = 0x11;
    public static final int RETURN_CALL = 0x12, RETURN_CALL_INDIRECT = 0x13, CALL_REF = 0x14, RETURN_CALL_REF = 0x15, LAST_CALL = 0x15;
    public static final int DROP = 0x1a, SELECT = 0x1b, SELECT_TYPED = 0x1c;
    public static final int LOCAL_GET = 0x20, LOCAL_SET = 0x21, LOCAL_TEE = 0x22, GLOBAL_GET = 0x23, GLOBAL_SET = 0x24;
    public static final int TABLE_GET = 0x25, TABLE_SET = 0x26;
    public static final int I32_LOAD = 0x28, I64_LOAD = 0x29, F32_LOAD = 0x2a, F64_LOAD = 0x2b;
    public static final int I32_LOAD8_S = 0x2c, I32_LOAD8_U = 0x2d, I32_LOAD16_S = 0x2e, I32_LOAD16_U = 0x2f;
    public static final int I64_LOAD8_S = 0x30, I64_LOAD8_U = 0x31, I64_LOAD16_S = 0x32, I64_LOAD16_U = 0x33;
    public static final int I64_LOAD32_S = 0x34, I64_LOAD32_U = 0x35;
    public static final int I32_STORE = 0x36, I64_STORE = 0x37, F32_STORE = 0x38, F64_STORE = 0x39;
    public static final int I32_STORE8 = 0x3a, I32_STORE16 = 0x3b, I64_STORE8 = 0x3c, I64_STORE16 = 0x3d, I64_STORE32 = 0x3e;
    public static final int MEMORY_SIZE = 0x3f, MEMORY_GROW = 0x40;
    public static final int I32_CONST = 0x41, I64_CONST = 0x42, F32_CONST = 0x43, F64_CONST = 0x44;
    public static final int I32_EQZ = 0x45, I32_NE = 0x47, I32_GE_U = 0x4f, I64_EQZ = 0x50, I64_NE = 0x52, I64_GE_U = 0x5a, F32_EQ = 0x5b, F64_GE = 0x66;
    public static final int I32_ADD = 0x6a, I32_SUB = 0x6b, I32_MUL = 0x6c, I64_ADD = 0x7c, I64_SUB = 0x7d, I64_MUL = 0x7e;
    public static final int LAST_NUMERIC = 0xc4;
    public static final int REF_NULL = 0xd0, REF_IS_NULL = 0xd1, REF_FUNC = 0xd2;
    public static final int REF_EQ = 0xd3, REF_AS_NON_NULL = 0xd4, BR_ON_NULL = 0xd5, BR_ON_NON_NULL = 0xd6;
    public static final int PREFIX_FC = 0xfc, PREFIX_SIMD = 0xfd, PREFIX_ATOMIC = 0xfe;
    public static final int MEMORY_INIT = 0xfc08, DATA_DROP = 0xfc09, MEMORY_COPY = 0xfc0a, MEMORY_FILL = 0xfc0b;
    public static final int TABLE_INIT = 0xfc0c, ELEM_DROP = 0xfc0d, TABLE_COPY = 0xfc0e;
    public static final int TABLE_GROW = 0xfc0f, TABLE_SIZE = 0xfc10, TABLE_FILL = 0xfc11;

    /** Block types other than a type index: no parameters, none or one result. */
    public static final int EMPTY_BLOCK = 0x40;

    private static final byte[] OPERAND = new byte[256], ARITY = new byte[256], RESULT = new byte[256];

    private Opcode() {}

    public static boolean isNumeric(int op) {
        return op >= I32_EQZ && op <= LAST_NUMERIC || op >= 0xfc00 && op <= 0xfc07;
    }

    /** The type of a numeric instruction's operands, which are all of one type. */
    public static int operand(int op) {
        return OPERAND[op >= 0xfc00 ? op - 0xfc00 : op];
    }

    public static int arity(int op) {
        return ARITY[op >= 0xfc00 ? op - 0xfc00 : op];
    }

    public static int result(int op) {
        return RESULT[op >= 0xfc00 ? op - 0xfc00 : op];
    }

    /** The value type that a load pushes or a store takes. */
    public static int memoryValue(int op) {
        return switch (op) {
            case I32_LOAD, I32_LOAD8_S, I32_LOAD8_U, I32_LOAD16_S, I32_LOAD16_U, I32_STORE, I32_STORE8, I32_STORE16 -> I32;
            case F32_LOAD, F32_STORE -> F32;
            case F64_LOAD, F64_STORE -> F64;
            default -> I64;
        };
    }

    /** Base-two logarithm of the bytes that a load or store touches: its natural alignment. */
    public static int memoryWidth(int op) {
        return switch (op) {
            case I32_LOAD8_S, I32_LOAD8_U, I64_LOAD8_S, I64_LOAD8_U, I32_STORE8, I64_STORE8 -> 0;
            case I32_LOAD16_S, I32_LOAD16_U, I64_LOAD16_S, I64_LOAD16_U, I32_STORE16, I64_STORE16 -> 1;
            case I32_LOAD, F32_LOAD, I64_LOAD32_S, I64_LOAD32_U, I32_STORE, F32_STORE, I64_STORE32 -> 2;
            default -> 3;
        };
    }

    private static void row(int from, int to, int operand, int arity, int result) {
        for (int op = from; op <= to; op++) {
            OPERAND[op] = (byte) operand;
            ARITY[op] = (byte) arity;
            RESULT[op] = (byte) result;
        }
    }

    static {
        row(0x00, 0x01, F32, 1, I32);       // 0xfc: saturating truncations
        row(0x02, 0x03, F64, 1, I32);
        row(0x04, 0x05, F32, 1, I64);
        row(0x06, 0x07, F64, 1, I64);
        row(0x45, 0x45, I32, 1, I32);       // eqz and comparisons
        row(0x46, 0x4f, I32, 2, I32);
        row(0x50, 0x50, I64, 1, I32);
        row(0x51, 0x5a, I64, 2, I32);
        row(0x5b, 0x60, F32, 2, I32);
        row(0x61, 0x66, F64, 2, I32);
        row(0x67, 0x69, I32, 1, I32);       // arithmetic
        row(0x6a, 0x78, I32, 2, I32);
        row(0x79, 0x7b, I64, 1, I64);
        row(0x7c, 0x8a, I64, 2, I64);
        row(0x8b, 0x91, F32, 1, F32);
        row(0x92, 0x98, F32, 2, F32);
        row(0x99, 0x9f, F64, 1, F64);
        row(0xa0, 0xa6, F64, 2, F64);
        row(0xa7, 0xa7, I64, 1, I32);       // conversions
        row(0xa8, 0xa9, F32, 1, I32);
        row(0xaa, 0xab, F64, 1, I32);
        row(0xac, 0xad, I32, 1, I64);
        row(0xae, 0xaf, F32, 1, I64);
        row(0xb0, 0xb1, F64, 1, I64);
        row(0xb2, 0xb3, I32, 1, F32);
        row(0xb4, 0xb5, I64, 1, F32);
        row(0xb6, 0xb6, F64, 1, F32);
        row(0xb7, 0xb8, I32, 1, F64);
        row(0xb9, 0xba, I64, 1, F64);
        row(0xbb, 0xbb, F32, 1, F64);
        row(0xbc, 0xbc, F32, 1, I32);
        row(0xbd, 0xbd, F64, 1, I64);
        row(0xbe, 0xbe, I32, 1, F32);
        row(0xbf, 0xbf, I64, 1, F64);
        row(0xc0, 0xc1, I32, 1, I32);
        row(0xc2, 0xc4, I64, 1, I64);
    }

    /** Whether a numeric instruction may trap: integer division and remainder, conversions that don't saturate. */
    public static boolean traps(int op) {
        return op >= 0x6d && op <= 0x70 || op >= 0x7f && op <= 0x82 || op >= 0xa8 && op <= 0xab || op >= 0xae && op <= 0xb1;
    }

    /** Whether it is float arithmetic, whose result may be a NaN that is not one of its operands: abs, neg and copysign only change a sign. */
    public static boolean makesNans(int op) {
        return op >= 0x8d && op <= 0x97 || op >= 0x9b && op <= 0xa5 || op == 0xb6 || op == 0xbb;
    }
}
