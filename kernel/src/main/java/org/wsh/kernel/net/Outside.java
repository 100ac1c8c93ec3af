// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import java.util.List;

/** What lies beyond the machine's own network, as far as it was granted. Implemented by who puts the machine together. */
public interface Outside {
    /** Nothing was granted. */
    Outside NOTHING = new Outside() {
        @Override
        public boolean reaches(SocketAddress.Ip there, boolean datagrams) {
            return false;
        }

        @Override
        public void connect(StreamSocket near, SocketAddress.Ip there) {
            throw new IllegalStateException("nothing is granted");
        }

        @Override
        public void send(DatagramSocket near, SocketAddress.Ip there, byte[] bytes) {
            throw new IllegalStateException("nothing is granted");
        }

        @Override
        public void forget(DatagramSocket near) {}

        @Override
        public List<IpAddress> resolve(String name) {
            return List.of();
        }
    };

    /** Whether a TCP connection to that address may be made, or datagrams may be sent there. */
    boolean reaches(SocketAddress.Ip there, boolean datagrams);

    /**
     * Begins to connect {@code near}, which is the machine's own end of what will be the connection; it is told how that went by
     * {@link StreamSocket#established} or {@link StreamSocket#refused}. Does not wait.
     */
    void connect(StreamSocket near, SocketAddress.Ip there);

    /** Sends a datagram; what comes back is told by {@link DatagramSocket#arrived}. Does not wait: what there is no room for is lost. */
    void send(DatagramSocket near, SocketAddress.Ip there, byte[] bytes);

    /** A socket that has sent something is gone. */
    void forget(DatagramSocket near);

    /** The addresses of a name, as the host knows them; none if it is not granted or does not exist. May take long: not for a guest's thread. */
    List<IpAddress> resolve(String name);
}
