// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import static org.wsh.engine.syntax.Opcode.*;

import org.wsh.engine.syntax.MalformedModule;

/** Reads instruction codes, and steps over what follows a code when nobody needs it. */
public final class Immediates {
    private Immediates() {}

    /** The next instruction's code; those after a prefix are {@code prefix << 8 | number}. */
    public static int opcode(ByteReader in) {
        int op = in.u8();
        if (op < PREFIX_FC) {
            return op;
        }
        int at = in.position - 1;
        int number = in.u32();
        if (op != PREFIX_FC || number < 0 || number > 0xff) {
            throw illegal(op << 8 | number & 0xff, at);
        }
        return op << 8 | number;
    }

    public static void skip(ByteReader in, int op) {
        if (op >= I32_LOAD && op <= I64_STORE32) {
            memoryFlags(in);
            in.u32();
            return;
        }
        if (isNumeric(op)) {
            return;
        }
        switch (op) {
            case UNREACHABLE, NOP, ELSE, END, RETURN, DROP, SELECT, REF_IS_NULL -> { }
            case BLOCK, LOOP, IF -> in.s33();
            case BR, BR_IF, CALL, LOCAL_GET, LOCAL_SET, LOCAL_TEE, GLOBAL_GET, GLOBAL_SET, TABLE_GET, TABLE_SET,
                 MEMORY_SIZE, MEMORY_GROW, REF_FUNC, DATA_DROP, MEMORY_FILL, ELEM_DROP, TABLE_GROW, TABLE_SIZE, TABLE_FILL -> in.u32();
            case CALL_INDIRECT, MEMORY_INIT, MEMORY_COPY, TABLE_INIT, TABLE_COPY -> {
                in.u32();
                in.u32();
            }
            case BR_TABLE -> {
                for (int n = in.count("br_table"); n >= 0; n--) {
                    in.u32();
                }
            }
            case SELECT_TYPED -> {
                for (int n = in.count("select"); n > 0; n--) {
                    in.u8();
                }
            }
            case REF_NULL -> in.s33();
            case I32_CONST -> in.s32();
            case I64_CONST -> in.s64();
            case F32_CONST -> in.skip(4);
            case F64_CONST -> in.skip(8);
            default -> throw illegal(op, in.position - 1);
        }
    }

    /** The first half of a load's or store's immediate: returns the alignment's logarithm; the offset comes next. */
    public static int memoryFlags(ByteReader in) {
        int at = in.position;
        int flags = in.u32();
        if (flags < 0 || flags >= 0x80) {
            throw new MalformedModule("malformed memop flags", at);
        }
        if ((flags & 0x40) != 0 && in.u32() != 0) {
            throw new org.wsh.engine.syntax.InvalidModule("unknown memory: multiple memories are not supported yet", at);
        }
        return flags & 0x3f;
    }

    public static MalformedModule illegal(int op, long at) {
        return new MalformedModule("illegal opcode " + Integer.toHexString(op), at);
    }
}
