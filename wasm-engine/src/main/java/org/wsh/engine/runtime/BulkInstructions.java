// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.Arrays;
import org.wsh.engine.runtime.Trap.Kind;

/**
 * Bulk, table and reference instructions, as far as memory 0 on the heap and 32-bit tables go; the others are in {@link MemoryInstructions} and {@link WideTables}. Called by generated code, with the guest's operands first. What moves many bytes or elements is checked whole, then done in pieces
 * with a charge between; a poll may run guest code that grows the memory, so each piece takes the array anew.
 */
public final class BulkInstructions {
    private static final int PIECE_BYTES = 1 << 20, PIECE_ELEMENTS = 1 << 17;
    private static final int SMALL = 4096, CHARGE_BYTES = 64, CHARGE_ELEMENTS = 16;

    private BulkInstructions() {}

    private static void check(Instance instance, int address, int length) {
        if ((address & 0xffff_ffffL) + (length & 0xffff_ffffL) > instance.memory.size()) {
            throw new Trap(Kind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        }
    }

    public static void copyMemory(int to, int from, int length, Instance instance, int depth) {
        byte[] bytes = instance.bytes;
        check(instance, to, length);
        check(instance, from, length);
        if (length < SMALL) {
            System.arraycopy(bytes, from, bytes, to, length);
            instance.charge(length / CHARGE_BYTES, depth);
            return;
        }
        for (int done = 0; done < length; ) {
            int n = Math.min(PIECE_BYTES, length - done);
            // Towards higher addresses the last piece goes first, as it may overwrite what earlier ones still hold.
            int at = to <= from ? done : length - done - n;
            bytes = instance.bytes;
            System.arraycopy(bytes, from + at, bytes, to + at, n);
            done += n;
            instance.charge(n / CHARGE_BYTES, depth);
        }
    }

    public static void fillMemory(int to, int value, int length, Instance instance, int depth) {
        byte[] bytes = instance.bytes;
        check(instance, to, length);
        if (length < SMALL) {
            Arrays.fill(bytes, to, to + length, (byte) value);
            instance.charge(length / CHARGE_BYTES, depth);
            return;
        }
        for (int done = 0; done < length; ) {
            int n = Math.min(PIECE_BYTES, length - done);
            Arrays.fill(instance.bytes, to + done, to + done + n, (byte) value);
            done += n;
            instance.charge(n / CHARGE_BYTES, depth);
        }
    }

    public static void initialiseMemory(int to, int from, int length, int segment, Instance instance, int depth) {
        Segments.initialiseMemory(instance, 0, segment, to & 0xffff_ffffL, from, length);
        instance.charge(length / CHARGE_BYTES, depth);
    }

    public static void dropData(int segment, Instance instance) {
        instance.droppedData[segment] = true;
    }

    public static int memorySize(Instance instance) {
        return (int) instance.memory.pages();
    }

    /** Growing clears and copies, so it is charged as that. */
    public static int growMemory(int delta, Instance instance, int depth) {
        byte[] bytes = instance.bytes;
        int before = (int) instance.memory.grow(delta & 0xffff_ffffL);
        if (bytes != instance.bytes) {
            instance.charge(instance.bytes.length / CHARGE_BYTES, depth);
        }
        return before;
    }

    public static Object getTable(int index, int table, Instance instance) {
        return instance.tables[table].get(index);
    }

    public static void setTable(int index, Object value, int table, Instance instance) {
        instance.tables[table].set(index, value);
    }

    public static int tableSize(int table, Instance instance) {
        return instance.tables[table].size();
    }

    public static int growTable(Object value, int delta, int table, Instance instance, int depth) {
        int before = instance.tables[table].grow(value, delta);
        if (before >= 0) {
            instance.charge(delta / CHARGE_ELEMENTS, depth);
        }
        return before;
    }

    public static void fillTable(int to, Object value, int length, int table, Instance instance, int depth) {
        Table t = instance.tables[table];
        t.check(to, length);
        for (int done = 0; done < length; ) {
            int n = Math.min(PIECE_ELEMENTS, length - done);
            t.fill(to + done, value, n);
            done += n;
            instance.charge(n / CHARGE_ELEMENTS, depth);
        }
    }

    public static void copyTable(int to, int from, int length, int toTable, int fromTable, Instance instance, int depth) {
        Table target = instance.tables[toTable];
        Table source = instance.tables[fromTable];
        target.check(to, length);
        source.check(from, length);
        for (int done = 0; done < length; ) {
            int n = Math.min(PIECE_ELEMENTS, length - done);
            int at = to <= from ? done : length - done - n;
            target.copy(to + at, source, from + at, n);
            done += n;
            instance.charge(n / CHARGE_ELEMENTS, depth);
        }
    }

    public static void initialiseTable(int to, int from, int length, int segment, int table, Instance instance, int depth) {
        Segments.initialiseTable(instance, instance.tables[table], segment, to, from, length);
        instance.charge(length / CHARGE_ELEMENTS, depth);
    }

    public static void dropElements(int segment, Instance instance) {
        instance.droppedElements[segment] = true;
        instance.elementValues[segment] = null;
    }
}
