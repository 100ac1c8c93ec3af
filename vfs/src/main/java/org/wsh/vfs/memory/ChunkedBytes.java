// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A large content: chunks of 64 KiB in a Jimfs file of its own, and a map from a chunk's place in the file to its slot there.
 * Chunks never written have no slot: a hole costs nothing, unless room for it was asked for: it is <em>promised</em> then, which is charged. In a file written from front to back both numbers are equal.
 *
 * <p>Not thread-safe: its inode's monitor guards it.
 */
final class ChunkedBytes {
    static final int CHUNK = 1 << 16;

    private static final int LEAF = 4096;
    private static final int NO_SLOT = 0;   // slots are stored plus one
    private static final int PROMISED = -1;
    private static final int ZEROS = 4096;

    private final MemoryFilesystem filesystem;
    private final JimfsDisk.File file;

    /** Chunk to slot + 1, in leaves of {@link #LEAF}; a leaf of nothing but holes may be null. */
    private int[][] slots = {};
    private final BitSet usedSlots = new BitSet();
    /** Slots the Jimfs file has, used or not: what is charged. */
    private int allocated;
    private long leafCharge;
    /** Chunks that are promised. */
    private long promised;

    ChunkedBytes(MemoryFilesystem filesystem) {
        this.filesystem = filesystem;
        file = filesystem.disk.create();
    }

    long occupied() {
        return (usedSlots.cardinality() + promised) * CHUNK;
    }

    /** The caller knows that {@code count} bytes are within the file and fit. */
    void read(ByteBuffer into, long position, int count) {
        int limit = into.limit();
        int left = count;
        long at = position;
        while (left > 0) {
            int offset = (int) (at % CHUNK);
            int slot = slot(at / CHUNK);
            int piece = Math.min(left, CHUNK - offset);
            if (slot < 0) {
                putZeros(into, piece);
            } else {
                piece = contiguous(at / CHUNK, slot, piece, left);
                into.limit(into.position() + piece);
                file.read(into, (long) slot * CHUNK + offset);
                into.limit(limit);
            }
            left -= piece;
            at += piece;
        }
    }

    /** Writes all, or what there is room for. ENOSPC if there is none. */
    int write(ByteBuffer from, long position) {
        int limit = from.limit();
        int total = from.remaining();
        long at = position;
        int left = total;
        while (left > 0) {
            int offset = (int) (at % CHUNK);
            int piece = Math.min(left, CHUNK - offset);
            int slot = slotForWriting(at / CHUNK, piece == CHUNK);
            if (slot < 0) {
                if (left == total) {
                    throw new ErrnoException(Errno.ENOSPC);
                }
                break;
            }
            from.limit(from.position() + piece);
            file.write(from, (long) slot * CHUNK + offset);
            from.limit(limit);
            left -= piece;
            at += piece;
        }
        return total - left;
    }

    /** Promises all holes in between. ENOSPC. */
    void reserve(long start, long end) {
        long first = start / CHUNK;
        long last = (end + CHUNK - 1) / CHUNK;
        long missing = holes(first, last);
        if (missing > Long.MAX_VALUE / CHUNK || !filesystem.budget.reserve(missing * CHUNK)) {
            throw new ErrnoException(Errno.ENOSPC);
        }
        for (long chunk = first; missing > 0 && chunk < last; chunk++) {
            if (stored(chunk) == NO_SLOT) {
                int[] leaf = leafForWriting((int) (chunk / LEAF));
                if (leaf == null) {
                    filesystem.budget.release(missing * CHUNK);
                    throw new ErrnoException(Errno.ENOSPC);
                }
                leaf[(int) (chunk % LEAF)] = PROMISED;
                promised++;
                missing--;
            }
        }
    }

    /** Counted over what is there, however large the stretch is. */
    private long holes(long first, long last) {
        long known = (long) slots.length * LEAF;
        long count = last - first;
        for (long chunk = first; chunk < Math.min(last, known); chunk++) {
            if (slots[(int) (chunk / LEAF)] == null) {
                chunk += LEAF - 1 - chunk % LEAF;
            } else if (stored(chunk) != NO_SLOT) {
                count--;
            }
        }
        return count;
    }

