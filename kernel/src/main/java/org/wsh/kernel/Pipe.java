// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.Pollable;
import org.wsh.vfs.SpaceBudget;

/**
 * A bounded byte queue between read ends and write ends. POSIX pipe(), and what is behind a FIFO.
 *
 * <p>One reader and one writer work in it at the same time: each copies in its own part of the ring and then publishes how far
 * it has come. So two locks, each for one direction, and two totals that both look at:
 * {@code 0 <= written - consumed <= CAPACITY}. (Publishing in steps, so that the other may follow sooner, was slower: half the
 * bandwidth at 16 KiB, as the cores then take the lines from each other.)
 *
 * <p>Life: made without ends; the ring is allocated (and charged) by the first write; when the last end closes both go.
 */
public final class Pipe {
    public static final int CAPACITY = 64 << 10;

    /** PIPE_BUF: writes up to this size are never mixed with others'. */
    public static final int ATOMIC = 4096;

    private static final int MASK = CAPACITY - 1;

    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock ends = new ReentrantLock();

    // Written under `writing`, read by anybody.
    private volatile byte[] ring;
    private volatile long written;

    // Written under `reading`, read by anybody.
    private volatile long consumed;

    // Written under `ends`, read by anybody.
    private volatile int readers;
    private volatile int writers;
    private volatile boolean hadWriter;
    private volatile long everReaders;
    private volatile long everWriters;

    private final WaitQueue readable = new WaitQueue(); // woken by: bytes arriving in an empty ring, last writer closing
    private final WaitQueue writable = new WaitQueue(); // woken by: room for an atomic write, last reader closing

    private final SpaceBudget account;
    private final Credentials owner;
    private final long created;
    private final long inode;

    Pipe(SpaceBudget account, Credentials owner, long created, long inode) {
        this.account = account;
        this.owner = owner;
        this.created = created;
        this.inode = inode;
    }

    /** A new end: for reading, for writing, or (a FIFO's O_RDWR) both. Does not wait for the other side. */
    public OpenFileDescription open(OpenFlags flags) {
        return openBeside(flags).end();
    }

    /**
     * A new end, and whom it met: by the time its opener looks, they may be gone again.
     *
     * @param others     open ends of the other side
     * @param everOthers and those that ever were
     */
    record Opened(OpenFileDescription end, int others, long everOthers) {}

    /** As open. */
    Opened openBeside(OpenFlags flags) {
        var end = new End(flags);
        Opened opened;
        ends.lock();
        try {
            if (flags.read()) {
                readers++;
                everReaders++;
            }
            if (flags.write()) {
                writers++;
                everWriters++;
                hadWriter = true;
            }
            opened = flags.read() ? new Opened(end, writers, everWriters) : new Opened(end, readers, everReaders);
        } finally {
            ends.unlock();
        }
        // A FIFO's open() waits for the other side by these queues.
        readable.wakeAll();
        writable.wakeAll();
        return opened;
    }

    public OpenFileDescription openReader(boolean nonblock) {
        return open(new OpenFlags(true, false, false, false, false, false, nonblock, false, false));
    }

    public OpenFileDescription openWriter(boolean nonblock) {
        return open(new OpenFlags(false, true, false, false, false, false, nonblock, false, false));
    }

    public int readers() {
        return readers;
    }

    public int writers() {
        return writers;
    }

    /** Ends for reading that were ever opened. */
    long everReaders() {
        return everReaders;
    }

    long everWriters() {
        return everWriters;
    }

    /** Woken when a first or last end opens or closes, and by data: a FIFO's open() waits on it. */
    public WaitQueue readable() {
        return readable;
    }

    /** Bytes that wait to be read: FIONREAD. */
    public int available() {
        long c = consumed; // first: it is never ahead of what is written
        return (int) Math.min(written - c, CAPACITY);
    }

    private int read(ByteBuffer into) {
        if (!into.hasRemaining()) {
            return 0;
        }
        reading.lock();
        try {
            boolean ended = writers == 0; // before looking for bytes: nothing comes after the last writer
            long from = consumed;
            int available = (int) (written - from);
            if (available == 0) {
                return ended ? 0 : OpenFileDescription.WOULD_BLOCK;
            }
            int count = Math.min(available, into.remaining());
            copyOut(ring, (int) from & MASK, count, into);
            consumed = from + count;
            // Whoever waits for room saw too little at `from`. If it is enough only now, it must be told.
            long until = written;
            if (CAPACITY - (until - from) < ATOMIC && CAPACITY - (until - from - count) >= ATOMIC) {
                writable.wakeAll();
            }
            return count;
        } finally {
            reading.unlock();
        }
    }

