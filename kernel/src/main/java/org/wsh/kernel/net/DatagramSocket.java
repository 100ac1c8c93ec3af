// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A UDP socket, or a Unix datagram socket. What a UDP socket has no room for is lost, as it may be; who sends to a full Unix socket waits.
 *
 * <p>Datagrams that wait are charged to the machine's sockets.
 */
public final class DatagramSocket extends Socket {
    /** The largest payload of UDP over IPv4; Linux's over IPv6 loopback is a bit larger. */
    private static final int MOST_UDP = 65507;
    private static final int BUFFER = 212992;
    /** Linux's net.unix.max_dgram_qlen: a Unix socket holds one more. */
    private static final int MOST_UNIX = 10;
    /** What a datagram costs besides its bytes. */
    private static final int OVERHEAD = 256;
    private static final int UNIX_OVERHEAD = 32;

    private record Datagram(byte[] bytes, SocketAddress from) {
        int cost() {
            return bytes.length + OVERHEAD;
        }
    }

    // Guarded by the queue's monitor.
    private final ArrayDeque<Datagram> queue = new ArrayDeque<>(0);
    private int queued;
    private boolean closed;

    private volatile boolean receiveShut;
    private volatile boolean sendShut;
    /** A Unix socket's connected peer. Guarded by Network.lock for writing. */
    private volatile DatagramSocket peer;

    private record Membership(IpAddress group, int index) {}

    /** It has sent something out of the machine. */
    private volatile boolean outside;

    private final Set<Membership> memberships = new HashSet<>(); // guarded by Network.lock

    DatagramSocket(Network network, Family family, Network.Owner owner) {
        super(network, family, new SocketOptions(BUFFER, BUFFER), owner);
    }

    @Override
    public boolean isDatagram() {
        return true;
    }

    private boolean isUnix() {
        return family == Family.UNIX;
    }

    static DatagramSocket[] pair(Network network, Network.Owner owner) {
        var one = new DatagramSocket(network, Family.UNIX, owner);
        var other = new DatagramSocket(network, Family.UNIX, owner);
        one.connectTo(other, SocketAddress.Unix.UNNAMED);
        other.connectTo(one, SocketAddress.Unix.UNNAMED);
        return new DatagramSocket[] {one, other};
    }

    private void connectTo(DatagramSocket other, SocketAddress name) {
        peer = other;
        remote = name;
    }

    /** Fixes the peer: always at once. ECONNREFUSED, EPROTOTYPE (Unix), EACCES. */
    @Override
    public boolean connect(SocketAddress to) {
        network.lock.lock();
        try {
            if (to instanceof SocketAddress.Unspecified) {
                peer = null;
                remote = null;
            } else if (isUnix()) {
                connectTo(network.unixReceiver(to), to);
            } else {
                SocketAddress.Ip there = network.destination(requireIp(to));
                network.requireReachable(there);
                if (there.address().isBroadcast() && !options.has(SocketOptions.Flag.BROADCAST)) {
                    throw new ErrnoException(Errno.EACCES);
                }
                network.bindForConnect(this, there);
                remote = there;
            }
            return true;
        } finally {
            network.lock.unlock();
        }
    }

    @Override
    public void shutdown(boolean reading, boolean writing) {
        if (!isUnix() && remote == null) {
            throw new ErrnoException(Errno.ENOTCONN);
        }
        receiveShut |= reading;
        sendShut |= writing;
        changed.wakeAll();
    }

    /** EDESTADDRREQ, ENOTCONN (Unix), EMSGSIZE, ECONNREFUSED, EACCES (broadcast, or beyond the machine), ENETUNREACH, EPIPE (shut). */
    @Override
    public int send(ByteBuffer from, SocketAddress to) {
        if (sendShut) {
            throw new ErrnoException(Errno.EPIPE);
        }
        return isUnix() ? sendUnix(from, to) : sendUdp(from, to);
    }

    private int sendUdp(ByteBuffer from, SocketAddress to) {
        int size = from.remaining();
        if (size > MOST_UDP) {
            throw new ErrnoException(Errno.EMSGSIZE);
        }
        DatagramSocket[] receivers;
        SocketAddress source;
        SocketAddress.Ip there;
        boolean leaves;
        network.lock.lock();
        try {
            if (to == null && remote == null) {
                throw new ErrnoException(Errno.EDESTADDRREQ);
            }
            there = to == null ? (SocketAddress.Ip) remote : network.destination(requireIp(to));
            if (there.port() == 0) {
                throw new ErrnoException(Errno.EINVAL);
            }
            throwPending();
            if (there.address().isBroadcast() && !options.has(SocketOptions.Flag.BROADCAST)) {
                throw new ErrnoException(Errno.EACCES);
            }
            source = network.sourceFor(this, there);
            leaves = network.leadsOutside((SocketAddress.Ip) source, there);
            receivers = leaves ? new DatagramSocket[0] : network.receivers((SocketAddress.Ip) source, there);
            if (receivers.length == 0 && !leaves && there.equals(remote)) {
                fail(Errno.ECONNREFUSED); // what Linux learns by ICMP
                changed.wakeAll();
            }
        } finally {
            network.lock.unlock();
        }
        if (leaves) {
            outside = true;
            network.outside().send(this, there, taken(from));
        } else if (receivers.length > 0) {
            var datagram = new Datagram(taken(from), source);
            for (DatagramSocket receiver : receivers) {
                receiver.take(datagram);
            }
        } else {
            from.position(from.limit());
        }
        return size;
    }

    /** For {@link Outside}: a datagram from beyond the machine, which takes the array over. One that is not the peer's is not for a connected socket. */
    public void arrived(byte[] bytes, SocketAddress.Ip from) {
        SocketAddress only = remote;
        if (only == null || only.equals(from)) {
            take(new Datagram(bytes, from));
        }
    }

