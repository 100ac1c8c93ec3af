// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Which socket has which port of one protocol. All of it is guarded by Network.lock. */
final class Ports {
    /** Linux's ip_local_port_range. */
    private static final int FIRST_EPHEMERAL = 32768;
    private static final int LAST_EPHEMERAL = 60999;

    private final Map<Integer, Set<Socket>> holders = new HashMap<>();
    private final Map<Integer, List<StreamSocket>> listeners = new HashMap<>();
    private int next = FIRST_EPHEMERAL;

    /** Gives {@code socket} that address; port 0 is any free one. EADDRINUSE. */
    void bind(Socket socket, SocketAddress.Ip wanted) {
        int port = wanted.port();
        if (port == 0) {
            port = free();
        } else if (!isFree(socket, wanted.address(), port)) {
            throw new ErrnoException(Errno.EADDRINUSE);
        }
        hold(socket, new SocketAddress.Ip(wanted.address(), port));
    }

    /** An accepted connection has its listener's port, and keeps it after that has gone. */
    void share(Socket socket, SocketAddress.Ip name) {
        hold(socket, name);
    }

    private void hold(Socket socket, SocketAddress.Ip name) {
        socket.local = name;
        holders.computeIfAbsent(name.port(), none -> new LinkedHashSet<>()).add(socket);
    }

    void forget(Socket socket) {
        if (socket.local instanceof SocketAddress.Ip name) {
            Set<Socket> all = holders.get(name.port());
            if (all != null && all.remove(socket) && all.isEmpty()) {
                holders.remove(name.port());
            }
        }
    }

    private int free() {
        for (int tried = FIRST_EPHEMERAL; tried <= LAST_EPHEMERAL; tried++) {
            int port = next;
            next = next == LAST_EPHEMERAL ? FIRST_EPHEMERAL : next + 1;
            if (!holders.containsKey(port)) {
                return port;
            }
        }
        throw new ErrnoException(Errno.EADDRINUSE);
    }

    private boolean isFree(Socket socket, IpAddress address, int port) {
        for (Socket other : holders.getOrDefault(port, Set.of())) {
            if (other != socket && overlap(socket, address, other, ((SocketAddress.Ip) other.local).address()) && !mayShare(socket, other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayShare(Socket one, Socket other) {
        if (both(one, other, SocketOptions.Flag.REUSE_PORT) && one.owner == other.owner) {
            return true;
        }
        return both(one, other, SocketOptions.Flag.REUSE_ADDRESS)
                && !(one instanceof StreamSocket a && a.isListening()) && !(other instanceof StreamSocket b && b.isListening());
    }

    private static boolean both(Socket one, Socket other, SocketOptions.Flag flag) {
        return one.options.has(flag) && other.options.has(flag);
    }

    private static boolean overlap(Socket one, IpAddress a, Socket other, IpAddress b) {
        return a.equals(b) || covers(one, a, b) || covers(other, b, a);
    }

    /** Whether a socket bound to {@code own} gets what is sent to {@code address}. */
    static boolean covers(Socket socket, IpAddress own, IpAddress address) {
        if (own.equals(address)) {
            return true;
        }
        if (own.equals(IpAddress.ANY_V4)) {
            return address.isV4();
        }
        return own.equals(IpAddress.ANY_V6) && (!address.isV4() || socket.takesV4());
    }

    /** EADDRINUSE: another listens there. */
    void listen(StreamSocket socket) {
        SocketAddress.Ip name = (SocketAddress.Ip) socket.local;
        List<StreamSocket> all = listeners.computeIfAbsent(name.port(), none -> new ArrayList<>(1));
        for (StreamSocket other : all) {
            boolean shared = both(socket, other, SocketOptions.Flag.REUSE_PORT) && socket.owner == other.owner;
            if (!shared && overlap(socket, name.address(), other, ((SocketAddress.Ip) other.local).address())) {
                throw new ErrnoException(Errno.EADDRINUSE);
            }
        }
        all.add(socket);
    }

    void endListening(StreamSocket socket) {
        int port = ((SocketAddress.Ip) socket.local).port();
        List<StreamSocket> all = listeners.get(port);
        if (all != null && all.remove(socket) && all.isEmpty()) {
            listeners.remove(port);
        }
    }

    /** Who listens there, the one bound to that very address first; null if nobody does. */
    StreamSocket listener(SocketAddress.Ip there) {
        StreamSocket best = null;
        for (StreamSocket each : listeners.getOrDefault(there.port(), List.of())) {
            IpAddress own = ((SocketAddress.Ip) each.local).address();
            if (own.equals(there.address())) {
                return each;
            }
            if (best == null && covers(each, own, there.address())) {
                best = each;
            }
        }
        return best;
    }

    /** The UDP socket that gets what {@code from} sends there: the one connected to it, else one bound to that very address, else to all; or none. */
    DatagramSocket receiver(SocketAddress.Ip from, SocketAddress.Ip there) {
        DatagramSocket best = null;
        int bestScore = -1;
        for (Socket each : holders.getOrDefault(there.port(), Set.of())) {
            IpAddress own = ((SocketAddress.Ip) each.local).address();
            if (!covers(each, own, there.address()) || each.remote != null && !each.remote.equals(from)) {
                continue;
            }
            int score = (each.remote != null ? 2 : 0) + (own.equals(there.address()) ? 1 : 0);
            if (score >= bestScore) {
                best = (DatagramSocket) each;
                bestScore = score;
            }
        }
        return best;
    }

    /** All members of a multicast group at that port. */
    List<DatagramSocket> members(SocketAddress.Ip there) {
        List<DatagramSocket> members = new ArrayList<>();
        for (Socket each : holders.getOrDefault(there.port(), Set.of())) {
            var socket = (DatagramSocket) each;
            if (socket.isMember(there.address()) && covers(socket, ((SocketAddress.Ip) socket.local).address(), there.address())) {
                members.add(socket);
            }
        }
        return members;
    }
}
