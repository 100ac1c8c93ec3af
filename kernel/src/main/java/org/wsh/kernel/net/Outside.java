// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import java.util.List;

/** What lies beyond the machine's own network, as far as it was granted. Implemented by who puts the machine together. */
public interface Outside {
    /** Nothing was granted. */
    Outside NOTHING = new Outside() {
        @Override
        public boolean reaches(SocketAddress.Ip there) {
            return false;
        }

        @Override
        public void connect(StreamSocket near, SocketAddress.Ip there) {
            throw new IllegalStateException("nothing is granted");
        }

        @Override
        public List<IpAddress> resolve(String name) {
            return List.of();
        }
    };

    /** Whether a TCP connection to that address may be made. */
    boolean reaches(SocketAddress.Ip there);

    /**
     * Begins to connect {@code near}, which is the machine's own end of what will be the connection; it is told how that went by
     * {@link StreamSocket#established} or {@link StreamSocket#refused}. Does not wait.
     */
    void connect(StreamSocket near, SocketAddress.Ip there);

    /** The addresses of a name, as the host knows them; none if it is not granted or does not exist. May take long: not for a guest's thread. */
    List<IpAddress> resolve(String name);
}
