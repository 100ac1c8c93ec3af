// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import java.nio.ByteBuffer;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A TCP socket, or a Unix stream socket.
 * <pre>
 *   IDLE        made; perhaps bound
 *   CONNECTING  it has called, and nobody has answered (the listener's queue is full, or it is beyond the machine)
 *   CONNECTED   for ever, whatever has been shut since
 *   LISTENING   others may call
 * </pre>
 * Errors are Linux's: who writes to a TCP peer that has closed succeeds once (the answer is a reset) and then gets EPIPE; a Unix peer says EPIPE at once; who closes with bytes
 * unread resets the connection (ECONNRESET for the other).
 */
public final class StreamSocket extends Socket {
    enum State {
        IDLE, CONNECTING, CONNECTED, LISTENING
    }

    private static final int TCP_SEND = 16384;
    private static final int TCP_RECEIVE = 131072;
    private static final int UNIX_BUFFER = 212992;

    // All of this is guarded by Network.lock for writing.
    volatile State state = State.IDLE;
    private volatile Stream in; // what the peer writes
    private volatile Stream out; // what the peer reads
    volatile StreamSocket peer;
    /** Nothing is received (or sent) any more: shutdown(), or what the peer did. */
    private volatile boolean receiveShut;
    private volatile boolean sendShut;
    /** TCP: the peer has sent its end. It outlives a reset. */
    private volatile boolean ended;
    /** TCP: the peer has broken the connection. */
    private volatile boolean wasReset;
    private boolean released;
    final Connecting connecting = new Connecting(this);
    /** Of one that has listened, else null. */
    volatile Backlog backlog;

    StreamSocket(Network network, Family family, Network.Owner owner) {
        this(network, family, owner,
                family == Family.UNIX ? new SocketOptions(UNIX_BUFFER, UNIX_BUFFER) : new SocketOptions(TCP_SEND, TCP_RECEIVE));
    }

    private StreamSocket(Network network, Family family, Network.Owner owner, SocketOptions options) {
        super(network, family, options, owner);
    }

    @Override
    public boolean isDatagram() {
        return false;
    }

    boolean isUnix() {
        return family == Family.UNIX;
    }

    public boolean isListening() {
        return state == State.LISTENING;
    }

    public boolean isConnecting() {
        return state == State.CONNECTING;
    }

    public boolean isConnected() {
        return state == State.CONNECTED && !isOver();
    }

    /** TCP's CLOSED: both ends were sent, or it was reset. */
    private boolean isOver() {
        return !isUnix() && sendShut && (ended || wasReset);
    }

    // ---- Listening

    /** EINVAL: a connected one, or a Unix one without a name. EADDRINUSE. */
    @Override
    public void listen(int most) {
        network.lock.lock();
        try {
            if (state != State.IDLE && state != State.LISTENING || isUnix() && local == null) {
                throw new ErrnoException(Errno.EINVAL);
            }
            if (state == State.IDLE) {
                network.listen(this);
            }
            if (backlog == null) {
                backlog = new Backlog(this);
            }
            backlog.limit(most);
            state = State.LISTENING;
        } finally {
            network.lock.unlock();
        }
        changed.wakeAll();
    }

    /** EINVAL: not listening. */
    @Override
    public StreamSocket accept() {
        network.lock.lock();
        try {
            if (state != State.LISTENING) {
                throw new ErrnoException(Errno.EINVAL);
            }
            return backlog.accept();
        } finally {
            network.lock.unlock();
        }
    }

    /** Another of the same kind and owner, with the same options: the other end of a connection that begins here. */
    StreamSocket another() {
        return new StreamSocket(network, family, new Network.Owner(owner, owner), new SocketOptions(options));
    }

    /** A listener's end of a connection. Caller holds the lock. */
    StreamSocket answering(StreamSocket caller) {
        StreamSocket end = another();
        if (isUnix()) {
            end.local = local;
        } else {
            end.local = caller.remote;
            network.share(end);
        }
        end.remote = caller.local != null ? caller.local : SocketAddress.Unix.UNNAMED;
        return end;
    }

    /** A connection's end that nobody accepted. Caller holds the lock. */
    void turnAway() {
        if (isUnix()) {
            peer.fail(Errno.ECONNRESET);
        } else {
            abort();
        }
        release();
    }

    // ---- Connecting

    /** Makes the two ends of one connection. Caller holds the lock, or is the only one who knows them. */
    static void join(StreamSocket one, StreamSocket other) {
        var there = new Stream(capacity(one, other), one.network.account, other.changed, one.changed);
        var back = new Stream(capacity(other, one), one.network.account, one.changed, other.changed);
        one.peer = other;
        other.peer = one;
        one.out = there;
        other.in = there;
        one.in = back;
        other.out = back;
        one.connecting.connected();
        other.connecting.connected();
    }

    /** On its way a byte is in the sender's buffer or the receiver's. */
    private static int capacity(StreamSocket from, StreamSocket to) {
        return from.isUnix() ? from.options.sendBuffer() : from.options.sendBuffer() + to.options.receiveBuffer();
    }

    /** EISCONN, EINVAL, EALREADY, ECONNREFUSED, EACCES (beyond what was granted), EADDRNOTAVAIL; what connecting brought meanwhile. */
    @Override
    public boolean connect(SocketAddress to) {
        return connecting.connect(to);
    }

    /** connect() was interrupted and goes on: a later one is told what it came to. */
    public void answerLater() {
        connecting.answerLater();
    }

    /** For {@link Outside}, of the end it was given: the connection stands. @return false if who called has gone meanwhile */
    public boolean established() {
        return connecting.established();
    }

    /** For {@link Outside}: there will be no connection. */
    public void refused(Errno why) {
        connecting.refused(why);
    }

    /** The wait for a connection is over: ETIMEDOUT for who waited too long. Later it may try again. */
    public void stopConnecting() {
        connecting.stop();
    }

    /** After waiting for connect(): whether it is connected. What went wrong is thrown. */
    public boolean settled() {
        if (state == State.CONNECTING) {
            return false;
        }
        throwPending();
        return true;
    }

    @Override
    public SocketAddress remoteAddress() {
        if (state != State.CONNECTED || isOver()) {
            throw new ErrnoException(Errno.ENOTCONN);
        }
        return super.remoteAddress();
    }

    /** Who called, of an accepted one, whatever has become of the connection. */
    public SocketAddress caller() {
        return remote;
    }

    /** Two that are connected from the start. */
    static StreamSocket[] pair(Network network, Network.Owner owner) {
        var one = new StreamSocket(network, Family.UNIX, owner);
        var other = new StreamSocket(network, Family.UNIX, owner);
        one.remote = SocketAddress.Unix.UNNAMED;
        other.remote = SocketAddress.Unix.UNNAMED;
        join(one, other);
        return new StreamSocket[] {one, other};
    }

    // ---- Transfers

    /** EPIPE, ECONNRESET, ENOTCONN (Unix), EISCONN and ENOTSUP (Unix, with a destination). */
    @Override
    public int send(ByteBuffer from, SocketAddress to) {
        if (to != null && isUnix()) {
            throw new ErrnoException(state == State.CONNECTED ? Errno.EISCONN : Errno.ENOTSUP);
        }
        if (sendShut || failed()) {
            if (!isUnix()) {
                throwPending();
            }
            if (sendShut) {
                throw new ErrnoException(Errno.EPIPE);
            }
        }
        if (state != State.CONNECTED) {
            if (state == State.CONNECTING) {
                return WOULD_BLOCK;
            }
            throw new ErrnoException(isUnix() ? Errno.ENOTCONN : Errno.EPIPE);
        }
        if (out.abandoned()) {
            if (isUnix()) {
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
    @Override
    public int receive(ByteBuffer into, boolean peek, SocketAddress[] sender) {
        if (state != State.CONNECTED) {
            if (state == State.CONNECTING) {
                return WOULD_BLOCK;
            }
            throwPending();
            throw new ErrnoException(isUnix() ? Errno.EINVAL : Errno.ENOTCONN);
        }
        if (sender != null && !isUnix()) {
            sender[0] = remote;
        }
        if (!into.hasRemaining()) {
            return 0;
        }
        // Before looking for bytes: nothing comes after these.
        boolean over = receiveShut || ended;
        boolean broken = failed();
        int got = in.read(into, peek);
        if (got > 0) {
            return got;
        }
        if (broken && !ended) {
            throwPending();
        }
        return over || broken ? 0 : got;
    }

    @Override
    public int available() {
        return state == State.CONNECTED ? in.available() : 0;
    }

    // ---- Ends

    /** ENOTCONN (TCP). A listener that is shut for reading listens no more. */
    @Override
    public void shutdown(boolean reading, boolean writing) {
        network.lock.lock();
        try {
            if (state == State.LISTENING) {
                if (reading && !isUnix()) {
                    stopListening();
                    state = State.IDLE;
                } else if (reading) {
                    receiveShut = true;
                }
                changed.wakeAll();
                return;
            }
            if (!isUnix() && (state != State.CONNECTED || isOver())) {
                throw new ErrnoException(Errno.ENOTCONN);
            }
            if (writing && !sendShut) {
                sendShut = true;
                sendEnd();
            }
            if (reading) {
                receiveShut = true;
                if (isUnix() && state == State.CONNECTED) {
                    peer.sendShut = true;
                    peer.changed.wakeAll();
                }
            }
        } finally {
            network.lock.unlock();
        }
        changed.wakeAll();
    }

    /** The peer will read an end after what it has not read yet. Caller holds the lock. */
    private void sendEnd() {
        if (state != State.CONNECTED) {
            return;
        }
        if (isUnix()) {
            peer.receiveShut = true;
        } else {
            peer.ended = true;
        }
        out.finish();
    }

    /** TCP: the peer, which has been closed, answers what was sent to it with a reset. */
    private void reset() {
        network.lock.lock();
        try {
            beReset();
        } finally {
            network.lock.unlock();
        }
    }

    /** Caller holds the lock. */
    private void beReset() {
        if (!wasReset && !isOver()) {
            fail(ended ? Errno.EPIPE : Errno.ECONNRESET);
        }
        wasReset = true;
        receiveShut = true;
        sendShut = true;
        changed.wakeAll();
    }

    boolean isReleased() {
        return released;
    }

    /** Breaks the connection: the other end gets ECONNRESET. For {@link Outside}; then it is released as ever. */
    public void abort() {
        options.linger = 0;
    }

    @Override
    protected void released() {
        network.lock.lock();
        try {
            released = true;
            switch (state) {
                case LISTENING -> stopListening();
                case CONNECTED -> hangUp();
                case IDLE, CONNECTING -> {
                    state = State.IDLE;
                    connecting.stopKnocking();
                }
            }
            network.forget(this);
        } finally {
            network.lock.unlock();
        }
        changed.wakeAll();
    }

    /** Caller holds the lock. */
    private void hangUp() {
        if (in == null) {
            return;
        }
        boolean unread = in.available() > 0;
        in.abandon();
        if (isUnix()) {
            if (unread) {
                peer.fail(Errno.ECONNRESET);
            }
            peer.receiveShut = true;
            peer.sendShut = true;
            out.finish();
            peer.changed.wakeAll();
        } else if (unread || options.linger == 0) {
            if (!wasReset) {
                out.finish();
                peer.beReset();
            }
        } else if (!sendShut) {
            sendShut = true;
            sendEnd();
        }
    }

    /** Who has come or waits to come is sent away. Caller holds the lock. */
    private void stopListening() {
        network.endListening(this);
        backlog.dismiss();
    }

    // ---- Readiness: as Linux's tcp_poll and unix_poll

    @Override
    public int readiness() {
        int ready = failed() ? ERROR : 0;
        return ready | switch (state) {
            case IDLE -> WRITABLE | HANGUP | (connecting.isUnanswered() || failed() ? READABLE | READ_HANGUP : 0);
            case CONNECTING -> 0;
            case LISTENING -> backlog.isEmpty() ? receiveShut ? READABLE | HANGUP : 0 : READABLE;
            case CONNECTED -> connectedReadiness();
        };
    }

    private int connectedReadiness() {
        boolean noMore = receiveShut || ended;
        int ready = noMore || in.available() >= Math.max(1, options.receiveLowWater) ? READABLE : 0;
        ready |= noMore ? READ_HANGUP : 0;
        ready |= noMore && sendShut ? HANGUP : 0;
        boolean writable = sendShut || out.abandoned() || out.hasRoom();
        return ready | (writable ? WRITABLE : 0);
    }

    @Override
    public void setSendBuffer(long bytes) {
        super.setSendBuffer(bytes);
        resize();
    }

    @Override
    public void setReceiveBuffer(long bytes) {
        super.setReceiveBuffer(bytes);
        resize();
    }

    private void resize() {
        network.lock.lock();
        try {
            if (state == State.CONNECTED && out != null) {
                out.setCapacity(capacity(this, peer));
                in.setCapacity(capacity(peer, this));
            }
        } finally {
            network.lock.unlock();
        }
    }
}
