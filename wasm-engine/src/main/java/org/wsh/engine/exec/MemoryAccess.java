// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import static org.wsh.engine.syntax.Opcode.*;

import java.lang.foreign.MemorySegment;
import org.wsh.engine.runtime.AtomicInstructions;
import org.wsh.engine.runtime.HeapMemory;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.NativeMemory;

/** Loads and stores on bits. The array's or segment's own check is the trap, as in compiled code. */
final class MemoryAccess {
    private MemoryAccess() {}

    static int address(long base, int offset) {
        long sum = (base & 0xffff_ffffL) + (offset & 0xffff_ffffL);
        return sum > Integer.MAX_VALUE ? -1 : (int) sum;
    }

    /** The effective address in any memory, or -1. */
    static long address(Instance instance, int memory, long base, int offsetLow, int offsetHigh) {
        long offset = offsetLow & 0xffff_ffffL | (long) offsetHigh << 32;
        boolean wide = instance.declarations().memories()[memory].is64();
        return AtomicInstructions.effective(wide ? base : base & 0xffff_ffffL, offset);
    }

    /** An effective address as an array's index, or -1. */
    static int index(long address) {
        return address > Integer.MAX_VALUE ? -1 : (int) address;
    }

    /** A load or store of any memory; returns the new height. */
    static int execute(int[] code, int pc, Instance instance, long[] v, int top) {
        int op = code[pc], memory = code[pc + 1];
        boolean stores = op >= I32_STORE;
        int at = stores ? top - 2 : top - 1;
        long address = address(instance, memory, v[at], code[pc + 2], code[pc + 3]);
        switch (instance.memory(memory)) {
            case HeapMemory heap -> {
                int index = index(address);
                if (stores) {
                    store(op, heap.bytes, index, v[top - 1]);
                } else {
                    v[at] = load(op, heap.bytes, index);
                }
            }
            case NativeMemory offHeap -> {
                if (stores) {
                    store(op, offHeap.segment, address, v[top - 1]);
                } else {
                    v[at] = load(op, offHeap.segment, address);
                }
            }
        }
        return stores ? at : top;
    }

    private static long load(int op, MemorySegment m, long at) {
        return switch (op) {
            case I32_LOAD, I64_LOAD32_S, F32_LOAD -> (int) NativeMemory.I32.get(m, at);
            case I64_LOAD32_U -> (int) NativeMemory.I32.get(m, at) & 0xffff_ffffL;
            case I64_LOAD, F64_LOAD -> (long) NativeMemory.I64.get(m, at);
            case I32_LOAD8_S, I64_LOAD8_S -> (byte) NativeMemory.I8.get(m, at);
            case I32_LOAD8_U, I64_LOAD8_U -> (byte) NativeMemory.I8.get(m, at) & 0xff;
            case I32_LOAD16_S, I64_LOAD16_S -> (short) NativeMemory.I16.get(m, at);
            default -> (short) NativeMemory.I16.get(m, at) & 0xffff;
        };
    }

    private static void store(int op, MemorySegment m, long at, long value) {
        switch (op) {
            case I32_STORE, F32_STORE, I64_STORE32 -> NativeMemory.I32.set(m, at, (int) value);
            case I64_STORE, F64_STORE -> NativeMemory.I64.set(m, at, value);
            case I32_STORE8, I64_STORE8 -> NativeMemory.I8.set(m, at, (byte) value);
            default -> NativeMemory.I16.set(m, at, (short) value);
        }
    }

    static long load(int op, byte[] m, int at) {
        return switch (op) {
            case I32_LOAD, I64_LOAD32_S, F32_LOAD -> (int) HeapMemory.I32.get(m, at);
            case I64_LOAD32_U -> (int) HeapMemory.I32.get(m, at) & 0xffff_ffffL;
            case I64_LOAD, F64_LOAD -> (long) HeapMemory.I64.get(m, at);
            case I32_LOAD8_S, I64_LOAD8_S -> m[at];
            case I32_LOAD8_U, I64_LOAD8_U -> m[at] & 0xff;
            case I32_LOAD16_S, I64_LOAD16_S -> (short) HeapMemory.I16.get(m, at);
            default -> (short) HeapMemory.I16.get(m, at) & 0xffff;
        };
    }

    static void store(int op, byte[] m, int at, long value) {
        switch (op) {
            case I32_STORE, F32_STORE, I64_STORE32 -> HeapMemory.I32.set(m, at, (int) value);
            case I64_STORE, F64_STORE -> HeapMemory.I64.set(m, at, value);
            case I32_STORE8, I64_STORE8 -> m[at] = (byte) value;
            default -> HeapMemory.I16.set(m, at, (short) value);
        }
    }
}
