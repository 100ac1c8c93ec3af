// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.WaitQueue;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.Inode;
import org.wsh.vfs.SpaceBudget;

/**
 * The machine's network: a loopback interface, and what sockets are called. Makes sockets, and knows which has which name.
 */
public final class Network {
    /** The one interface's index. */
    public static final int LOOPBACK = 1;
    /** Ports below are root's. */
    private static final int PRIVILEGED = 1024;

    /** Whose socket it is. */
    public record Owner(int uid, int gid) {}

    /** Guards names and all changes of connections. */
    final ReentrantLock lock = new ReentrantLock();

    final SpaceBudget account;
    /** Woken when a Unix datagram socket that was full has room. */
    final WaitQueue room = new WaitQueue();
    private final Kernel kernel;

    // Guarded by lock.
    private final Ports tcp = new Ports();
    private final Ports udp = new Ports();
    private final Map<Inode, Socket> paths = new IdentityHashMap<>();
    private final Map<String, Socket> abstracts = new HashMap<>();

    private volatile Outside outside = Outside.NOTHING;
    private volatile boolean without;

    public Network(Kernel kernel) {
        this.kernel = kernel;
        account = kernel.ledger().account("sockets");
    }

    long nextInode() {
        return kernel.anonymousInode();
    }

    long now() {
        return kernel.clock().realtime();
    }

    /** What lies beyond the machine, from now on. */
    public void attach(Outside granted) {
        outside = Objects.requireNonNull(granted);
    }

    public Outside outside() {
        return outside;
    }

    /** From now on there are no IP sockets: EACCES. */
    public void forbidIp() {
        without = true;
    }

    /** For {@link Socket}s that wait for room elsewhere. */
    public WaitQueue room() {
        return room;
    }

    /** socket(). EACCES: this machine has no network. */
    public Socket open(Socket.Family family, boolean datagram, Owner owner) {
        if (without && family != Socket.Family.UNIX) {
            throw new ErrnoException(Errno.EACCES, "this machine has no network");
        }
        return datagram ? new DatagramSocket(this, family, owner) : new StreamSocket(this, family, owner);
    }

    /**
     * A socket of the machine's owner that calls somebody in the machine, and nobody else: it is connected, or will be when it is let in, or is broken by then.
     *
     * @throws ErrnoException ECONNREFUSED
     */
    public StreamSocket callInside(SocketAddress.Ip there) {
        var socket = new StreamSocket(this, Socket.Family.INET, new Owner(0, 0));
        try {
            socket.connecting.callInside(there);
            return socket;
        } catch (ErrnoException e) {
            socket.release();
            throw e;
        }
    }

    /** socketpair() of Unix sockets. */
    public Socket[] pair(boolean datagram, Owner owner) {
        return datagram ? DatagramSocket.pair(this, owner) : StreamSocket.pair(this, owner);
    }

    // ---- All below needs the lock.

    void bind(Socket socket, SocketAddress name) {
        if (socket.local != null) {
            throw new ErrnoException(Errno.EINVAL);
        }
        if (socket.family == Socket.Family.UNIX) {
            bindUnix(socket, name);
            return;
        }
        SocketAddress.Ip ip = socket.requireIp(name);
        if (!ip.address().isAny() && !ip.address().isLoopback() && !(socket.isDatagram() && ip.address().isMulticast())) {
            throw new ErrnoException(Errno.EADDRNOTAVAIL);
        }
        if (ip.port() != 0 && ip.port() < PRIVILEGED && socket.owner != 0) {
            throw new ErrnoException(Errno.EACCES);
        }
        ports(socket).bind(socket, ip);
    }

    private void bindUnix(Socket socket, SocketAddress name) {
        if (!(name instanceof SocketAddress.Unix unix)) {
            throw new ErrnoException(Errno.EINVAL);
        }
        if (unix.isAbstract()) {
            if (abstracts.putIfAbsent(unix.name(), socket) != null) {
                throw new ErrnoException(Errno.EADDRINUSE);
            }
        } else if (unix.inode() == null) {
            throw new ErrnoException(Errno.EINVAL);
        } else {
            paths.put(unix.inode(), socket);
        }
        socket.local = unix;
    }

    private Ports ports(Socket socket) {
        return socket.isDatagram() ? udp : tcp;
    }

    private Socket unixSocket(SocketAddress name) {
        if (!(name instanceof SocketAddress.Unix unix)) {
            throw new ErrnoException(Errno.EINVAL);
        }
        Socket found = unix.isAbstract() ? abstracts.get(unix.name()) : paths.get(unix.inode());
        if (found == null) {
            throw new ErrnoException(Errno.ECONNREFUSED);
        }
        return found;
    }

