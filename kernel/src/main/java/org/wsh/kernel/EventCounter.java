// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/** A number that writers add to and readers take away: eventfd(). Reads and writes are of 8 bytes, little-endian. */
public final class EventCounter extends AnonymousInode {
    /** The largest value it takes, unsigned; all ones is none. */
    private static final long MOST = -2;

    private final boolean semaphore;

    private long value; // guarded by this; unsigned

    EventCounter(long initial, boolean semaphore, boolean nonblock, Credentials owner, long created, long inode) {
        super(new OpenFlags(true, true, false, false, false, false, nonblock, false, false), owner, created, inode);
        value = initial;
        this.semaphore = semaphore;
    }

    /** EINVAL: room for less than 8 bytes. */
    @Override
    public int read(ByteBuffer into) {
        if (into.remaining() < 8) {
            throw new ErrnoException(Errno.EINVAL);
        }
        long taken;
        synchronized (this) {
            if (value == 0) {
                return WOULD_BLOCK;
            }
            taken = semaphore ? 1 : value;
            value -= taken;
        }
        into.order(ByteOrder.LITTLE_ENDIAN).putLong(taken);
        changed.wakeAll();
        return 8;
    }

    /** EINVAL: less than 8 bytes, or all ones. */
    @Override
    public int write(ByteBuffer from) {
        if (from.remaining() < 8) {
            throw new ErrnoException(Errno.EINVAL);
        }
        long added = from.order(ByteOrder.LITTLE_ENDIAN).getLong(from.position());
        if (added == -1) {
            throw new ErrnoException(Errno.EINVAL);
        }
        synchronized (this) {
            if (Long.compareUnsigned(added, MOST - value) > 0) {
                return WOULD_BLOCK;
            }
            value += added;
        }
        from.position(from.position() + 8);
        changed.wakeAll();
        return 8;
    }

    @Override
    public synchronized int readiness() {
        return (value != 0 ? READABLE : 0) | (value != MOST ? WRITABLE : 0);
    }

    @Override
    protected void released() {}

    @Override
    public String toString() {
        return "anon_inode:[eventfd]";
    }
}