    /** Drops what is beyond {@code size} and clears the rest of its last chunk. */
    void cut(long size) {
        long firstDropped = (size + CHUNK - 1) / CHUNK;
        for (int leaf = (int) (firstDropped / LEAF); leaf < slots.length; leaf++) {
            if (slots[leaf] != null) {
                int from = leaf == firstDropped / LEAF ? (int) (firstDropped % LEAF) : 0;
                for (int i = from; i < LEAF; i++) {
                    if (slots[leaf][i] == PROMISED) {
                        keepPromise(slots[leaf], i);
                        filesystem.budget.release(CHUNK);
                    } else if (slots[leaf][i] != NO_SLOT) {
                        usedSlots.clear(slots[leaf][i] - 1);
                        slots[leaf][i] = NO_SLOT;
                    }
                }
            }
        }
        int offset = (int) (size % CHUNK);
        int slot = offset == 0 ? -1 : slot(size / CHUNK);
        if (slot >= 0) {
            clear(slot, offset);
        }
        int needed = usedSlots.length();
        if (needed < allocated) {
            file.truncate((long) needed * CHUNK);
            filesystem.budget.release((long) (allocated - needed) * CHUNK);
            allocated = needed;
        }
    }

    void free() {
        file.delete();
        filesystem.budget.release((allocated + promised) * CHUNK + leafCharge);
        allocated = 0;
        promised = 0;
        leafCharge = 0;
        slots = new int[0][];
        usedSlots.clear();
    }

    static void putZeros(ByteBuffer into, int count) {
        if (count <= 0) {
            return;
        }
        if (into.hasArray()) {
            int start = into.arrayOffset() + into.position();
            Arrays.fill(into.array(), start, start + count, (byte) 0);
            into.position(into.position() + count);
            return;
        }
        byte[] zeros = new byte[Math.min(count, ZEROS)];
        for (int left = count; left > 0; left -= Math.min(left, zeros.length)) {
            into.put(zeros, 0, Math.min(left, zeros.length));
        }
    }

    /** How many bytes from here on lie in neighbouring slots: one call moves them all. */
    private int contiguous(long chunk, int slot, int piece, int left) {
        int length = piece;
        for (int i = 1; length < left && slot(chunk + i) == slot + i; i++) {
            length += Math.min(CHUNK, left - length);
        }
        return length;
    }

    /** −1: it is a hole. */
    private int slot(long chunk) {
        return Math.max(stored(chunk), NO_SLOT) - 1;
    }

    private int stored(long chunk) {
        int leaf = (int) (chunk / LEAF);
        return leaf >= slots.length || slots[leaf] == null ? NO_SLOT : slots[leaf][(int) (chunk % LEAF)];
    }

    /** The promise ends; what was charged for it is the caller's. */
    private void keepPromise(int[] leaf, int index) {
        leaf[index] = NO_SLOT;
        promised--;
    }

    /** The chunk's slot, made (and cleared, unless all of it will be written) if it was a hole; −1 if there is no room. */
    private int slotForWriting(long chunk, boolean whole) {
        int known = slot(chunk);
        if (known >= 0) {
            return known;
        }
        int[] leaf = leafForWriting((int) (chunk / LEAF));
        if (leaf == null) {
            return -1;
        }
        int slot = usedSlots.nextClearBit(0);
        boolean wasPromised = leaf[(int) (chunk % LEAF)] == PROMISED;
        if (slot == allocated) {
            if (!wasPromised && !filesystem.budget.reserve(CHUNK)) {
                return -1;
            }
            allocated++;
        } else if (wasPromised) {
            filesystem.budget.release(CHUNK); // the slot is charged already
        }
        if (wasPromised) {
            keepPromise(leaf, (int) (chunk % LEAF));
        }
        if (!whole) {
            clear(slot, 0);
        }
        usedSlots.set(slot);
        leaf[(int) (chunk % LEAF)] = slot + 1;
        return slot;
    }

    private int[] leafForWriting(int index) {
        if (index < slots.length && slots[index] != null) {
            return slots[index];
        }
        int growth = Math.max(0, index + 1 - slots.length);
        long charge = 4L * LEAF + 8L * growth;
        if (!filesystem.budget.reserve(charge)) {
            return null;
        }
        leafCharge += charge;
        if (growth > 0) {
            slots = Arrays.copyOf(slots, index + 1);
        }
        slots[index] = new int[LEAF];
        return slots[index];
    }

    private void clear(int slot, int offset) {
        file.write(ByteBuffer.wrap(new byte[CHUNK - offset]), (long) slot * CHUNK + offset);
    }
}
