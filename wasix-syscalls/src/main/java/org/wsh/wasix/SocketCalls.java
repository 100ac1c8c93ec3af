// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.kernel.net.Socket;
import org.wsh.kernel.net.StreamSocket;
import org.wsh.process.Buffers;
import org.wsh.process.ProcessThread;
import org.wsh.process.Sockets;
import org.wsh.process.descriptor.DescriptorTable;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Sockets: the calls of WASI preview 1 and of WASIX. What their numbers differ by from one generation to the next is here. */
public final class SocketCalls {
    private static final int PEEK = 1;
    private static final int WAIT_ALL = 2;
    private static final int TRUNCATED = 4;
    private static final int RECEIVE_DONT_WAIT = 8;
    private static final int SEND_DONT_WAIT = 1;
    /** Not in WASIX, whose libc drops MSG_NOSIGNAL: ours says it with Linux's number. */
    private static final int NO_SIGNAL = 0x4000;

    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;

    private SocketCalls() {}

    private static DescriptorTable.Borrowed borrow(Instance in, int fd) {
        return Guest.process(in).descriptors().borrow(fd);
    }

    private static Sockets sockets(Instance in) {
        return Guest.thread(in).sockets();
    }

    // Making them.

    private static Socket.Family family(int number) {
        return switch (number & 0xff) {
            case SocketAddresses.INET4 -> Socket.Family.INET;
            case SocketAddresses.INET6 -> Socket.Family.INET6;
            case SocketAddresses.UNIX -> Socket.Family.UNIX;
            default -> throw new ErrnoException(Errno.EAFNOSUPPORT);
        };
    }

    /** The types were numbered anew in May 2023. Raw ones there are none; nor sequenced packets. */
    private static boolean isDatagram(Instance in, int type) {
        int number = (type & 0xff) == 0 && SocketAddresses.isOld(in) ? DATAGRAM
                : (type & 0xff) == DATAGRAM && SocketAddresses.isOld(in) ? 3 : type & 0xff;
        return switch (number) {
            case STREAM -> false;
            case DATAGRAM -> true;
            default -> throw new ErrnoException(Errno.ENOTSUP);
        };
    }

    /** libc fills in 6 for streams and 17 for datagrams itself, whatever the family. */
    private static void requireProtocol(int protocol, boolean datagram) {
        int number = protocol & 0xffff;
        if (number != 0 && number != (datagram ? 17 : 6)) {
            throw new ErrnoException(Errno.EPROTONOSUPPORT);
        }
    }

    public static int sock_open(Instance in, int family, int type, int protocol, int fd) {
        Guest.requireRange(in, fd, 4);
        Socket.Family wanted = family(family);
        boolean datagram = isDatagram(in, type);
        requireProtocol(protocol, datagram);
        Guest.writeInt(in, fd, sockets(in).open(wanted, datagram));
        return WasiErrno.SUCCESS;
    }

    /** Of Unix sockets only, as on Linux. */
    public static int sock_pair(Instance in, int family, int type, int protocol, int first, int second) {
        Guest.requireRange(in, first, 4);
        Guest.requireRange(in, second, 4);
        if (family(family) != Socket.Family.UNIX) {
            throw new ErrnoException(Errno.ENOTSUP);
        }
        boolean datagram = isDatagram(in, type);
        requireProtocol(protocol, datagram);
        int[] pair = sockets(in).pair(datagram);
        Guest.writeInt(in, first, pair[0]);
        Guest.writeInt(in, second, pair[1]);
        return WasiErrno.SUCCESS;
    }

    // Names.

    public static int sock_bind(Instance in, int fd, int address) {
        try (var file = borrow(in, fd)) {
            Socket socket = Sockets.socket(file.file());
            sockets(in).bind(socket, SocketAddresses.read(in, address, socket.family()));
            return WasiErrno.SUCCESS;
        }
    }

    public static int sock_addr_local(Instance in, int fd, int address) {
        try (var file = borrow(in, fd)) {
            Socket socket = Sockets.socket(file.file());
            SocketAddresses.require(in, address, socket.family());
            SocketAddresses.write(in, address, socket.localAddress(), socket.family());
            return WasiErrno.SUCCESS;
        }
    }

    public static int sock_addr_peer(Instance in, int fd, int address) {
        try (var file = borrow(in, fd)) {
            Socket socket = Sockets.socket(file.file());
            SocketAddresses.require(in, address, socket.family());
            SocketAddresses.write(in, address, socket.remoteAddress(), socket.family());
            return WasiErrno.SUCCESS;
        }
    }

    // Connections.

    public static int sock_listen(Instance in, int fd, int backlog) {
        try (var file = borrow(in, fd)) {
            Sockets.socket(file.file()).listen(backlog);
            return WasiErrno.SUCCESS;
        }
    }

    /** Preview 1. */
    public static int sock_accept(Instance in, int fd, int flags, int result) {
        Guest.requireRange(in, result, 4);
        try (var file = borrow(in, fd)) {
            boolean nonblock = (flags & DescriptorCalls.FLAG_NONBLOCK) != 0;
            Guest.writeInt(in, result, sockets(in).accept(Sockets.socket(file.file()), nonblock).fd());
            return WasiErrno.SUCCESS;
        }
    }

