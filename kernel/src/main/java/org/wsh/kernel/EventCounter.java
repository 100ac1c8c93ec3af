// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/** A number that writers add to and readers take away: eventfd(). Reads and writes are of 8 bytes, little-endian. */
public final class EventCounter extends OpenFileDescription {
    /** The largest value it takes, unsigned; all ones is none. */
    private static final long MOST = -2;

    private final boolean semaphore;
    private final Credentials owner;
    private final long inode;
    private final long created;
    private final WaitQueue changed = new WaitQueue(); // woken by every read and write

    private long value; // guarded by this; unsigned

    EventCounter(long initial, boolean semaphore, boolean nonblock, Credentials owner, long created, long inode) {
        super(new OpenFlags(true, true, false, false, false, false, nonblock, false, false));
        value = initial;
        this.semaphore = semaphore;
        this.owner = owner;
        this.created = created;
        this.inode = inode;
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
    public void subscribe(Runnable wake) {
        changed.subscribe(wake);
    }

    @Override
    public void unsubscribe(Runnable wake) {
        changed.unsubscribe(wake);
    }

    @Override
    public Attributes attributes() {
        return new Attributes(
                Kernel.ANONYMOUS_DEVICE, inode, FileType.CHARACTER_DEVICE, 0600, 1, owner.uid(), owner.gid(), 0, 0, 0, created, created, created);
    }

    @Override
    protected void released() {}

    @Override
    public String toString() {
        return "anon_inode:[eventfd]";
    }
}
