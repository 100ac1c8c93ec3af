// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import java.nio.ByteBuffer;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.WaitQueue;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/**
 * An end of a connection, or what becomes one: POSIX socket(). Its operations are those of the system calls, without the waiting: what would wait answers
 * WOULD_BLOCK (or null, or false), and who waits does so on this object.
 */
public abstract class Socket extends OpenFileDescription {
    /** Address families. */
    public enum Family {
        INET, INET6, UNIX
    }

    private static final OpenFlags BOTH_WAYS = new OpenFlags(true, true, false, false, false, false, false, false, false);

    final Network network;
    final Family family;
    final SocketOptions options;
    final int owner;
    private final long inode;
    private final int group;
    private final long created;

    /** Woken by whatever changes {@link #readiness}. */
    final WaitQueue changed = new WaitQueue();

    // Guarded by Network.lock; read by anybody.
    volatile SocketAddress local;
    volatile SocketAddress remote;

    /** What went wrong meanwhile: the next operation tells, once. */
    private volatile Errno pending;

    Socket(Network network, Family family, SocketOptions options, Network.Owner owner) {
        super(BOTH_WAYS);
        this.network = network;
        this.family = family;
        this.options = options;
        this.owner = owner.uid();
        this.group = owner.gid();
        this.inode = network.nextInode();
        this.created = network.now();
    }

    public final Family family() {
        return family;
    }

    /** SOCK_DGRAM, else SOCK_STREAM. */
    public abstract boolean isDatagram();

    public final SocketOptions options() {
        return options;
    }

    // ---- Names

    /** bind(). EINVAL (it has a name), EADDRINUSE, EADDRNOTAVAIL, EACCES, EAFNOSUPPORT. */
    public final void bind(SocketAddress name) {
        network.lock.lock();
        try {
            network.bind(this, name);
        } finally {
            network.lock.unlock();
        }
    }

    /** getsockname(): an unbound one has its family's empty name. */
    public final SocketAddress localAddress() {
        SocketAddress name = local;
        return name != null ? name : switch (family) {
            case INET -> new SocketAddress.Ip(IpAddress.ANY_V4, 0);
            case INET6 -> new SocketAddress.Ip(IpAddress.ANY_V6, 0);
            case UNIX -> SocketAddress.Unix.UNNAMED;
        };
    }

    /** getpeername(). ENOTCONN. */
    public SocketAddress remoteAddress() {
        SocketAddress name = remote;
        if (name == null) {
            throw new ErrnoException(Errno.ENOTCONN);
        }
        return name;
    }

    // ---- Connections

    /** listen(). */
    public void listen(int backlog) {
        throw new ErrnoException(Errno.ENOTSUP);
    }

    /** accept(): null if nobody has called. */
    public StreamSocket accept() {
        throw new ErrnoException(Errno.ENOTSUP);
    }

    /**
     * connect().
     *
     * @return whether it is connected; if not, it will be, or have an error, once it is writable
     */
    public abstract boolean connect(SocketAddress to);

    /** shutdown(). ENOTCONN. */
    public abstract void shutdown(boolean reading, boolean writing);

    // ---- Transfers

    /**
     * send(): as write(), with a destination.
     *
     * @param to null for the peer
     */
    public abstract int send(ByteBuffer from, SocketAddress to);

    /**
     * recv().
     *
     * @param sender where a datagram's sender is told, in [0]; may be null
     * @return bytes, 0 at the end, WOULD_BLOCK; for a datagram its whole length, though {@code into} may have been too small
     */
    public abstract int receive(ByteBuffer into, boolean peek, SocketAddress[] sender);

    /** FIONREAD: of a datagram socket, the size of the next one. */
    @Override
    public abstract int available();

    @Override
    public final int read(ByteBuffer into) {
        int room = into.remaining();
        return Math.min(room, receive(into, false, null));
    }

    @Override
    public final int write(ByteBuffer from) {
        return send(from, null);
    }

    // ---- Errors

    final void fail(Errno errno) {
        pending = errno;
    }

    final boolean failed() {
        return pending != null;
    }

    /** SO_ERROR: what went wrong, once; null if nothing did. */
    public final Errno takeError() {
        if (pending == null) {
            return null;
        }
        network.lock.lock();
        try {
            Errno errno = pending;
            pending = null;
            return errno;
        } finally {
            network.lock.unlock();
        }
    }

    final void throwPending() {
        Errno errno = takeError();
        if (errno != null) {
            throw new ErrnoException(errno);
        }
    }

    // ---- Options

    public void set(SocketOptions.Flag flag, boolean on) {
        if (flag == SocketOptions.Flag.ONLY_V6 && local != null) {
            throw new ErrnoException(Errno.EINVAL);
        }
        options.put(flag, on);
    }

    public void setSendBuffer(long bytes) {
        options.setSendBuffer(bytes);
    }

    public void setReceiveBuffer(long bytes) {
        options.setReceiveBuffer(bytes);
    }

    // ---- As a file

    @Override
    public void subscribe(Runnable wake) {
        changed.subscribe(wake);
    }

    @Override
    public void unsubscribe(Runnable wake) {
        changed.unsubscribe(wake);
    }

    @Override
    public final Attributes attributes() {
        return new Attributes(
                Kernel.ANONYMOUS_DEVICE, inode, FileType.SOCKET, 0777, 1, owner, group, 0, 0, 0, created, created, created);
    }

    @Override
    public final String toString() {
        return "socket:[" + inode + "]";
    }

    /** Whether it is for IP and takes IPv4 addresses. */
    final boolean takesV4() {
        return family == Family.INET || family == Family.INET6 && !options.has(SocketOptions.Flag.ONLY_V6);
    }

    /** EAFNOSUPPORT; ENETUNREACH for an IPv4 address at a socket for IPv6 only. */
    final SocketAddress.Ip requireIp(SocketAddress address) {
        if (!(address instanceof SocketAddress.Ip ip)) {
            throw new ErrnoException(Errno.EAFNOSUPPORT);
        }
        if (ip.address().isV4()) {
            if (!takesV4()) {
                throw new ErrnoException(Errno.ENETUNREACH);
            }
        } else if (family == Family.INET) {
            throw new ErrnoException(Errno.EAFNOSUPPORT);
        }
        return ip;
    }
}
