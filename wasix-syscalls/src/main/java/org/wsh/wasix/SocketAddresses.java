// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.nio.charset.StandardCharsets;
import org.wsh.engine.runtime.Instance;
import org.wsh.kernel.net.IpAddress;
import org.wsh.kernel.net.Socket;
import org.wsh.kernel.net.SocketAddress;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * Addresses in the guest's memory. addr_port: 0 family u8, 2 port u16, 4 address (4 bytes; or 16 bytes, flow and scope); for a Unix socket, 2 its path, up to a NUL. A path that
 * begins with a NUL is an abstract name up to the next one.
 *
 * <p>Programs of before May 2023 have 20 bytes, and ports in network order. Only what is needed is written, as nobody says how much room there is.
 */
final class SocketAddresses {
    static final int UNSPEC = 0;
    static final int INET4 = 1;
    static final int INET6 = 2;
    static final int UNIX = 3;

    private static final int MOST_PATH = 108;
    private static final int MOST_OLD_PATH = 16;

    private SocketAddresses() {}

    /** EAFNOSUPPORT: not of that socket's family. EINVAL: no such family. */
    static SocketAddress read(Instance in, int at, Socket.Family family) {
        int given = Guest.readByte(in, at);
        if (given == UNSPEC) {
            return new SocketAddress.Unspecified();
        }
        if (given > UNIX) {
            throw new ErrnoException(Errno.EAFNOSUPPORT);
        }
        if (given != number(family)) {
            throw new ErrnoException(family == Socket.Family.UNIX ? Errno.EINVAL : Errno.EAFNOSUPPORT);
        }
        return switch (family) {
            case INET -> new SocketAddress.Ip(ip(in, at + 4, 4), port(in, at));
            case INET6 -> new SocketAddress.Ip(ip(in, at + 4, 16), port(in, at));
            case UNIX -> new SocketAddress.Unix(path(in, at + 2), null);
        };
    }

    static int number(Socket.Family family) {
        return switch (family) {
            case INET -> INET4;
            case INET6 -> INET6;
            case UNIX -> UNIX;
        };
    }

    static boolean isOld(Instance in) {
        return Guest.thread(in).isOfFirstGeneration();
    }

    private static int port(Instance in, int at) {
        int port = Guest.readShort(in, at + 2);
        return isOld(in) ? swapped(port) : port;
    }

    private static int swapped(int port) {
        return (port >> 8 | port << 8) & 0xffff;
    }

    /** Of 4 or 16 bytes. */
    static IpAddress ip(Instance in, int at, int length) {
        return IpAddress.of(Guest.bytes(in, at, length));
    }

    private static String path(Instance in, int at) {
        int most = isOld(in) ? MOST_OLD_PATH : MOST_PATH;
        boolean isAbstract = Guest.readByte(in, at) == 0;
        int length = isAbstract ? 1 : 0;
        while (length < most && Guest.readByte(in, at + length) != 0) {
            length++;
        }
        if (isAbstract) {
            return length == 1 ? "" : new String(Guest.bytes(in, at, length), StandardCharsets.ISO_8859_1);
        }
        return Guest.string(in, at, length);
    }

    /** Fails now if an address could not be written later. */
    static void require(Instance in, int at, Socket.Family family) {
        Guest.requireRange(in, at, family == Socket.Family.INET ? 8 : 20);
    }

    /** @param address null: of that family, and nothing known */
    static void write(Instance in, int at, SocketAddress address, Socket.Family family) {
        switch (address) {
            case SocketAddress.Ip ip -> writeIp(in, at, ip, family);
            case SocketAddress.Unix unix -> writeUnix(in, at, unix);
            case null, default -> Guest.writeLong(in, at, number(family));
        }
    }

    private static void writeIp(Instance in, int at, SocketAddress.Ip address, Socket.Family family) {
        Guest.writeShort(in, at, number(family));
        Guest.writeShort(in, at + 2, isOld(in) ? swapped(address.port()) : address.port());
        if (family == Socket.Family.INET) {
            Guest.write(in, at + 4, address.address().bytes(), 0, 4);
            return;
        }
        Guest.writeLong(in, at + 4, Long.reverseBytes(address.address().high()));
        Guest.writeLong(in, at + 12, Long.reverseBytes(address.address().low()));
        if (!isOld(in)) {
            Guest.writeLong(in, at + 20, 0);
        }
    }

    private static void writeUnix(Instance in, int at, SocketAddress.Unix address) {
        byte[] name = address.name().getBytes(address.name().startsWith("\0") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        int length = Math.min(name.length, isOld(in) ? MOST_OLD_PATH : MOST_PATH);
        Guest.writeShort(in, at, UNIX);
        Guest.write(in, at + 2, name, 0, length);
        if (length < (isOld(in) ? MOST_OLD_PATH : MOST_PATH)) {
            Guest.writeByte(in, at + 2 + length, 0);
        }
        if (length == 0) {
            Guest.writeShort(in, at + 2, 0);
        }
    }
}
