// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.function.BiConsumer;
import org.wsh.engine.runtime.Instance;
import org.wsh.kernel.net.DatagramSocket;
import org.wsh.kernel.net.IpAddress;
import org.wsh.kernel.net.Network;
import org.wsh.kernel.net.Socket;
import org.wsh.kernel.net.SocketOptions;
import org.wsh.kernel.net.StreamSocket;
import org.wsh.process.Sockets;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** WASIX: getsockopt() and setsockopt(), a pair of calls for each kind of value, and membership in multicast groups. */
public final class SocketOptionCalls {
    private static final int LISTENING = 10;
    private static final int LAST_ERROR = 11;
    private static final int LINGER = 13;
    private static final int RECEIVE_BUFFER = 15;
    private static final int SEND_BUFFER = 16;
    private static final int RECEIVE_LOW = 17;
    private static final int SEND_LOW = 18;
    private static final int RECEIVE_TIMEOUT = 19;
    private static final int SEND_TIMEOUT = 20;
    private static final int CONNECT_TIMEOUT = 21;
    private static final int ACCEPT_TIMEOUT = 22;
    private static final int TTL = 23;
    private static final int MULTICAST_TTL = 24;
    private static final int TYPE = 25;
    private static final int PROTOCOL = 26;

    private SocketOptionCalls() {}

    private static ErrnoException unknown() {
        return new ErrnoException(Errno.ENOPROTOOPT);
    }

    private static int with(Instance in, int fd, java.util.function.Consumer<Socket> action) {
        try (var file = Guest.process(in).descriptors().borrow(fd)) {
            action.accept(Sockets.socket(file.file()));
            return WasiErrno.SUCCESS;
        }
    }

    // On or off.

    private static SocketOptions.Flag flag(Socket socket, int option) {
        boolean unix = socket.family() == Socket.Family.UNIX;
        SocketOptions.Flag flag = switch (option & 0xff) {
            case 1 -> SocketOptions.Flag.REUSE_PORT;
            case 2 -> SocketOptions.Flag.REUSE_ADDRESS;
            case 3 -> SocketOptions.Flag.NO_DELAY;
            case 4 -> SocketOptions.Flag.DONT_ROUTE;
            case 5 -> SocketOptions.Flag.ONLY_V6;
            case 6 -> SocketOptions.Flag.BROADCAST;
            case 7 -> SocketOptions.Flag.MULTICAST_LOOP_V4;
            case 8 -> SocketOptions.Flag.MULTICAST_LOOP_V6;
            case 12 -> SocketOptions.Flag.KEEP_ALIVE;
            case 14 -> SocketOptions.Flag.OOB_INLINE;
            default -> throw unknown();
        };
        return switch (flag) {
            case NO_DELAY -> requireThat(!unix && !socket.isDatagram(), flag);
            case ONLY_V6, MULTICAST_LOOP_V6 -> requireThat(socket.family() == Socket.Family.INET6, flag);
            case MULTICAST_LOOP_V4 -> requireThat(!unix, flag);
            default -> flag;
        };
    }

    private static SocketOptions.Flag requireThat(boolean possible, SocketOptions.Flag flag) {
        if (!possible) {
            throw unknown();
        }
        return flag;
    }

    public static int sock_set_opt_flag(Instance in, int fd, int option, int value) {
        return with(in, fd, socket -> socket.set(flag(socket, option), (value & 0xff) != 0));
    }

    public static int sock_get_opt_flag(Instance in, int fd, int option, int value) {
        Guest.requireRange(in, value, 1);
        return with(in, fd, socket -> {
            boolean on = switch (option & 0xff) {
                case LISTENING -> socket instanceof StreamSocket stream && stream.isListening();
                case LAST_ERROR -> socket.takeError() != null;
                default -> socket.options().has(flag(socket, option));
            };
            Guest.writeByte(in, value, on ? 1 : 0);
        });
    }

    // Numbers.

    public static int sock_set_opt_size(Instance in, int fd, int option, long size) {
        return with(in, fd, socket -> {
            switch (option & 0xff) {
                case RECEIVE_BUFFER -> socket.setReceiveBuffer(size);
                case SEND_BUFFER -> socket.setSendBuffer(size);
                case RECEIVE_LOW -> socket.options().receiveLowWater = (int) Math.clamp(size, 1, Integer.MAX_VALUE);
                case TTL -> socket.options().timeToLive = requireByte(size, 1);
                case MULTICAST_TTL -> socket.options().multicastTimeToLive = requireByte(size, 0);
                default -> throw unknown();
            }
        });
    }

    private static int requireByte(long value, int least) {
        if (value < least || value > 255) {
            throw new ErrnoException(Errno.EINVAL);
        }
        return (int) value;
    }

