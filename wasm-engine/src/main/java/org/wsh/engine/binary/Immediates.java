// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import static org.wsh.engine.syntax.Opcode.*;

import org.wsh.engine.syntax.AtomicOpcode;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.ModuleException;
import org.wsh.engine.syntax.GcOpcode;
import org.wsh.engine.syntax.SimdOpcode;

/** Reads instruction codes, and steps over what follows a code when nobody needs it. */
public final class Immediates {
    private Immediates() {}

    /** The next instruction's code; those after a prefix are {@code prefix << 8 | number}, but for the number's ninth bit, which is bit 16. */
    public static int opcode(ByteReader in) {
        int op = in.u8();
        if (op < 0xfb) {
            return op;
        }
        int at = in.position - 1;
        if (op == 0xff) {
            throw illegal(op, at);
        }
        int number = in.u32();
        int code = (number & 0x100) << 8 | op << 8 | number & 0xff;
        if (number < 0 || number > 0x1ff || !(op == PREFIX_FC && number <= 0xff || op == GcOpcode.PREFIX && GcOpcode.isGc(code)
                || op == PREFIX_SIMD && SimdOpcode.exists(code) || op == PREFIX_ATOMIC && AtomicOpcode.isAtomic(code))) {
            throw illegal(code, at);
        }
        return code;
    }

    public static void skip(ByteReader in, int op) {
        if (op >= I32_LOAD && op <= I64_STORE32) {
            memoryFlags(in);
            in.u64();
            return;
        }
        if (AtomicOpcode.isAtomic(op)) {
            if (op == AtomicOpcode.FENCE) {
                in.u8();
            } else {
                memoryFlags(in);
                in.u64();
            }
            return;
        }
        if (isNumeric(op)) {
            return;
        }
        if (GcOpcode.isGc(op)) {
            GcImmediates.skip(in, op);
            return;
        }
        if (SimdOpcode.isSimd(op)) {
            SimdImmediates.skip(in, op);
            return;
        }
        switch (op) {
            case UNREACHABLE, NOP, ELSE, END, RETURN, THROW_REF, CATCH_ALL, DROP, SELECT, REF_IS_NULL, REF_EQ, REF_AS_NON_NULL -> { }
            case BLOCK, LOOP, IF, TRY -> ValueTypes.skipBlock(in);
            case TRY_TABLE -> {
                ValueTypes.skipBlock(in);
                CatchClause.read(in);
            }
            case BR, BR_IF, CALL, RETURN_CALL, CALL_REF, RETURN_CALL_REF, THROW, CATCH, RETHROW, DELEGATE, BR_ON_NULL, BR_ON_NON_NULL, LOCAL_GET, LOCAL_SET, LOCAL_TEE, GLOBAL_GET, GLOBAL_SET, TABLE_GET, TABLE_SET,
                 MEMORY_SIZE, MEMORY_GROW, REF_FUNC, DATA_DROP, MEMORY_FILL, ELEM_DROP, TABLE_GROW, TABLE_SIZE, TABLE_FILL -> in.u32();
            case CALL_INDIRECT, RETURN_CALL_INDIRECT, MEMORY_INIT, MEMORY_COPY, TABLE_INIT, TABLE_COPY -> {
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
                    ValueTypes.skip(in);
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

    /** The first half of a load's or store's immediate, to be taken apart by {@link #alignment} and {@link #memory}; the offset comes next, a u64. */
    public static int memoryFlags(ByteReader in) {
        int at = in.position;
        int flags = in.u32();
        if (flags < 0 || flags >= 0x80) {
            throw new MalformedModule("malformed memop flags", at);
        }
        int memory = (flags & 0x40) != 0 ? in.u32() : 0;
        if (memory < 0 || memory > MOST_MEMORY) {
            throw new InvalidModule("unknown memory " + Integer.toUnsignedString(memory), at);
        }
        return flags & 0x3f | memory << 6;
    }

    private static final int MOST_MEMORY = (1 << 25) - 1;

    /** The alignment's logarithm. */
    public static int alignment(int memoryFlags) {
        return memoryFlags & 0x3f;
    }

    public static int memory(int memoryFlags) {
        return memoryFlags >>> 6;
    }

    /** What is no instruction. */
    public static ModuleException illegal(int op, long at) {
        return new MalformedModule("illegal opcode " + Integer.toHexString(op), at);
    }
}
