// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import static org.wsh.engine.syntax.Opcode.*;

import org.wsh.engine.runtime.LinearMemory;

/** Loads and stores on bits. The array's own check is the trap, as in compiled code. */
final class MemoryAccess {
    private MemoryAccess() {}

    static int address(long base, int offset) {
        long sum = (base & 0xffff_ffffL) + (offset & 0xffff_ffffL);
        return sum > Integer.MAX_VALUE ? -1 : (int) sum;
    }

    static long load(int op, byte[] m, int at) {
        return switch (op) {
            case I32_LOAD, I64_LOAD32_S, F32_LOAD -> (int) LinearMemory.I32.get(m, at);
            case I64_LOAD32_U -> (int) LinearMemory.I32.get(m, at) & 0xffff_ffffL;
            case I64_LOAD, F64_LOAD -> (long) LinearMemory.I64.get(m, at);
            case I32_LOAD8_S, I64_LOAD8_S -> m[at];
            case I32_LOAD8_U, I64_LOAD8_U -> m[at] & 0xff;
            case I32_LOAD16_S, I64_LOAD16_S -> (short) LinearMemory.I16.get(m, at);
            default -> (short) LinearMemory.I16.get(m, at) & 0xffff;
        };
    }

    static void store(int op, byte[] m, int at, long value) {
        switch (op) {
            case I32_STORE, F32_STORE, I64_STORE32 -> LinearMemory.I32.set(m, at, (int) value);
            case I64_STORE, F64_STORE -> LinearMemory.I64.set(m, at, value);
            case I32_STORE8, I64_STORE8 -> m[at] = (byte) value;
            default -> LinearMemory.I16.set(m, at, (short) value);
        }
    }
}
