// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import org.wsh.engine.runtime.Trap.Kind;
import org.wsh.engine.syntax.AtomicOpcode;

/**
 * Atomic instructions, for generated code and the interpreter. Addresses are effective ones, values zero-extended. Called with constant widths and, in generated code, a memory whose class
 * is known, so the JIT leaves one machine instruction. None charges anything but wait, which polls.
 */
public final class AtomicInstructions {
    private AtomicInstructions() {}

    /** {@code address + offset}, both unsigned, or -1 if that is more than any memory has. */
    public static long effective(long address, long offset) {
        return (address | offset) < 0 ? -1 : (address + offset) | (address + offset) >> 63;
    }

    private static void requireAligned(long address, int width) {
        if ((address & (1L << width) - 1) != 0 && address != -1) {
            throw new Trap(Kind.UNALIGNED_ATOMIC, "0x" + Long.toHexString(address));
        }
    }

    public static long load(long address, int width, LinearMemory memory) {
        requireAligned(address, width);
        return memory.atomicLoad(address, width);
    }

    public static void store(long address, long value, int width, LinearMemory memory) {
        requireAligned(address, width);
        memory.atomicStore(address, value, width);
    }

    /** {@code operation} is a group of {@link AtomicOpcode} from ADD to EXCHANGE. */
    public static long update(long address, long value, int operation, int width, LinearMemory memory) {
        requireAligned(address, width);
        return memory.atomicUpdate(operation, address, value, width);
    }

    /** Of {@code expected} only as many bits count as are compared. */
    public static long compareExchange(long address, long expected, long value, int width, LinearMemory memory) {
        requireAligned(address, width);
        return memory.atomicCompareExchange(address, width == 3 ? expected : expected & (1L << (8 << width)) - 1, value, width);
    }

    /** What an update stores, of which the low bits count. */
    static long combine(int operation, long old, long value) {
        return switch (operation) {
            case AtomicOpcode.ADD -> old + value;
            case AtomicOpcode.SUB -> old - value;
            case AtomicOpcode.AND -> old & value;
            case AtomicOpcode.OR -> old | value;
            case AtomicOpcode.XOR -> old ^ value;
            default -> value;
        };
    }

    private static void require(LinearMemory memory, long address, int width) {
        requireAligned(address, width);
        if (address < 0 || address > memory.size() - (1L << width)) {
            throw new Trap(Kind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        }
    }

    public static int await(long address, long expected, long timeoutNanos, int width, int index, Instance instance, int depth) {
        LinearMemory memory = instance.memories[index];
        require(memory, address, width);
        if (!(memory instanceof NativeMemory shared) || !memory.type.shared()) {
            throw new Trap(Kind.EXPECTED_SHARED_MEMORY);
        }
        instance.pollInside(instance.budget, depth);
        int saved = instance.beginInside(depth);
        try {
            return instance.waiter.await(instance, shared, address, expected, 1 << width, timeoutNanos);
        } finally {
            instance.endInside(saved);
        }
    }

    public static int notify(long address, int count, int index, Instance instance) {
        LinearMemory memory = instance.memories[index];
        require(memory, address, 2);
        return memory instanceof NativeMemory shared && memory.type.shared() ? instance.waiter.notify(shared, address, count) : 0;
    }
}
