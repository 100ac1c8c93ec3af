// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
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
    private enum State {
        IDLE, CONNECTING, CONNECTED, LISTENING
    }

    /** Linux's somaxconn. */
    private static final int MOST_BACKLOG = 4096;
    private static final int TCP_SEND = 16384;
    private static final int TCP_RECEIVE = 131072;
    private static final int UNIX_BUFFER = 212992;

    // All of this is guarded by Network.lock for writing.
    private volatile State state = State.IDLE;
    private volatile Stream in; // what the peer writes
    private volatile Stream out; // what the peer reads
    private volatile StreamSocket peer;
    /** Nothing is received (or sent) any more: shutdown(), or what the peer did. */
    private volatile boolean receiveShut;
    private volatile boolean sendShut;
    /** TCP: the peer has sent its end. It outlives a reset. */
    private volatile boolean ended;
    /** TCP: the peer has broken the connection. */
    private volatile boolean wasReset;
    /** A connect() that could not wait has not been asked about yet. */
    private boolean unanswered;
    private boolean released;
    /** At whose door it knocks. */
    private StreamSocket called;

    // A listener's.
    private int backlog;
    private final ArrayDeque<StreamSocket> arrived = new ArrayDeque<>(0); // connected, to be accepted
    private final ArrayDeque<StreamSocket> knocking = new ArrayDeque<>(0); // CONNECTING, when there is room

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

    private boolean isUnix() {
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
            backlog = most < 0 || most > MOST_BACKLOG ? MOST_BACKLOG : most;
            state = State.LISTENING;
            admit();
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
            StreamSocket caller = arrived.poll();
            admit();
            return caller;
        } finally {
            network.lock.unlock();
        }
    }

    /** Those who knock come in while there is room. Caller holds the lock. */
    private void admit() {
        while (arrived.size() <= backlog && !knocking.isEmpty()) {
            StreamSocket caller = knocking.poll();
            caller.called = null;
            arrive(caller);
            caller.changed.wakeAll();
        }
    }

    private void arrive(StreamSocket caller) {
        var end = new StreamSocket(network, family, new Network.Owner(owner, owner), new SocketOptions(options));
        end.local = caller.remote;
        if (!isUnix()) {
            network.share(end, this);
        } else {
            end.local = local;
        }
        end.remote = caller.local != null ? caller.local : SocketAddress.Unix.UNNAMED;
        join(caller, end);
        arrived.add(end);
        changed.wakeAll();
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
        one.state = State.CONNECTED;
        other.state = State.CONNECTED;
    }

    /** On its way a byte is in the sender's buffer or the receiver's. */
    private static int capacity(StreamSocket from, StreamSocket to) {
        return from.isUnix() ? from.options.sendBuffer() : from.options.sendBuffer() + to.options.receiveBuffer();
    }

    /** EISCONN, EINVAL, EALREADY, ECONNREFUSED, EACCES (beyond what was granted), EADDRNOTAVAIL; what connecting brought meanwhile. */
    @Override
    public boolean connect(SocketAddress to) {
        network.lock.lock();
        try {
            if (to instanceof SocketAddress.Unspecified) {
                throw new ErrnoException(isUnix() ? Errno.EINVAL : Errno.EAFNOSUPPORT);
            }
            switch (state) {
                case LISTENING -> throw new ErrnoException(isUnix() ? Errno.EINVAL : Errno.EISCONN);
                case CONNECTING -> throw new ErrnoException(Errno.EALREADY);
                case CONNECTED -> {
                    if (unanswered) {
                        unanswered = false;
                        return true;
                    }
                    throw new ErrnoException(Errno.EISCONN);
                }
                case IDLE -> {
                    if (unanswered) {
                        unanswered = false;
                        throw new ErrnoException(failed() ? takeError() : Errno.ECONNABORTED);
                    }
                }
            }
            return isUnix() ? callUnix(to) : callIp(to);
        } finally {
            network.lock.unlock();
        }
    }

    private boolean callUnix(SocketAddress to) {
        StreamSocket listener = network.unixListener(to);
        if (listener.arrived.size() > listener.backlog) {
            if (nonblock()) {
                throw new ErrnoException(Errno.EAGAIN);
            }
            remote = to;
            knock(listener);
            return false;
        }
        remote = to;
        listener.arrive(this);
        return true;
    }

    private void knock(StreamSocket listener) {
        state = State.CONNECTING;
        called = listener;
        listener.knocking.add(this);
    }

    private void stopKnocking() {
        if (called != null) {
            called.knocking.remove(this);
            called = null;
        }
    }

    private boolean callIp(SocketAddress to) {
        SocketAddress.Ip there = network.destination(requireIp(to));
        network.bindForConnect(this, there);
        StreamSocket listener = network.listener(there);
        if (listener == null) {
            if (network.outside().reaches(there, false)) {
                return callOutside(there);
            }
            if (!there.address().isLoopback()) {
                throw new ErrnoException(Errno.EACCES, there.toString());
            }
            return answerLater(Errno.ECONNREFUSED);
        }
        remote = there;
        if (listener.arrived.size() > listener.backlog) {
            knock(listener);
            return refuseToWait();
        }
        listener.arrive(this);
        return answerLater(null);
    }

    /** For {@link Network#callInside}. */
    void callInside(SocketAddress.Ip there) {
        network.lock.lock();
        try {
            StreamSocket listener = network.listener(there);
            if (listener == null) {
                throw new ErrnoException(Errno.ECONNREFUSED);
            }
            network.bindForConnect(this, there);
            remote = there;
            if (listener.arrived.size() > listener.backlog) {
                knock(listener);
            } else {
                listener.arrive(this);
            }
        } finally {
            network.lock.unlock();
        }
    }

    /** A TCP connect() that must not wait says EINPROGRESS, though all is decided already. */
    private boolean answerLater(Errno errno) {
        if (nonblock()) {
            unanswered = true;
            if (errno != null) {
                fail(errno);
            }
            changed.wakeAll();
            throw new ErrnoException(Errno.EINPROGRESS);
        }
        if (errno != null) {
            throw new ErrnoException(errno);
        }
        return true;
    }

    /** connect() was interrupted and goes on: a later one is told what it came to. */
    public void answerLater() {
        network.lock.lock();
        try {
            unanswered = true;
        } finally {
            network.lock.unlock();
        }
    }

    /** Whether connect() has begun and is not through. */
    public boolean connecting() {
        network.lock.lock();
        try {
            return state == State.CONNECTING;
        } finally {
            network.lock.unlock();
        }
    }

    private boolean refuseToWait() {
        if (nonblock()) {
            unanswered = true;
            throw new ErrnoException(Errno.EINPROGRESS);
        }
        return false;
    }

    private boolean callOutside(SocketAddress.Ip there) {
        var near = new StreamSocket(network, family, new Network.Owner(owner, owner), new SocketOptions(options));
        near.remote = local;
        near.local = there;
        remote = there;
        near.peer = this;
        peer = near;
        state = State.CONNECTING;
        near.state = State.CONNECTING;
        network.outside().connect(near, there);
        return refuseToWait();
    }

    /** For {@link Outside}, of the end it was given: the connection stands. @return false if who called has gone meanwhile */
    public boolean established() {
        network.lock.lock();
        try {
            StreamSocket caller = peer;
            if (caller.state != State.CONNECTING || caller.peer != this || caller.released) {
                return false;
            }
            join(caller, this);
        } finally {
            network.lock.unlock();
        }
        peer.changed.wakeAll();
        return true;
    }

    /** For {@link Outside}: there will be no connection. */
    public void refused(Errno why) {
        network.lock.lock();
        try {
            if (peer.peer == this) {
                peer.giveUp(why);
            }
        } finally {
            network.lock.unlock();
        }
    }

    /** The connection that it was waiting for will not be. Caller holds the lock. */
    private void giveUp(Errno why) {
        if (state == State.CONNECTING) {
            state = State.IDLE;
            remote = null;
            peer = null;
            fail(why);
            changed.wakeAll();
        }
    }

    /** The wait for a connection is over: ETIMEDOUT for who waited too long. Later it may try again. */
    public void stopConnecting() {
        network.lock.lock();
        try {
            if (state == State.CONNECTING) {
                state = State.IDLE;
                remote = null;
                stopKnocking();
            }
        } finally {
            network.lock.unlock();
        }
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
                    stopKnocking();
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
        for (StreamSocket caller = knocking.poll(); caller != null; caller = knocking.poll()) {
            caller.called = null;
            caller.giveUp(Errno.ECONNREFUSED);
        }
        for (StreamSocket end = arrived.poll(); end != null; end = arrived.poll()) {
            if (isUnix()) {
                end.peer.fail(Errno.ECONNRESET);
            } else {
                end.abort();
            }
            end.release();
        }
    }

    // ---- Readiness: as Linux's tcp_poll and unix_poll

    @Override
    public int readiness() {
        int ready = failed() ? ERROR : 0;
        return ready | switch (state) {
            case IDLE -> WRITABLE | HANGUP | (unanswered || failed() ? READABLE | READ_HANGUP : 0);
            case CONNECTING -> 0;
            case LISTENING -> arrived.isEmpty() ? receiveShut ? READABLE | HANGUP : 0 : READABLE;
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
