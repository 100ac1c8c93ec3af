// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import static org.wsh.engine.syntax.Opcode.*;

import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.syntax.AtomicOpcode;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.Opcode;

/** Numbers, locals, globals, memories and tables as words of a {@link Body}: the code, then each immediate, 64-bit ones as two halves. */
final class PlainWords {
    private PlainWords() {}

    /** Appends code and immediates; returns by how much the instruction changes the stack's height. */
    static int emit(int op, ByteReader in, Body body, Declarations module) {
        if (isNumeric(op)) {
            body.emit(op);
            return 1 - Opcode.arity(op);
        }
        if (op >= I32_LOAD && op <= I64_STORE32) {
            memoryAccess(op, Immediates.memory(Immediates.memoryFlags(in)), in.u64(), body, module);
            return op >= I32_STORE ? -2 : 0;
        }
        if (AtomicOpcode.isAtomic(op)) {
            return atomic(op, in, body);
        }
        switch (op) {
            case SELECT_TYPED -> {
                Immediates.skip(in, op);
                body.emit(SELECT);
                return -2;
            }
            case I64_CONST -> {
                return wide(op, in.s64(), body);
            }
            case F64_CONST -> {
                return wide(op, in.fixed64(), body);
            }
            case F32_CONST -> {
                body.emit(op);
                body.emit(in.fixed32());
                return 1;
            }
            case I32_CONST -> {
                body.emit(op);
                body.emit(in.s32());
                return 1;
            }
            case REF_NULL -> {
                in.s33();
                body.emit(op);
                return 1;
            }
            case TABLE_INIT, TABLE_COPY, MEMORY_INIT, MEMORY_COPY -> {
                body.emit(op);
                body.emit(in.u32());
                body.emit(in.u32());
                return -3;
            }
            default -> {
                body.emit(op);
                if (op != DROP && op != SELECT && op != REF_IS_NULL && op != REF_EQ && op != REF_AS_NON_NULL) {
                    body.emit(in.u32());
                }
                return switch (op) {
                    case LOCAL_GET, GLOBAL_GET, REF_FUNC, MEMORY_SIZE, TABLE_SIZE -> 1;
                    case DROP, LOCAL_SET, GLOBAL_SET, TABLE_GROW, REF_EQ -> -1;
                    case SELECT, TABLE_SET -> -2;
                    case MEMORY_FILL, TABLE_FILL -> -3;
                    default -> 0;   // local.tee, ref.is_null, memory.grow, table.get, the drops
                };
            }
        }
    }

    private static void memoryAccess(int op, int memory, long offset, Body body, Declarations module) {
        if (memory == 0 && module.memories()[0].onHeap()) {
            body.emit(op);
            body.emit((int) offset);
            return;
        }
        body.emit(OwnOpcode.MEMORY_ACCESS);
        body.emit(op);
        body.emit(memory);
        body.emit((int) offset);
        body.emit((int) (offset >> 32));
    }

    /** Four words: the code, the memory, the offset's two halves. */
    private static int atomic(int op, ByteReader in, Body body) {
        body.emit(op);
        if (op == AtomicOpcode.FENCE) {
            in.u8();
            return 0;
        }
        body.emit(Immediates.memory(Immediates.memoryFlags(in)));
        long offset = in.u64();
        body.emit((int) offset);
        body.emit((int) (offset >> 32));
        boolean result = !AtomicOpcode.isAccess(op) || AtomicOpcode.group(op) != AtomicOpcode.STORE;
        return -AtomicOpcode.values(op) - (result ? 0 : 1);
    }

    private static int wide(int op, long bits, Body body) {
        body.emit(op);
        body.emit((int) bits);
        body.emit((int) (bits >> 32));
        return 1;
    }
}