    /** WASIX; until May 2023 under the name of the other. */
    public static int sock_accept_v2(Instance in, int fd, int flags, int result, int address) {
        Guest.requireRange(in, result, 4);
        try (var file = borrow(in, fd)) {
            Socket listener = Sockets.socket(file.file());
            SocketAddresses.require(in, address, listener.family());
            Sockets.Accepted accepted = sockets(in).accept(listener, (flags & DescriptorCalls.FLAG_NONBLOCK) != 0);
            SocketAddresses.write(in, address, accepted.caller(), listener.family());
            Guest.writeInt(in, result, accepted.fd());
            return WasiErrno.SUCCESS;
        }
    }

    public static int sock_connect(Instance in, int fd, int address) {
        try (var file = borrow(in, fd)) {
            Socket socket = Sockets.socket(file.file());
            sockets(in).connect(socket, SocketAddresses.read(in, address, socket.family()));
            return WasiErrno.SUCCESS;
        }
    }

    /** {@code how}: reading 1, writing 2. */
    public static int sock_shutdown(Instance in, int fd, int how) {
        try (var file = borrow(in, fd)) {
            Socket socket = Sockets.socket(file.file());
            int ways = how & 0xff;
            if (ways == 0 || ways > 3) {
                throw new ErrnoException(Errno.EINVAL);
            }
            socket.shutdown((ways & 1) != 0, (ways & 2) != 0);
            return WasiErrno.SUCCESS;
        }
    }

    /** Opening 0, opened 1, closed 2, failed 3. */
    public static int sock_status(Instance in, int fd, int status) {
        Guest.requireRange(in, status, 1);
        try (var file = borrow(in, fd)) {
            Socket socket = Sockets.socket(file.file());
            Guest.writeByte(in, status, socket instanceof StreamSocket stream ? status(stream) : 1);
            return WasiErrno.SUCCESS;
        }
    }

    private static int status(StreamSocket stream) {
        if (stream.isConnecting()) {
            return 0;
        }
        if (stream.isConnected() || stream.isListening()) {
            return 1;
        }
        return (stream.readiness() & StreamSocket.ERROR) != 0 ? 3 : 2;
    }

    // Transfers.

    public static int sock_recv(Instance in, int fd, int iovs, int count, int flags, int nread, int resultFlags) {
        return receive(in, fd, iovs, count, flags, nread, resultFlags, 0);
    }

    public static int sock_recv_from(Instance in, int fd, int iovs, int count, int flags, int nread, int resultFlags, int address) {
        return receive(in, fd, iovs, count, flags, nread, resultFlags, address);
    }

    private static int receive(Instance in, int fd, int iovs, int count, int flags, int nread, int resultFlags, int address) {
        Guest.requireRange(in, nread, 4);
        Guest.requireRange(in, resultFlags, 2);
        try (var file = borrow(in, fd)) {
            Socket socket = Sockets.socket(file.file());
            Buffers pieces = Guest.pieces(in, iovs, count);
            if (address != 0) {
                SocketAddresses.require(in, address, socket.family());
            }
            var received = sockets(in).receive(socket, pieces,
                    new Sockets.Flags((flags & PEEK) != 0, (flags & WAIT_ALL) != 0, (flags & RECEIVE_DONT_WAIT) != 0, false));
            boolean truncated = received.whole() > received.bytes();
            Guest.writeInt(in, nread, (flags & TRUNCATED) != 0 ? received.whole() : received.bytes());
            Guest.writeShort(in, resultFlags, truncated ? 1 : 0);
            if (address != 0) {
                SocketAddresses.write(in, address, received.from(), socket.family());
            }
            return WasiErrno.SUCCESS;
        }
    }

    public static int sock_send(Instance in, int fd, int iovs, int count, int flags, int nwritten) {
        return send(in, fd, iovs, count, flags, 0, nwritten);
    }

    public static int sock_send_to(Instance in, int fd, int iovs, int count, int flags, int address, int nwritten) {
        return send(in, fd, iovs, count, flags, address, nwritten);
    }

    /** @param address 0: the peer */
    private static int send(Instance in, int fd, int iovs, int count, int flags, int address, int nwritten) {
        Guest.requireRange(in, nwritten, 4);
        try (var file = borrow(in, fd)) {
            Socket socket = Sockets.socket(file.file());
            Buffers pieces = Guest.pieces(in, iovs, count);
            var to = address == 0 ? null : SocketAddresses.read(in, address, socket.family());
            Guest.writeInt(in, nwritten, sockets(in).send(socket, pieces,
                    new Sockets.Flags(false, false, (flags & SEND_DONT_WAIT) != 0, (flags & NO_SIGNAL) != 0), to));
            Guest.thread(in).signals().returning(); // what ended it after a part
            return WasiErrno.SUCCESS;
        }
    }

    public static int sock_send_file(Instance in, int out, int from, long offset, long count, int sent) {
        Guest.requireRange(in, sent, 8);
        ProcessThread thread = Guest.thread(in);
        try (var target = borrow(in, out); var source = borrow(in, from)) {
            Guest.writeLong(in, sent, thread.transfers().sendFile(target.file(), source.file(), offset, count));
            return WasiErrno.SUCCESS;
        }
    }
}
