// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An open regular file, whatever holds its bytes: the rules of the offset, written once. POSIX read(), write(), pread(),
 * pwrite(), lseek(), ftruncate().
 *
 * <p>Reads and writes that use the offset are atomic among those sharing this description. A subclass makes each transfer
 * atomic among all descriptions of its inode, as far as its storage can.
 */
public abstract class RegularFileDescription extends InodeDescription {
    /** No file grows beyond this: 16 TiB, Linux's limit for a page-cached file on 32 bits. EFBIG. */
    public static final long MAXIMUM_SIZE = 1L << 44;

    /** Held over a transfer: one that may wait for the host must not be done on a guest's thread. */
    protected final ReentrantLock offsetLock = new ReentrantLock();

    // Guarded by offsetLock.
    protected long offset;

    protected RegularFileDescription(OpenFlags flags, Inode inode, Location location) {
        super(flags, inode, location);
    }

    /** Moves bytes at {@code position} into {@code into}, which has room. {@code position} is below {@link #MAXIMUM_SIZE}. 0 at or beyond the end of file. */
    protected abstract int transferTo(ByteBuffer into, long position);

    /** Stores all or the first of {@code from}'s bytes, which are at least one and end before {@link #MAXIMUM_SIZE}. */
    protected abstract int transferFrom(ByteBuffer from, long position);

    /** As {@link #transferFrom}, at the end of file, atomically. Returns the position after the last byte written. */
    protected abstract long append(ByteBuffer from);

    /** The file's length now. */
    protected abstract long size();

    @Override
    public int read(ByteBuffer into) {
        requireReadable();
        if (!into.hasRemaining()) {
            return 0;
        }
        offsetLock.lock();
        try {
            int count = load(into, offset);
            offset += count;
            return count;
        } finally {
            offsetLock.unlock();
        }
    }

    @Override
    public int write(ByteBuffer from) {
        requireWritable();
        if (!from.hasRemaining()) {
            return 0;
        }
        offsetLock.lock();
        try {
            if (append()) {
                int before = from.remaining();
                offset = append(from);
                return before - from.remaining();
            }
            int count = store(from, offset);
            offset += count;
            return count;
        } finally {
            offsetLock.unlock();
        }
    }

    @Override
    public int readAt(ByteBuffer into, long position) {
        requireReadable();
        requirePosition(position);
        return into.hasRemaining() ? load(into, position) : 0;
    }

    /** POSIX, not Linux: a pwrite() on an appending description still goes to {@code position}. */
    @Override
    public int writeAt(ByteBuffer from, long position) {
        requireWritable();
        requirePosition(position);
        return from.hasRemaining() ? store(from, position) : 0;
    }

    @Override
    public long seek(long delta, Whence whence) {
        offsetLock.lock();
        try {
            long base = switch (whence) {
                case START -> 0;
                case CURRENT -> offset;
                case END -> size();
            };
            long target = base + delta;
            if (delta > 0 && target < 0) {
                throw new ErrnoException(Errno.EOVERFLOW);
            }
            if (target < 0) {
                throw new ErrnoException(Errno.EINVAL);
            }
            offset = target;
            return target;
        } finally {
            offsetLock.unlock();
        }
    }

    @Override
    public final boolean seekable() {
        return true;
    }

    @Override
    public void setSize(long size) {
        if (!writable() || size < 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        if (size > MAXIMUM_SIZE) {
            throw new ErrnoException(Errno.EFBIG);
        }
        resize(size);
    }

    /** Cuts or extends; all is checked. */
    protected void resize(long size) {
        inode().setSize(size);
    }

    @Override
    public void allocate(long start, long length) {
        requireWritable();
        if (start < 0 || length <= 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        if (length > MAXIMUM_SIZE - start) {
            throw new ErrnoException(Errno.EFBIG);
        }
        reserve(start, length);
    }

    /** Makes the file at least as large as that; all is checked. Where space is counted, room for these bytes is taken at once, so that writing them cannot fail. ENOSPC. */
    protected void reserve(long start, long length) {
        if (size() < start + length) {
            resize(start + length);
        }
    }

    private int load(ByteBuffer into, long position) {
        return position < MAXIMUM_SIZE ? transferTo(into, position) : 0;
    }

    /** Cuts a write at the largest size; EFBIG if nothing is left of it. */
    private int store(ByteBuffer from, long position) {
        long room = MAXIMUM_SIZE - position;
        if (room <= 0) {
            throw new ErrnoException(Errno.EFBIG);
        }
        if (from.remaining() <= room) {
            return transferFrom(from, position);
        }
        int limit = from.limit();
        from.limit(from.position() + (int) room);
        try {
            return transferFrom(from, position);
        } finally {
            from.limit(limit);
        }
    }

    private static void requirePosition(long position) {
        if (position < 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
    }
}
