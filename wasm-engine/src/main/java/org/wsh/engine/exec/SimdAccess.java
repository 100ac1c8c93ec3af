// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.wsh.engine.runtime.HeapMemory;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.NativeMemory;
import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.simd.VectorMemory;
import org.wsh.engine.syntax.SimdOpcode;
import org.wsh.engine.syntax.SimdOpcode.Form;

/**
 * Vector loads and stores. After the code come the memory, the offset's two halves and, if there is one, the lane. Of memories off the heap the bytes are copied to or from an array, which costs
 * nothing to speak of here and saves a second table.
 */
final class SimdAccess {
    private SimdAccess() {}

    /** {@code lanes} is the vector of which one lane is replaced, or null. */
    static V128 load(int op, int[] code, int pc, Instance instance, long base, V128 lanes) {
        long address = MemoryAccess.address(instance, code[pc], base, code[pc + 1], code[pc + 2]);
        return switch (instance.memory(code[pc])) {
            case HeapMemory heap -> load(op, code, pc, heap.bytes, MemoryAccess.index(address), lanes);
            case NativeMemory offHeap -> {
                var copy = new byte[1 << SimdOpcode.memoryWidth(op)];
                MemorySegment.copy(offHeap.segment, ValueLayout.JAVA_BYTE, address, copy, 0, copy.length);
                yield load(op, code, pc, copy, 0, lanes);
            }
        };
    }

    static void store(int op, int[] code, int pc, Instance instance, long base, V128 value) {
        long address = MemoryAccess.address(instance, code[pc], base, code[pc + 1], code[pc + 2]);
        switch (instance.memory(code[pc])) {
            case HeapMemory heap -> store(op, code, pc, heap.bytes, MemoryAccess.index(address), value);
            case NativeMemory offHeap -> {
                var copy = new byte[1 << SimdOpcode.memoryWidth(op)];
                store(op, code, pc, copy, 0, value);
                MemorySegment.copy(copy, 0, offHeap.segment, ValueLayout.JAVA_BYTE, address, copy.length);
            }
        }
    }

    private static V128 load(int op, int[] code, int pc, byte[] m, int at, V128 lanes) {
        int number = SimdOpcode.number(op);
        return lanes == null ? load(number, m, at) : loadLane(number, m, at, lanes, code[pc + 3]);
    }

    private static void store(int op, int[] code, int pc, byte[] m, int at, V128 value) {
        if (SimdOpcode.form(op) == Form.STORE) {
            VectorMemory.store(m, at, value);
        } else {
            storeLane(SimdOpcode.number(op), m, at, value, code[pc + 3]);
        }
    }

    private static V128 load(int number, byte[] m, int at) {
        return switch (number) {
            case 0x00 -> VectorMemory.load(m, at);
            case 0x01 -> VectorMemory.load8x8_s(m, at);
            case 0x02 -> VectorMemory.load8x8_u(m, at);
            case 0x03 -> VectorMemory.load16x4_s(m, at);
            case 0x04 -> VectorMemory.load16x4_u(m, at);
            case 0x05 -> VectorMemory.load32x2_s(m, at);
            case 0x06 -> VectorMemory.load32x2_u(m, at);
            case 0x07 -> VectorMemory.load8_splat(m, at);
            case 0x08 -> VectorMemory.load16_splat(m, at);
            case 0x09 -> VectorMemory.load32_splat(m, at);
            case 0x0a -> VectorMemory.load64_splat(m, at);
            case 0x5c -> VectorMemory.load32_zero(m, at);
            case 0x5d -> VectorMemory.load64_zero(m, at);
            default -> throw new IllegalStateException("vector instruction 0x" + Integer.toHexString(number) + " passed validation");
        };
    }

    private static V128 loadLane(int number, byte[] m, int at, V128 a, int lane) {
        return switch (number) {
            case 0x54 -> VectorMemory.load8_lane(m, at, a, lane);
            case 0x55 -> VectorMemory.load16_lane(m, at, a, lane);
            case 0x56 -> VectorMemory.load32_lane(m, at, a, lane);
            case 0x57 -> VectorMemory.load64_lane(m, at, a, lane);
            default -> throw new IllegalStateException("vector instruction 0x" + Integer.toHexString(number) + " passed validation");
        };
    }

    private static void storeLane(int number, byte[] m, int at, V128 a, int lane) {
        switch (number) {
            case 0x58 -> VectorMemory.store8_lane(m, at, a, lane);
            case 0x59 -> VectorMemory.store16_lane(m, at, a, lane);
            case 0x5a -> VectorMemory.store32_lane(m, at, a, lane);
            case 0x5b -> VectorMemory.store64_lane(m, at, a, lane);
            default -> throw new IllegalStateException("vector instruction 0x" + Integer.toHexString(number) + " passed validation");
        }
    }
}
