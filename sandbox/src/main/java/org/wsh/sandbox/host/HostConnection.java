// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.wsh.kernel.net.StreamSocket;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;

/**
 * Joins a TCP connection of the host to one of the machine: bytes, ends and resets go both ways. All of it is for the network's one thread, but {@link #run}, which the machine's socket calls
 * when something has changed there.
 */
final class HostConnection implements Runnable {
    /** Bytes on their way, in each direction. */
    private static final int BUFFER = 16 << 10;

    /** What a connection takes. */
    static final int COST = 2 * BUFFER;

    private final HostNetwork network;
    private final SocketChannel channel;
    private final StreamSocket inside;
    private final SelectionKey key;
    private final AtomicBoolean noted = new AtomicBoolean();

    /** From the machine to the host, and back: from position to limit is what has not been passed on yet. */
    private final ByteBuffer outgoing = ByteBuffer.allocate(BUFFER).limit(0);

    private final ByteBuffer incoming = ByteBuffer.allocate(BUFFER).limit(0);
    private boolean outgoingEnded; // the machine's side will send no more, and the host's was told
    private boolean incomingEnded;
    private boolean closed;

    /** Takes the machine's socket over. */
    HostConnection(HostNetwork network, SocketChannel channel, SelectionKey key, StreamSocket inside) {
        this.network = network;
        this.channel = channel;
        this.key = key;
        this.inside = inside;
        inside.subscribe(this);
    }

    /** Something has changed at the machine's socket. Called under its locks: only notes it. */
    @Override
    public void run() {
        if (noted.compareAndSet(false, true)) {
            network.changed(this);
        }
    }

    /** Its turn after {@link #run}. */
    void turn() {
        noted.set(false);
        pump();
    }

    /** Passes on what can be passed on. */
    void pump() {
        if (closed) {
            return;
        }
        try {
            boolean blockedOut = pumpOut();
            boolean wantsMore = pumpIn();
            if (outgoingEnded && incomingEnded) {
                close();
                return;
            }
            key.interestOps((blockedOut ? SelectionKey.OP_WRITE : 0) | (wantsMore ? SelectionKey.OP_READ : 0));
        } catch (IOException e) {
            inside.abort(); // the host's side is broken: so is the machine's
            close();
        } catch (ErrnoException e) {
            breakOff(); // and the other way round
            close();
        }
    }

    /** @return whether the host takes no more for now */
    private boolean pumpOut() throws IOException {
        while (!outgoingEnded) {
            if (!outgoing.hasRemaining()) {
                int got = inside.receive(outgoing.clear(), false, null);
                outgoing.flip();
                if (got == OpenFileDescription.WOULD_BLOCK) {
                    return false;
                }
                if (got == 0) {
                    channel.shutdownOutput();
                    outgoingEnded = true;
                    return false;
                }
            }
            channel.write(outgoing);
            if (outgoing.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    /** @return whether there is room for more from the host */
    private boolean pumpIn() throws IOException {
        while (!incomingEnded) {
            if (!incoming.hasRemaining()) {
                int got = channel.read(incoming.clear());
                incoming.flip();
                if (got == 0) {
                    return true;
                }
                if (got < 0) {
                    inside.shutdown(false, true);
                    incomingEnded = true;
                    return false;
                }
            }
            if (inside.send(incoming, null) == OpenFileDescription.WOULD_BLOCK) {
                return false;
            }
        }
        return false;
    }

    private void breakOff() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        inside.unsubscribe(this);
        inside.release();
        key.cancel();
        HostNetwork.closeQuietly(channel);
        network.ended(this);
    }
}
