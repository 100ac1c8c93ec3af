// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import org.wsh.engine.runtime.Trap.Kind;

/**
 * Bulk instructions on any memory; operands are zero-extended. As in {@link BulkInstructions}, what is long is checked whole and done in pieces with a charge between, and
 * a poll may grow a memory, so each piece looks anew.
 */
public final class MemoryInstructions {
    private static final int PIECE = 1 << 20;
    private static final int CHARGE_BYTES = 64;

    private MemoryInstructions() {}

    private static LinearMemory check(Instance instance, int index, long address, long length) {
        LinearMemory memory = instance.memories[index];
        if ((address | length) < 0 || length > memory.size() - address) {
            throw new Trap(Kind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        }
        return memory;
    }

    public static void copyMemory(long to, long from, long length, int toMemory, int fromMemory, Instance instance, int depth) {
        LinearMemory target = check(instance, toMemory, to, length), source = check(instance, fromMemory, from, length);
        for (long done = 0; done < length; ) {
            int n = (int) Math.min(PIECE, length - done);
            // Towards higher addresses the last piece goes first, as it may overwrite what earlier ones still hold.
            long at = to <= from ? done : length - done - n;
            LinearMemory.copy(source, from + at, target, to + at, n);
            done += n;
            instance.charge(n / CHARGE_BYTES, depth);
        }
    }

    public static void fillMemory(long to, int value, long length, int memory, Instance instance, int depth) {
        LinearMemory target = check(instance, memory, to, length);
        for (long done = 0; done < length; ) {
            int n = (int) Math.min(PIECE, length - done);
            target.fill(to + done, (byte) value, n);
            done += n;
            instance.charge(n / CHARGE_BYTES, depth);
        }
    }

    public static void initialiseMemory(long to, int from, int length, int segment, int memory, Instance instance, int depth) {
        Segments.initialiseMemory(instance, memory, segment, to, from, length);
        instance.charge(length / CHARGE_BYTES, depth);
    }

    public static long memorySize(int memory, Instance instance) {
        return instance.memories[memory].pages();
    }

    /** An array that grows is copied and charged as that; off the heap what is added is charged, as it will have to be cleared. */
    public static long growMemory(long delta, int memory, Instance instance, int depth) {
        LinearMemory target = instance.memories[memory];
        byte[] bytes = target instanceof HeapMemory heap ? heap.bytes : null;
        long before = target.grow(delta);
        if (target instanceof HeapMemory heap) {
            if (bytes != heap.bytes) {
                instance.charge(heap.bytes.length / CHARGE_BYTES, depth);
            }
        } else if (before >= 0) {
            instance.charge((int) Math.min(Integer.MAX_VALUE / 2, delta * (LinearMemory.PAGE / CHARGE_BYTES)), depth);
        }
        return before;
    }
}
