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
 * How it comes to be connected is {@link Connecting}'s, who calls it {@link Backlog}'s, and what goes to and fro {@link Connection}'s.
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
    volatile StreamSocket peer;
    private boolean released;
    final Connecting connecting = new Connecting(this);
    final Connection connection = new Connection(this);
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
        return state == State.CONNECTED && !connection.isOver();
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
        if (state != State.CONNECTED || connection.isOver()) {
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
        Connection.join(one, other);
        return new StreamSocket[] {one, other};
    }

    // ---- Transfers

    /** EPIPE, ECONNRESET, ENOTCONN (Unix), EISCONN and ENOTSUP (Unix, with a destination). */
    @Override
    public int send(ByteBuffer from, SocketAddress to) {
        if (to != null && isUnix()) {
            throw new ErrnoException(state == State.CONNECTED ? Errno.EISCONN : Errno.ENOTSUP);
        }
        return connection.send(from);
    }

    /** ENOTCONN, EINVAL (Unix), ECONNRESET and the like. */
    @Override
    public int receive(ByteBuffer into, boolean peek, SocketAddress[] sender) {
        return connection.receive(into, peek, sender);
    }

    @Override
    public int available() {
        return state == State.CONNECTED ? connection.available() : 0;
    }

    // ---- Ends

    /** ENOTCONN (TCP). A listener that is shut for reading listens no more. */
    @Override
    public void shutdown(boolean reading, boolean writing) {
        network.lock.lock();
        try {
            if (state != State.LISTENING) {
                connection.shutdown(reading, writing);
            } else if (reading && !isUnix()) {
                stopListening();
                state = State.IDLE;
            } else if (reading) {
                connection.shutReceive();
            }
        } finally {
            network.lock.unlock();
        }
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
                case CONNECTED -> connection.hangUp();
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
            case LISTENING -> backlog.isEmpty() ? connection.isReceiveShut() ? READABLE | HANGUP : 0 : READABLE;
            case CONNECTED -> connection.readiness();
        };
    }

    @Override
    public void setSendBuffer(long bytes) {
        super.setSendBuffer(bytes);
        connection.resize();
    }

    @Override
    public void setReceiveBuffer(long bytes) {
        super.setReceiveBuffer(bytes);
        connection.resize();
    }
}
