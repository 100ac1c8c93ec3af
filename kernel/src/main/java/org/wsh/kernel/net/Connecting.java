// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import org.wsh.kernel.net.StreamSocket.State;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A stream socket's connect(), from the call until it is connected or told why not. Inside the machine all is decided at once, unless the listener has no room: then it knocks there. Who is
 * beyond the machine answers by {@link #established} or {@link #refused}, of the end that {@link Outside} was given.
 *
 * <p>Guarded by {@code Network.lock}.
 */
final class Connecting {
    private final StreamSocket socket;
    private final Network network;

    /** A connect() that could not wait has not been asked about yet. */
    private boolean unanswered;
    /** At whose door it knocks; null once it is let in or sent away. */
    private Backlog door;

    Connecting(StreamSocket socket) {
        this.socket = socket;
        this.network = socket.network;
    }

    boolean connect(SocketAddress to) {
        network.lock.lock();
        try {
            if (to instanceof SocketAddress.Unspecified) {
                throw new ErrnoException(socket.isUnix() ? Errno.EINVAL : Errno.EAFNOSUPPORT);
            }
            return isAnswer() || (socket.isUnix() ? callUnix(to) : callIp(to));
        } finally {
            network.lock.unlock();
        }
    }

    /** Whether this connect() only tells that an earlier one has succeeded; throws what became of it if something else has. */
    private boolean isAnswer() {
        switch (socket.state) {
            case LISTENING -> throw new ErrnoException(socket.isUnix() ? Errno.EINVAL : Errno.EISCONN);
            case CONNECTING -> throw new ErrnoException(Errno.EALREADY);
            case CONNECTED -> {
                if (!unanswered) {
                    throw new ErrnoException(Errno.EISCONN);
                }
                unanswered = false;
                return true;
            }
            case IDLE -> {
                if (unanswered) {
                    unanswered = false;
                    throw new ErrnoException(socket.failed() ? socket.takeError() : Errno.ECONNABORTED);
                }
            }
        }
        return false;
    }

    private boolean callUnix(SocketAddress to) {
        Backlog backlog = network.unixListener(to).backlog;
        if (backlog.isFull() && socket.nonblock()) {
            throw new ErrnoException(Errno.EAGAIN);
        }
        socket.remote = to;
        return call(backlog);
    }

    private boolean callIp(SocketAddress to) {
        SocketAddress.Ip there = network.destination(socket.requireIp(to));
        network.bindForConnect(socket, there);
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
        socket.remote = there;
        return call(listener.backlog) ? answerLater(null) : refuseToWait();
    }

    /** For {@link Network#callInside}. */
    void callInside(SocketAddress.Ip there) {
        network.lock.lock();
        try {
            StreamSocket listener = network.listener(there);
            if (listener == null) {
                throw new ErrnoException(Errno.ECONNREFUSED);
            }
            network.bindForConnect(socket, there);
            socket.remote = there;
            call(listener.backlog);
        } finally {
            network.lock.unlock();
        }
    }

    /** @return whether it is connected; if not, it knocks */
    private boolean call(Backlog backlog) {
        if (backlog.call(socket)) {
            return true;
        }
        socket.state = State.CONNECTING;
        door = backlog;
        return false;
    }

    private boolean callOutside(SocketAddress.Ip there) {
        StreamSocket near = socket.another();
        near.remote = socket.local;
        near.local = there;
        socket.remote = there;
        near.peer = socket;
        socket.peer = near;
        socket.state = State.CONNECTING;
        near.state = State.CONNECTING;
        network.outside().connect(near, there);
        return refuseToWait();
    }

    /** A TCP connect() that must not wait says EINPROGRESS, though all is decided already. */
    private boolean answerLater(Errno errno) {
        if (socket.nonblock()) {
            unanswered = true;
            if (errno != null) {
                socket.fail(errno);
            }
            socket.changed.wakeAll();
            throw new ErrnoException(Errno.EINPROGRESS);
        }
        if (errno != null) {
            throw new ErrnoException(errno);
        }
        return true;
    }

    private boolean refuseToWait() {
        if (socket.nonblock()) {
            unanswered = true;
            throw new ErrnoException(Errno.EINPROGRESS);
        }
        return false;
    }

    /** connect() was interrupted and goes on: a later one is told what it came to. */
    void answerLater() {
        network.lock.lock();
        try {
            unanswered = true;
        } finally {
            network.lock.unlock();
        }
    }

    /** For who asks whether the socket is ready; the lock need not be held, as whatever changes this wakes the socket. */
    boolean isUnanswered() {
        return unanswered;
    }

    /** Of the end that {@link Outside} was given: the connection stands. @return false if who called has gone meanwhile */
    boolean established() {
        StreamSocket caller;
        network.lock.lock();
        try {
            caller = socket.peer;
            if (caller.state != State.CONNECTING || caller.peer != socket || caller.isReleased()) {
                return false;
            }
            Connection.join(caller, socket);
        } finally {
            network.lock.unlock();
        }
        caller.changed.wakeAll();
        return true;
    }

    /** Of the end that {@link Outside} was given: there will be no connection. */
    void refused(Errno why) {
        network.lock.lock();
        try {
            StreamSocket caller = socket.peer;
            if (caller.peer == socket) {
                caller.connecting.giveUp(why);
            }
        } finally {
            network.lock.unlock();
        }
    }

    /** The connection that it was waiting for will not be. Caller holds the lock. */
    void giveUp(Errno why) {
        door = null;
        if (socket.state == State.CONNECTING) {
            socket.state = State.IDLE;
            socket.remote = null;
            socket.peer = null;
            socket.fail(why);
            socket.changed.wakeAll();
        }
    }

    /** The wait for a connection is over: ETIMEDOUT for who waited too long. Later it may try again. */
    void stop() {
        network.lock.lock();
        try {
            if (socket.state == State.CONNECTING) {
                socket.state = State.IDLE;
                socket.remote = null;
                stopKnocking();
            }
        } finally {
            network.lock.unlock();
        }
    }

    /** Caller holds the lock. */
    void stopKnocking() {
        if (door != null) {
            door.goAway(socket);
            door = null;
        }
    }

    /** The socket is connected. Caller holds the lock, or is the only one who knows the socket. */
    void connected() {
        door = null;
        socket.state = State.CONNECTED;
    }
}
