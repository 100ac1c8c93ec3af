// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.wsh.kernel.WaitQueue;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.SpaceBudget;

/**
 * One direction of a connection: a bounded queue of bytes. As in a pipe, one reader and one writer work in it at the same time, each under a lock of its
 * own, and publish how far they have come: {@code 0 <= written - consumed <= ring.length}.
 *
 * <p>The ring grows with what waits in it (a thousand idle connections cost nothing), up to {@link #capacity}; it is charged to the machine's sockets and
 * given back when the reader has gone.
 */
final class Stream {
    private static final int SMALLEST = 4096;
    private static final byte[] NONE = {};

    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock reading = new ReentrantLock();

    private volatile byte[] ring = NONE; // written under both locks
    private volatile long written; // under `writing`
    private volatile long consumed; // under `reading`

    private volatile int capacity;
    private volatile boolean finished; // nothing more will be written
    private volatile boolean abandoned; // nobody will read: bytes vanish

    private final SpaceBudget account;
    private final WaitQueue reader; // the reader's socket: woken by bytes and by the end
    private final WaitQueue writer; // the writer's socket: woken when there is room again

    Stream(int capacity, SpaceBudget account, WaitQueue reader, WaitQueue writer) {
        this.capacity = capacity;
        this.account = account;
        this.reader = reader;
        this.writer = writer;
    }

    /** From now on it takes so many bytes; what is in it stays. */
    void setCapacity(int bytes) {
        capacity = bytes;
    }

    int available() {
        long c = consumed; // first: it is never ahead of what is written
        return (int) (written - c);
    }

    /** Whether a writer that found it full may go on: not for every byte that is read. */
    boolean hasRoom() {
        return hasRoom(written - consumed);
    }

    private boolean hasRoom(long used) {
        return capacity - used >= Math.max(1, capacity / 4);
    }

    boolean finished() {
        return finished;
    }

    boolean abandoned() {
        return abandoned;
    }

    void finish() {
        finished = true;
        reader.wakeAll();
    }

    /** Throws away what is in it and what will come. */
    void abandon() {
        writing.lock();
        try {
            reading.lock();
            try {
                abandoned = true;
                consumed = written;
                account.release(ring.length);
                ring = NONE;
            } finally {
                reading.unlock();
            }
        } finally {
            writing.unlock();
        }
        writer.wakeAll();
    }

    /** @return bytes, 0 at the end, or WOULD_BLOCK; {@code into} has room */
    int read(ByteBuffer into, boolean peek) {
        reading.lock();
        try {
            boolean ended = finished; // before looking for bytes: nothing comes after
            long from = consumed;
            int available = (int) (written - from);
            if (available == 0) {
                return ended ? 0 : OpenFileDescription.WOULD_BLOCK;
            }
            int count = Math.min(available, into.remaining());
            byte[] bytes = ring;
            int at = (int) (from % bytes.length);
            int first = Math.min(count, bytes.length - at);
            into.put(bytes, at, first);
            into.put(bytes, 0, count - first);
            if (!peek) {
                consumed = from + count;
                // Whoever waits for room saw too little at `from`. If it is enough only now, it must be told.
                long until = written;
                if (!hasRoom(until - from) && hasRoom(until - from - count)) {
                    writer.wakeAll();
                }
            }
            return count;
        } finally {
            reading.unlock();
        }
    }

    /**
     * @return bytes taken, or WOULD_BLOCK; {@code from} has some
     * @throws ErrnoException ENOMEM: the machine has no room for more
     */
    int write(ByteBuffer from) {
        writing.lock();
        try {
            if (abandoned) {
                int size = from.remaining();
                from.position(from.limit());
                return size;
            }
            long at = written;
            int used = (int) (at - consumed);
            int count = Math.min(capacity - used, from.remaining());
            if (count <= 0) {
                return OpenFileDescription.WOULD_BLOCK;
            }
            if (used + count > ring.length) {
                grow(used + count);
                count = Math.min(count, ring.length - used);
                if (count == 0) {
                    throw new ErrnoException(Errno.ENOMEM);
                }
            }
            byte[] bytes = ring;
            int index = (int) (at % bytes.length);
            int first = Math.min(count, bytes.length - index);
            from.get(bytes, index, first);
            from.get(bytes, 0, count - first);
            written = at + count;
            // Always: who watches for edges (epoll) wants to hear of bytes that come behind others, too.
            reader.wakeAll();
            return count;
        } finally {
            writing.unlock();
        }
    }

    /** Caller holds `writing`. Stays as it is if the machine has no room. */
    private void grow(int wanted) {
        int size = Math.min(Math.max(capacity, ring.length), Math.max(SMALLEST, Integer.highestOneBit(wanted - 1) << 1));
        if (!account.reserve(size)) {
            return;
        }
        var wider = new byte[size];
        reading.lock();
        try {
            byte[] old = ring;
            for (long position = consumed; position < written; ) {
                int from = (int) (position % old.length);
                int to = (int) (position % size);
                int count = (int) Math.min(written - position, Math.min(old.length - from, size - to));
                System.arraycopy(old, from, wider, to, count);
                position += count;
            }
            ring = wider;
            account.release(old.length);
        } finally {
            reading.unlock();
        }
    }
}
