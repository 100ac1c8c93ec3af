// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import java.nio.ByteBuffer;
import org.wsh.kernel.net.StreamSocket.State;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.Pollable;

/**
 * A stream socket's end of its connection: the two directions, once it has a peer, and what of them is shut. Errors are Linux's: who writes to a TCP peer that has closed succeeds once (the
 * answer is a reset) and then gets EPIPE; a Unix peer says EPIPE at once; who closes with bytes unread resets the connection (ECONNRESET for the other).
 */
final class Connection {
    private final StreamSocket socket;

    // All of this is guarded by Network.lock for writing.
    private volatile Stream in; // what the peer writes
    private volatile Stream out; // what the peer reads
    /** Nothing is received (or sent) any more: shutdown(), or what the peer did. */
    private volatile boolean receiveShut;
    private volatile boolean sendShut;
    /** TCP: the peer has sent its end. It outlives a reset. */
    private volatile boolean ended;
    /** TCP: the peer has broken the connection. */
    private volatile boolean wasReset;

    Connection(StreamSocket socket) {
        this.socket = socket;
    }

    private Connection peer() {
        return socket.peer.connection;
    }

    /** TCP's CLOSED: both ends were sent, or it was reset. */
    boolean isOver() {
        return !socket.isUnix() && sendShut && (ended || wasReset);
    }

    /** Makes the two ends of one connection. Caller holds the lock, or is the only one who knows them. */
    static void join(StreamSocket one, StreamSocket other) {
        var there = new Stream(capacity(one, other), one.network.account, other.changed, one.changed);
        var back = new Stream(capacity(other, one), one.network.account, one.changed, other.changed);
        one.peer = other;
        other.peer = one;
        one.connection.out = there;
        other.connection.in = there;
        one.connection.in = back;
        other.connection.out = back;
        one.connecting.connected();
        other.connecting.connected();
    }

    /** On its way a byte is in the sender's buffer or the receiver's. */
    private static int capacity(StreamSocket from, StreamSocket to) {
        return from.isUnix() ? from.options.sendBuffer() : from.options.sendBuffer() + to.options.receiveBuffer();
    }

    /** EPIPE, ECONNRESET, ENOTCONN (Unix). */
    int send(ByteBuffer from) {
        if (sendShut || socket.failed()) {
            if (!socket.isUnix()) {
                socket.throwPending();
            }
            if (sendShut) {
                throw new ErrnoException(Errno.EPIPE);
            }
        }
        if (socket.state != State.CONNECTED) {
            if (socket.state == State.CONNECTING) {
                return OpenFileDescription.WOULD_BLOCK;
            }
            throw new ErrnoException(socket.isUnix() ? Errno.ENOTCONN : Errno.EPIPE);
        }
        if (out.abandoned()) {
            if (socket.isUnix()) {
                throw new ErrnoException(Errno.EPIPE);
            }
            int size = from.remaining();
            from.position(from.limit());
            if (size > 0) {
                reset();
            }
            return size;
        }
        return from.hasRemaining() ? out.write(from) : 0;
    }

    /** ENOTCONN, EINVAL (Unix), ECONNRESET and the like. */
    int receive(ByteBuffer into, boolean peek, SocketAddress[] sender) {
        if (socket.state != State.CONNECTED) {
            if (socket.state == State.CONNECTING) {
                return OpenFileDescription.WOULD_BLOCK;
            }
            socket.throwPending();
            throw new ErrnoException(socket.isUnix() ? Errno.EINVAL : Errno.ENOTCONN);
        }
        if (sender != null && !socket.isUnix()) {
            sender[0] = socket.remote;
        }
        if (!into.hasRemaining()) {
            return 0;
        }
        // Before looking for bytes: nothing comes after these.
        boolean over = receiveShut || ended;
        boolean broken = socket.failed();
        int got = in.read(into, peek);
        if (got > 0) {
            return got;
        }
        if (broken && !ended) {
            socket.throwPending();
        }
        return over || broken ? 0 : got;
    }

    int available() {
        return in.available();
    }

    /** ENOTCONN (TCP). Caller holds the lock, and wakes who waits here. */
    void shutdown(boolean reading, boolean writing) {
        if (!socket.isUnix() && (socket.state != State.CONNECTED || isOver())) {
            throw new ErrnoException(Errno.ENOTCONN);
        }
        if (writing && !sendShut) {
            sendShut = true;
            sendEnd();
        }
        if (reading) {
            receiveShut = true;
            if (socket.isUnix() && socket.state == State.CONNECTED) {
                peer().sendShut = true;
                socket.peer.changed.wakeAll();
            }
        }
    }

    /** Caller holds the lock. */
    void shutReceive() {
        receiveShut = true;
    }

    boolean isReceiveShut() {
        return receiveShut;
    }

    /** The peer will read an end after what it has not read yet. Caller holds the lock. */
    private void sendEnd() {
        if (socket.state != State.CONNECTED) {
            return;
        }
        if (socket.isUnix()) {
            peer().receiveShut = true;
        } else {
            peer().ended = true;
        }
        out.finish();
    }

    /** TCP: the peer, which has been closed, answers what was sent to it with a reset. */
    private void reset() {
        socket.network.lock.lock();
        try {
            beReset();
        } finally {
            socket.network.lock.unlock();
        }
    }

    /** Caller holds the lock. */
    private void beReset() {
        if (!wasReset && !isOver()) {
            socket.fail(ended ? Errno.EPIPE : Errno.ECONNRESET);
        }
        wasReset = true;
        receiveShut = true;
        sendShut = true;
        socket.changed.wakeAll();
    }

    /** Its socket is closed. Caller holds the lock. */
    void hangUp() {
        if (in == null) {
            return;
        }
        boolean unread = in.available() > 0;
        in.abandon();
        if (socket.isUnix()) {
            if (unread) {
                socket.peer.fail(Errno.ECONNRESET);
            }
            peer().receiveShut = true;
            peer().sendShut = true;
            out.finish();
            socket.peer.changed.wakeAll();
        } else if (unread || socket.options.linger == 0) {
            if (!wasReset) {
                out.finish();
                peer().beReset();
            }
        } else if (!sendShut) {
            sendShut = true;
            sendEnd();
        }
    }

    /** As Linux's tcp_poll and unix_poll. */
    int readiness() {
        boolean noMore = receiveShut || ended;
        int ready = noMore || in.available() >= Math.max(1, socket.options.receiveLowWater) ? Pollable.READABLE : 0;
        ready |= noMore ? Pollable.READ_HANGUP : 0;
        ready |= noMore && sendShut ? Pollable.HANGUP : 0;
        boolean writable = sendShut || out.abandoned() || out.hasRoom();
        return ready | (writable ? Pollable.WRITABLE : 0);
    }

    /** The buffers have other sizes now. */
    void resize() {
        socket.network.lock.lock();
        try {
            if (socket.state == State.CONNECTED && out != null) {
                out.setCapacity(capacity(socket, socket.peer));
                in.setCapacity(capacity(socket.peer, socket));
            }
        } finally {
            socket.network.lock.unlock();
        }
    }
}