    /** Besides sizes: SO_ERROR (the errno, which is then forgotten), SO_TYPE and SO_PROTOCOL, which the flags cannot say. */
    public static int sock_get_opt_size(Instance in, int fd, int option, int size) {
        Guest.requireRange(in, size, 8);
        return with(in, fd, socket -> {
            boolean unix = socket.family() == Socket.Family.UNIX;
            Guest.writeLong(in, size, switch (option & 0xff) {
                case LAST_ERROR -> errorNumber(socket.takeError());
                case RECEIVE_BUFFER -> socket.options().receiveBuffer();
                case SEND_BUFFER -> socket.options().sendBuffer();
                case RECEIVE_LOW -> socket.options().receiveLowWater;
                case SEND_LOW -> 1;
                case TTL -> socket.options().timeToLive;
                case MULTICAST_TTL -> socket.options().multicastTimeToLive;
                case TYPE -> socket.isDatagram() ? 2 : 1;
                case PROTOCOL -> unix ? 0 : socket.isDatagram() ? 17 : 6;
                default -> throw unknown();
            });
        });
    }

    private static long errorNumber(Errno errno) {
        return errno == null ? WasiErrno.SUCCESS : WasiErrno.number(errno);
    }

    // Times: option_timestamp, 0 tag u8, 8 nanoseconds u64.

    public static int sock_set_opt_time(Instance in, int fd, int option, int timeout) {
        boolean some = Guest.readByte(in, timeout) != 0;
        long given = Guest.readLong(in, timeout + 8);
        long time = !some ? 0 : given < 0 ? Long.MAX_VALUE : given;
        BiConsumer<SocketOptions, Long> set = switch (option & 0xff) {
            case LINGER -> (options, value) -> options.linger = some ? value : -1;
            case RECEIVE_TIMEOUT -> (options, value) -> options.receiveTimeout = value;
            case SEND_TIMEOUT -> (options, value) -> options.sendTimeout = value;
            case CONNECT_TIMEOUT -> (options, value) -> options.connectTimeout = value;
            case ACCEPT_TIMEOUT -> (options, value) -> options.acceptTimeout = value;
            default -> throw unknown();
        };
        return with(in, fd, socket -> set.accept(socket.options(), time));
    }

    public static int sock_get_opt_time(Instance in, int fd, int option, int timeout) {
        Guest.requireRange(in, timeout, 16);
        return with(in, fd, socket -> {
            long time = switch (option & 0xff) {
                case LINGER -> socket.options().linger;
                case RECEIVE_TIMEOUT -> none(socket.options().receiveTimeout);
                case SEND_TIMEOUT -> none(socket.options().sendTimeout);
                case CONNECT_TIMEOUT -> none(socket.options().connectTimeout);
                case ACCEPT_TIMEOUT -> none(socket.options().acceptTimeout);
                default -> throw unknown();
            };
            Guest.writeLong(in, timeout, time < 0 ? 0 : 1);
            Guest.writeLong(in, timeout + 8, Math.max(0, time));
        });
    }

    private static long none(long timeout) {
        return timeout == 0 ? -1 : timeout;
    }

    // Groups. There is one interface, which has these addresses and the index 1; 0 is any.

    private static DatagramSocket datagram(Socket socket) {
        if (socket instanceof DatagramSocket datagram) {
            return datagram;
        }
        throw unknown();
    }

    private static int index(IpAddress address) {
        return address.isAny() || address.isLoopback() ? Network.LOOPBACK : -1;
    }

    private static int index(int given) {
        return given == 0 ? Network.LOOPBACK : given;
    }

    public static int sock_join_multicast_v4(Instance in, int fd, int group, int address) {
        IpAddress wanted = SocketAddresses.ip(in, group, 4);
        int index = index(SocketAddresses.ip(in, address, 4));
        return with(in, fd, socket -> datagram(socket).join(wanted, index));
    }

    public static int sock_leave_multicast_v4(Instance in, int fd, int group, int address) {
        IpAddress wanted = SocketAddresses.ip(in, group, 4);
        int index = index(SocketAddresses.ip(in, address, 4));
        return with(in, fd, socket -> datagram(socket).leave(wanted, index));
    }

    public static int sock_join_multicast_v6(Instance in, int fd, int group, int given) {
        IpAddress wanted = SocketAddresses.ip(in, group, 16);
        return with(in, fd, socket -> datagram(socket).join(wanted, index(given)));
    }

    public static int sock_leave_multicast_v6(Instance in, int fd, int group, int given) {
        IpAddress wanted = SocketAddresses.ip(in, group, 16);
        return with(in, fd, socket -> datagram(socket).leave(wanted, index(given)));
    }
}
