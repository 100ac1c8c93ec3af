// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.List;
import org.wsh.engine.runtime.Instance;
import org.wsh.kernel.net.IpAddress;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * WASIX: the network interface, and names. A machine has one interface, its loopback, which is as it is: what would change it, or join another network, answers NOTSUP.
 */
public final class InterfaceCalls {
    private static final int MAC = 6;
    private static final int ADDRESS = 18;

    private record Net(IpAddress address, int prefix) {}

    private static final List<Net> OWN = List.of(new Net(IpAddress.LOOPBACK_V4, 8), new Net(IpAddress.LOOPBACK_V6, 128));

    private InterfaceCalls() {}

    private static ErrnoException fixed() {
        return new ErrnoException(Errno.ENOTSUP);
    }

    public static int port_bridge(Instance in, int network, int networkLength, int token, int tokenLength, int security) {
        Guest.string(in, network, networkLength);
        Guest.string(in, token, tokenLength);
        throw fixed();
    }

    public static int port_unbridge(Instance in) {
        throw fixed();
    }

    public static int port_dhcp_acquire(Instance in) {
        throw fixed();
    }

    public static int port_addr_add(Instance in, int address) {
        throw fixed();
    }

    public static int port_addr_remove(Instance in, int address) {
        throw fixed();
    }

    public static int port_addr_clear(Instance in) {
        throw fixed();
    }

    public static int port_gateway_set(Instance in, int address) {
        throw fixed();
    }

    public static int port_route_add(Instance in, int cidr, int via, int preferredUntil, int expiresAt) {
        throw fixed();
    }

    public static int port_route_remove(Instance in, int address) {
        throw fixed();
    }

    public static int port_route_clear(Instance in) {
        throw fixed();
    }

    /** The loopback's is all zeros, as Linux's. */
    public static int port_mac(Instance in, int mac) {
        Guest.write(in, mac, new byte[MAC], 0, MAC);
        return WasiErrno.SUCCESS;
    }

    /** OVERFLOW, and how many there are, if there is no room for all. */
    public static int port_addr_list(Instance in, int addresses, int count) {
        int room = Math.max(0, Guest.readInt(in, count));
        int stride = cidrSize(in);
        Guest.requireRange(in, addresses, Math.min(room, OWN.size()) * stride);
        Guest.writeInt(in, count, OWN.size());
        if (room < OWN.size()) {
            throw new ErrnoException(Errno.EOVERFLOW);
        }
        for (int i = 0; i < OWN.size(); i++) {
            writeCidr(in, addresses + i * stride, OWN.get(i));
        }
        return WasiErrno.SUCCESS;
    }

    /** The routes to its own addresses, which go over no gateway and never end. */
    public static int port_route_list(Instance in, int routes, int count) {
        int room = Math.max(0, Guest.readInt(in, count));
        int stride = SocketAddresses.isOld(in) ? 72 : 176;
        Guest.requireRange(in, routes, Math.min(room, OWN.size()) * stride);
        Guest.writeInt(in, count, OWN.size());
        if (room < OWN.size()) {
            throw new ErrnoException(Errno.EOVERFLOW);
        }
        for (int i = 0; i < OWN.size(); i++) {
            Guest.write(in, routes + i * stride, new byte[stride], 0, stride);
            writeCidr(in, routes + i * stride, OWN.get(i));
        }
        return WasiErrno.SUCCESS;
    }

    private static int cidrSize(Instance in) {
        return SocketAddresses.isOld(in) ? 20 : 28;
    }

    /** addr_cidr: 0 family u8, 2 address, prefix u8 after the room that an address of that family has. */
    private static void writeCidr(Instance in, int at, Net net) {
        int size = cidrSize(in);
        Guest.write(in, at, new byte[size], 0, size);
        byte[] bytes = net.address().bytes();
        Guest.writeByte(in, at, bytes.length == 4 ? SocketAddresses.INET4 : SocketAddresses.INET6);
        Guest.write(in, at + 2, bytes, 0, bytes.length);
        Guest.writeByte(in, at + (bytes.length == 4 ? 6 : size - 2), net.prefix());
    }

    /** addr_ip (18 bytes): 0 family u8, 2 address. NOENT: nobody knows that name. */
    public static int resolve(Instance in, int name, int length, int port, int addresses, int room, int count) {
        Guest.requireRange(in, count, 4);
        if (room < 0 || room > 1 << 16) {
            throw new ErrnoException(Errno.EINVAL);
        }
        Guest.requireRange(in, addresses, room * ADDRESS);
        List<IpAddress> found = Guest.thread(in).resolver().resolve(Guest.string(in, name, length));
        if (found.isEmpty()) {
            throw new ErrnoException(Errno.ENOENT);
        }
        int shown = Math.min(room, found.size());
        for (int i = 0; i < shown; i++) {
            byte[] bytes = found.get(i).bytes();
            int at = addresses + i * ADDRESS;
            Guest.write(in, at, new byte[ADDRESS], 0, ADDRESS);
            Guest.writeByte(in, at, bytes.length == 4 ? SocketAddresses.INET4 : SocketAddresses.INET6);
            Guest.write(in, at + 2, bytes, 0, bytes.length);
        }
        Guest.writeInt(in, count, shown);
        return WasiErrno.SUCCESS;
    }
}
