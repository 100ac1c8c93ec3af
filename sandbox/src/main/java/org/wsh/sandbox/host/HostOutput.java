// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFlags;

/**
 * A host stream that writing to may take for ever (a pipe, a terminal, an embedder's stream), as an open file of the guest: a
 * ring of bytes that one platform thread carries to the host. What the ring took is as good as written; {@link #drain} waits
 * until it is. When the host's reader has gone, writers get EPIPE, and with it SIGPIPE.
 */
public final class HostOutput extends HostStream {
    private static final int CAPACITY = 1 << 16;
    /** POSIX PIPE_BUF: so many bytes go in one piece or not at all. */
    private static final int ATOMIC = 4096;

    private final OutputStream stream;
    private final byte[] ring = new byte[CAPACITY];

    // Guarded by this object's monitor, in which only the pump and drain wait.
    private long written;
    private long carried; // totals; 0 <= written - carried <= CAPACITY
    private boolean closed;
    private ErrnoException broken;
    private Thread pump;

    public HostOutput(OutputStream stream, StreamOwner owner) {
        super(OpenFlags.WRITE, FileType.FIFO, owner);
        this.stream = stream;
    }

    @Override
    public synchronized int write(ByteBuffer bytes) {
        if (broken != null) {
            throw broken;
        }
        int wanted = bytes.remaining();
        int room = CAPACITY - (int) (written - carried);
        if (wanted == 0) {
            return 0;
        }
        if (room == 0 || wanted <= ATOMIC && room < wanted) {
            return WOULD_BLOCK;
        }
        int count = allowed(Math.min(wanted, room));
        int at = (int) (written % CAPACITY);
        int first = Math.min(count, CAPACITY - at);
        bytes.get(ring, at, first);
        bytes.get(ring, 0, count - first);
        boolean wasEmpty = written == carried;
        written += count;
        if (pump == null) {
            pump = Thread.ofPlatform().daemon().name("wsh-output").unstarted(new Pump());
            pump.start();
        } else if (wasEmpty) {
            notifyAll();
        }
        return count;
    }

    private final class Pump implements Runnable {
        @Override
        public void run() {
            int count = await();
            while (count > 0) {
                ErrnoException thrown = null;
                try {
                    stream.write(ring, (int) (carried % CAPACITY), count);
                    stream.flush();
                } catch (IOException e) {
                    // Whatever it was, nobody reads on.
                    thrown = new ErrnoException(Errno.EPIPE);
                }
                done(count, thrown);
                count = await();
            }
        }
    }

    /** @return how many bytes lie in one piece; 0: nothing will come any more */
    private synchronized int await() {
        while (written == carried && !closed && broken == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                return 0;
            }
        }
        int at = (int) (carried % CAPACITY);
        return broken != null ? 0 : (int) Math.min(written - carried, CAPACITY - at);
    }

    private void done(int count, ErrnoException thrown) {
        synchronized (this) {
            carried += count;
            if (thrown != null) {
                broken = thrown;
                carried = written;
            }
            if (written == carried) {
                notifyAll();
            }
        }
        changed.wakeAll();
    }

    /** Waits until the host has taken everything, or will take nothing any more. For the host's threads. */
    public synchronized void drain() throws InterruptedException {
        while (written != carried) {
            wait();
        }
    }

    @Override
    public synchronized int readiness() {
        if (broken != null) {
            return WRITABLE | ERROR;
        }
        return CAPACITY - (written - carried) >= ATOMIC ? WRITABLE : 0;
    }

    @Override
    public int read(ByteBuffer into) {
        throw new ErrnoException(Errno.EBADF);
    }

    /** What is in the ring is still carried. */
    @Override
    protected synchronized void released() {
        closed = true;
        notifyAll();
    }
}