    private static byte[] taken(ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        return bytes;
    }

    private int sendUnix(ByteBuffer from, SocketAddress to) {
        DatagramSocket receiver = peer;
        if (to != null) {
            network.lock.lock();
            try {
                receiver = network.unixReceiver(to);
            } finally {
                network.lock.unlock();
            }
        } else if (receiver == null) {
            throw new ErrnoException(Errno.ENOTCONN);
        }
        int size = from.remaining();
        if (size > options.sendBuffer() - UNIX_OVERHEAD) {
            throw new ErrnoException(Errno.EMSGSIZE);
        }
        DatagramSocket friend = receiver.peer;
        if (friend != null && friend != this) {
            throw new ErrnoException(Errno.EPERM); // it only hears its own peer
        }
        if (receiver.receiveShut) {
            throw new ErrnoException(Errno.EPIPE);
        }
        if (receiver.isFull()) {
            return WOULD_BLOCK;
        }
        SocketAddress own = local == null ? SocketAddress.Unix.UNNAMED : local;
        if (!receiver.take(new Datagram(taken(from), own))) {
            from.position(from.position() - size);
            if (receiver.isClosed()) {
                if (receiver == peer) {
                    connect(new SocketAddress.Unspecified());
                }
                throw new ErrnoException(Errno.ECONNREFUSED);
            }
            return WOULD_BLOCK;
        }
        return size;
    }

    private boolean isFull() {
        synchronized (queue) {
            return isUnix() && !closed && queue.size() > MOST_UNIX;
        }
    }

    private boolean isClosed() {
        synchronized (queue) {
            return closed;
        }
    }

    /** @return whether it was put into the queue */
    private boolean take(Datagram datagram) {
        synchronized (queue) {
            if (closed || isUnix() && queue.size() > MOST_UNIX) {
                return false;
            }
            if (!isUnix() && !queue.isEmpty() && queued + datagram.cost() > options.receiveBuffer() || !network.account.reserve(datagram.cost())) {
                return false;
            }
            queue.add(datagram);
            queued += datagram.cost();
        }
        changed.wakeAll();
        return true;
    }

    /** ECONNREFUSED: what was sent to a connected peer before did not reach anybody. */
    @Override
    public int receive(ByteBuffer into, boolean peek, SocketAddress[] sender) {
        throwPending();
        Datagram first;
        boolean roomAgain;
        synchronized (queue) {
            roomAgain = isUnix() && queue.size() > MOST_UNIX && !peek;
            first = peek ? queue.peek() : queue.poll();
            if (first != null && !peek) {
                queued -= first.cost();
                network.account.release(first.cost());
            }
        }
        if (roomAgain) {
            network.room.wakeAll();
        }
        if (first == null) {
            return receiveShut ? 0 : WOULD_BLOCK;
        }
        into.put(first.bytes, 0, Math.min(into.remaining(), first.bytes.length));
        if (sender != null) {
            sender[0] = first.from;
        }
        return first.bytes.length;
    }

    @Override
    public int available() {
        synchronized (queue) {
            Datagram first = queue.peek();
            return first == null ? 0 : first.bytes.length;
        }
    }

    @Override
    public int readiness() {
        boolean waiting;
        synchronized (queue) {
            waiting = !queue.isEmpty();
        }
        DatagramSocket to = peer;
        int ready = failed() ? ERROR : 0;
        ready |= waiting || receiveShut ? READABLE : 0;
        ready |= receiveShut ? READ_HANGUP : 0;
        ready |= receiveShut && sendShut ? HANGUP : 0;
        return ready | (to == null || !to.isFull() ? WRITABLE : 0);
    }

    /** A Unix socket becomes writable when its peer has room. */
    @Override
    public void subscribe(Runnable wake) {
        super.subscribe(wake);
        if (isUnix()) {
            network.room.subscribe(wake);
        }
    }

    @Override
    public void unsubscribe(Runnable wake) {
        super.unsubscribe(wake);
        if (isUnix()) {
            network.room.unsubscribe(wake);
        }
    }

    // ---- Multicast

    /** ENODEV: no such interface. EINVAL: no multicast address. EADDRINUSE: it is a member. */
    public void join(IpAddress group, int index) {
        requireInterface(group, index);
        network.lock.lock();
        try {
            if (!memberships.add(new Membership(group, index))) {
                throw new ErrnoException(Errno.EADDRINUSE);
            }
        } finally {
            network.lock.unlock();
        }
    }

    /** EADDRNOTAVAIL: it is no member. */
    public void leave(IpAddress group, int index) {
        requireInterface(group, index);
        network.lock.lock();
        try {
            if (!memberships.remove(new Membership(group, index))) {
                throw new ErrnoException(Errno.EADDRNOTAVAIL);
            }
        } finally {
            network.lock.unlock();
        }
    }

    private void requireInterface(IpAddress group, int index) {
        if (isUnix() || !group.isMulticast()) {
            throw new ErrnoException(isUnix() ? Errno.ENOTSUP : Errno.EINVAL);
        }
        if (index != Network.LOOPBACK) {
            throw new ErrnoException(Errno.ENODEV);
        }
    }

    /** Caller holds Network.lock. */
    boolean isMember(IpAddress group) {
        return memberships.contains(new Membership(group, Network.LOOPBACK));
    }

    @Override
    protected void released() {
        network.lock.lock();
        try {
            network.forget(this);
        } finally {
            network.lock.unlock();
        }
        synchronized (queue) {
            closed = true;
            network.account.release(queued);
            queued = 0;
            queue.clear();
        }
        network.room.wakeAll();
        changed.wakeAll();
        if (outside) {
            network.outside().forget(this);
        }
    }
}