    private int write(ByteBuffer from) {
        if (!from.hasRemaining()) {
            return 0;
        }
        writing.lock();
        try {
            if (readers == 0) {
                throw new ErrnoException(Errno.EPIPE);
            }
            int size = from.remaining();
            long at = written;
            int room = CAPACITY - (int) (at - consumed);
            if (room == 0 || room < size && size <= ATOMIC) {
                return OpenFileDescription.WOULD_BLOCK;
            }
            int count = Math.min(room, size);
            copyIn(from, count, ring(), (int) at & MASK);
            written = at + count;
            // Whoever waits for bytes saw none before `at`.
            if (consumed >= at) {
                readable.wakeAll();
            }
            return count;
        } finally {
            writing.unlock();
        }
    }

    /** Caller holds `writing`. ENOMEM if the machine has no room for it. */
    private byte[] ring() {
        byte[] bytes = ring;
        if (bytes == null) {
            if (!account.reserve(CAPACITY)) {
                throw new ErrnoException(Errno.ENOMEM);
            }
            bytes = new byte[CAPACITY];
            ring = bytes;
        }
        return bytes;
    }

    private static void copyIn(ByteBuffer from, int count, byte[] ring, int at) {
        int first = Math.min(count, CAPACITY - at);
        from.get(ring, at, first);
        if (first < count) {
            from.get(ring, 0, count - first);
        }
    }

    private static void copyOut(byte[] ring, int at, int count, ByteBuffer into) {
        int first = Math.min(count, CAPACITY - at);
        into.put(ring, at, first);
        if (first < count) {
            into.put(ring, 0, count - first);
        }
    }

    private int readability() {
        boolean none = writers == 0;
        boolean bytes = written != consumed;
        return (bytes ? Pollable.READABLE : 0) | (none && hadWriter ? Pollable.HANGUP : 0);
    }

    private int writability() {
        if (readers == 0) {
            return Pollable.WRITABLE | Pollable.ERROR;
        }
        long at = written;
        return CAPACITY - (at - consumed) >= ATOMIC ? Pollable.WRITABLE : 0;
    }

    private void closed(End end) {
        boolean wake = false;
        ends.lock();
        try {
            if (end.readable()) {
                readers--;
                wake |= readers == 0;
            }
            if (end.writable()) {
                writers--;
                wake |= writers == 0;
            }
            if (readers == 0 && writers == 0 && ring != null) {
                // Nobody reads or writes any more: an operation holds a reference on its end.
                ring = null;
                consumed = written;
                account.release(CAPACITY);
            }
        } finally {
            ends.unlock();
        }
        if (wake) {
            readable.wakeAll();
            writable.wakeAll();
        }
    }

    /** An open end. */
    private final class End extends OpenFileDescription {
        End(OpenFlags flags) {
            super(flags);
        }

        @Override
        public int read(ByteBuffer into) {
            if (!readable()) {
                throw new ErrnoException(Errno.EBADF);
            }
            return Pipe.this.read(into);
        }

        @Override
        public int write(ByteBuffer from) {
            if (!writable()) {
                throw new ErrnoException(Errno.EBADF);
            }
            return Pipe.this.write(from);
        }

        @Override
        public int available() {
            return Pipe.this.available();
        }

        @Override
        public int readiness() {
            return (readable() ? readability() : 0) | (writable() ? writability() : 0);
        }

        @Override
        public void subscribe(Runnable wake) {
            if (readable()) {
                readable.subscribe(wake);
            }
            if (writable()) {
                writable.subscribe(wake);
            }
        }

        @Override
        public void unsubscribe(Runnable wake) {
            if (readable()) {
                readable.unsubscribe(wake);
            }
            if (writable()) {
                writable.unsubscribe(wake);
            }
        }

        @Override
        public Attributes attributes() {
            return new Attributes(
                    Kernel.ANONYMOUS_DEVICE, inode, FileType.FIFO, 0600, 1, owner.uid(), owner.gid(), 0, 0, 0,
                    created, created, created);
        }

        @Override
        protected void released() {
            closed(this);
        }

        @Override
        public String toString() {
            return "pipe:[" + inode + "]";
        }
    }
}
