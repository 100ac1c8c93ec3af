// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFlags;

/**
 * A host stream that reading from may take for ever (a pipe, a socket, an embedder's stream), as an open file of the guest.
 *
 * <p>The host is only asked when a guest asks, and for no more than the guest wants: {@code (wsh -c 'read line'; cat)} leaves
 * the rest to {@code cat}, as with any program. Bytes that are there already are taken at once; else one platform thread,
 * started at first need, asks the host and wakes who sleeps.
 */
public final class HostInput extends HostStream {
    private static final int MOST = 1 << 16;

    private final InputStream stream;
    /** Whether {@code available} can be believed and a read within it does not block: the JDK's own streams. */
    private final boolean immediate;
    private final byte[] chunk = new byte[MOST];

    // Guarded by this object's monitor, in which nobody waits but the pump.
    private int from;
    private int to; // chunk[from .. to) was read and not yet taken
    private int wanted; // > 0: the pump shall read, or reads, up to so many
    private boolean end;
    private boolean closed;
    private IOException failure;
    private Thread pump;

    public HostInput(InputStream stream, boolean immediate, StreamOwner owner) {
        super(OpenFlags.READ, FileType.FIFO, owner);
        this.stream = stream;
        this.immediate = immediate;
    }

    @Override
    public synchronized int read(ByteBuffer into) {
        if (!into.hasRemaining()) {
            return 0;
        }
        if (from < to) {
            int count = Math.min(to - from, into.remaining());
            into.put(chunk, from, count);
            from += count;
            return count;
        }
        if (failure != null) {
            throw HostError.of(failure);
        }
        if (end) {
            return 0;
        }
        int most = Math.min(into.remaining(), MOST);
        if (wanted == 0 && immediate) {
            int count = readPresent(into, most);
            if (count > 0) {
                return count;
            }
        }
        want(most);
        return WOULD_BLOCK;
    }

    /** Bytes that have come already. @return 0 if none have */
    private int readPresent(ByteBuffer into, int most) {
        try {
            int present = Math.min(stream.available(), most);
            if (present <= 0) {
                return 0;
            }
            int count = stream.read(chunk, 0, present);
            if (count <= 0) {
                return 0;
            }
            into.put(chunk, 0, count);
            return count;
        } catch (IOException e) {
            // Whatever it is, the pump meets it too and keeps it.
            return 0;
        }
    }

    private void want(int most) {
        if (wanted == 0) {
            wanted = most;
            if (pump == null) {
                pump = Thread.ofPlatform().daemon().name("wsh-input").unstarted(new Pump());
                pump.start();
            } else {
                notifyAll();
            }
        }
    }

    private final class Pump implements Runnable {
        @Override
        public void run() {
            int most = await();
            while (most > 0) {
                int count = -1;
                IOException thrown = null;
                try {
                    count = stream.read(chunk, 0, most);
                } catch (IOException e) {
                    thrown = e;
                }
                arrived(count, thrown);
                most = await();
            }
        }
    }

    private synchronized int await() {
        while (wanted == 0 && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                return 0;
            }
        }
        return closed ? 0 : wanted;
    }

    private void arrived(int count, IOException thrown) {
        synchronized (this) {
            wanted = 0;
            from = 0;
            to = Math.max(count, 0);
            end = count < 0;
            failure = thrown;
        }
        changed.wakeAll();
    }

    /** Asks the host for a byte if that is the only way to know. */
    @Override
    public synchronized int readiness() {
        if (from < to || end || failure != null) {
            return READABLE | (end ? HANGUP : 0);
        }
        try {
            if (wanted == 0 && immediate && stream.available() > 0) {
                return READABLE;
            }
        } catch (IOException e) {
            // The pump will meet it.
        }
        want(1);
        return 0;
    }

    @Override
    public int write(ByteBuffer bytes) {
        throw new ErrnoException(org.wsh.vfs.Errno.EBADF);
    }

    /** The stream itself stays open: it is the host's. */
    @Override
    protected synchronized void released() {
        closed = true;
        notifyAll();
    }
}