    StreamSocket unixListener(SocketAddress name) {
        Socket found = unixSocket(name);
        if (!(found instanceof StreamSocket stream)) {
            throw new ErrnoException(Errno.EPROTOTYPE);
        }
        if (!stream.isListening()) {
            throw new ErrnoException(Errno.ECONNREFUSED);
        }
        return stream;
    }

    DatagramSocket unixReceiver(SocketAddress name) {
        if (!(unixSocket(name) instanceof DatagramSocket receiver)) {
            throw new ErrnoException(Errno.EPROTOTYPE);
        }
        return receiver;
    }

    void listen(StreamSocket socket) {
        if (socket.family == Socket.Family.UNIX) {
            return;
        }
        if (socket.local == null) {
            tcp.bind(socket, (SocketAddress.Ip) socket.localAddress());
        }
        tcp.listen(socket);
    }

    void endListening(StreamSocket socket) {
        if (socket.family != Socket.Family.UNIX) {
            tcp.endListening(socket);
        }
    }

    StreamSocket listener(SocketAddress.Ip there) {
        return there.address().isLoopback() ? tcp.listener(there) : null;
    }

    /** An accepted connection's end, whose local address is set, takes part in its listener's port. */
    void share(StreamSocket end) {
        tcp.share(end, (SocketAddress.Ip) end.local);
    }

    /** Who calls "any address" calls the machine itself. */
    SocketAddress.Ip destination(SocketAddress.Ip to) {
        if (!to.address().isAny()) {
            return to;
        }
        return new SocketAddress.Ip(to.address().isV4() ? IpAddress.LOOPBACK_V4 : IpAddress.LOOPBACK_V6, to.port());
    }

    /** Of datagrams. EACCES: it lies beyond what was granted. */
    void requireReachable(SocketAddress.Ip there) {
        IpAddress address = there.address();
        if (!address.isLoopback() && !address.isMulticast() && !address.isBroadcast() && !outside.reaches(there, true)) {
            throw new ErrnoException(Errno.EACCES, address.toString());
        }
    }

    /** Whether a datagram leaves the machine: somebody was granted there, and nobody inside has that address. */
    boolean leadsOutside(SocketAddress.Ip from, SocketAddress.Ip there) {
        IpAddress address = there.address();
        return !address.isMulticast() && !address.isBroadcast() && outside.reaches(there, true) && (!address.isLoopback() || udp.receiver(from, there) == null);
    }

    /** A socket that calls has an address to be answered at. */
    void bindForConnect(Socket socket, SocketAddress.Ip there) {
        IpAddress own = there.address().isV4() ? IpAddress.LOOPBACK_V4 : IpAddress.LOOPBACK_V6;
        if (socket.local == null) {
            ports(socket).bind(socket, new SocketAddress.Ip(own, 0));
        } else if (socket.local instanceof SocketAddress.Ip name && name.address().isAny()) {
            ports(socket).forget(socket);
            ports(socket).share(socket, new SocketAddress.Ip(own, name.port()));
        }
    }

    /** What a receiver sees as sender's address. An unbound socket gets a port; it stays bound to all addresses. */
    SocketAddress sourceFor(DatagramSocket socket, SocketAddress.Ip there) {
        if (socket.local == null) {
            udp.bind(socket, (SocketAddress.Ip) socket.localAddress());
        }
        var name = (SocketAddress.Ip) socket.local;
        if (!name.address().isAny()) {
            return name;
        }
        return new SocketAddress.Ip(there.address().isV4() ? IpAddress.LOOPBACK_V4 : IpAddress.LOOPBACK_V6, name.port());
    }

    /** Who gets a datagram. ENETUNREACH, EACCES. */
    DatagramSocket[] receivers(SocketAddress.Ip from, SocketAddress.Ip there) {
        if (there.address().isMulticast()) {
            List<DatagramSocket> members = udp.members(there);
            return members.toArray(new DatagramSocket[0]);
        }
        if (there.address().isBroadcast()) {
            throw new ErrnoException(Errno.ENETUNREACH); // the loopback interface has no broadcast
        }
        requireReachable(there);
        DatagramSocket receiver = udp.receiver(from, there);
        return receiver == null ? new DatagramSocket[0] : new DatagramSocket[] {receiver};
    }

    void forget(Socket socket) {
        switch (socket.local) {
            case SocketAddress.Ip ip -> ports(socket).forget(socket);
            case SocketAddress.Unix unix when unix.isAbstract() -> abstracts.remove(unix.name(), socket);
            case SocketAddress.Unix unix -> paths.remove(unix.inode(), socket);
            case null, default -> { }
        }
    }
}
