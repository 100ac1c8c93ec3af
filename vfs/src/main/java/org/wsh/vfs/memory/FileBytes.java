// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A file's content: a small array, or beyond {@link #SMALL} bytes, chunks in Jimfs; or a large array that was given to it whole, until the first
 * change. Not thread-safe: its inode's monitor guards it.
 *
 * <p>Stays true: bytes that are stored beyond {@link #size} are zero, so growing needs no clearing.
 */
final class FileBytes {
    /**
     * The largest content kept as an array. Below it Jimfs would cost three times the time for a small file, and a quarter of a
     * second for the first one; above it, it is as fast, and a hole costs nothing.
     */
    static final int SMALL = 256 << 10;

    private static final byte[] EMPTY = {};

    private final MemoryFilesystem filesystem;
    private byte[] small = EMPTY;
    /** {@link #small} was given: others have it too, it is not small, and never written to. */
    private boolean given;
    private ChunkedBytes large;
    private long size;

    FileBytes(MemoryFilesystem filesystem) {
        this.filesystem = filesystem;
    }

    long size() {
        return size;
    }

    long occupied() {
        return small.length + (large == null ? 0 : large.occupied());
    }

    int read(ByteBuffer into, long position) {
        int count = (int) Math.min(into.remaining(), Math.max(0, size - position));
        if (count == 0) {
            return 0;
        }
        if (large != null) {
            large.read(into, position, count);
            return count;
        }
        int stored = (int) Math.min(count, Math.max(0, small.length - position));
        if (stored > 0) {
            into.put(small, (int) position, stored);
        }
        ChunkedBytes.putZeros(into, count - stored);
        return count;
    }

    /** Takes an array that nobody changes any more as content, if there is none yet and it is a large one. ENOSPC. */
    boolean give(byte[] content) {
        if (size > 0 || large != null || content.length <= SMALL) {
            return false;
        }
        if (!filesystem.budget.reserve(content.length)) {
            throw new ErrnoException(Errno.ENOSPC);
        }
        clear();
        small = content;
        given = true;
        size = content.length;
        return true;
    }

    /** What was given, if nothing has changed since; else null. */
    byte[] given() {
        return given ? small : null;
    }

    /** Writes all, or what there is room for. ENOSPC if there is none. */
    int write(ByteBuffer from, long position) {
        int count = from.remaining();
        long end = position + count;
        if (large == null && !given && end <= SMALL) {
            if (end > small.length) {
                grow((int) end);
            }
            from.get(small, (int) position, count);
        } else {
            if (large == null) {
                spill();
            }
            count = large.write(from, position);
            end = position + count;
        }
        size = Math.max(size, end);
        return count;
    }

    /** Takes the room for the bytes from {@code start} to {@code end}, and makes the file that large if it is smaller. ENOSPC: nothing has changed that can be seen. */
    void reserve(long start, long end) {
        if (large == null && !given && end <= SMALL) {
            if (end > small.length) {
                grow((int) end);
            }
        } else {
            if (large == null) {
                spill();
            }
            large.reserve(start, end);
        }
        size = Math.max(size, end);
    }

    void setSize(long newSize) {
        if (newSize == 0) {
            clear();
            return;
        }
        if (given && newSize != size) {
            spill();
        }
        if (newSize < size) {
            if (large != null) {
                large.cut(newSize);
            } else if (newSize < small.length) {
                Arrays.fill(small, (int) newSize, (int) Math.min(size, small.length), (byte) 0);
            }
        }
        size = newSize;
    }

    /** Frees everything. */
    void clear() {
        dropSmall();
        if (large != null) {
            large.free();
            large = null;
        }
        size = 0;
    }

    private void dropSmall() {
        filesystem.budget.release(small.length);
        small = EMPTY;
        given = false;
    }

    /** Doubling, so that a file written byte by byte is copied little. */
    private void grow(int needed) {
        int capacity = Math.min(SMALL, Math.max(needed, Math.max(64, small.length * 2)));
        if (!filesystem.budget.reserve(capacity - small.length)) {
            capacity = needed;
            if (!filesystem.budget.reserve(capacity - small.length)) {
                throw new ErrnoException(Errno.ENOSPC);
            }
        }
        small = Arrays.copyOf(small, capacity);
    }

    private void spill() {
        ChunkedBytes chunks = new ChunkedBytes(filesystem);
        if (small.length > 0 && size > 0) {
            ByteBuffer content = ByteBuffer.wrap(small, 0, (int) Math.min(size, small.length));
            try {
                chunks.write(content, 0);
            } catch (ErrnoException e) {
                chunks.free();
                throw e;
            }
        }
        dropSmall();
        large = chunks;
    }
}
