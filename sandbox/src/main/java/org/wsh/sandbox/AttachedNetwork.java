// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.util.Map;
import org.wsh.sandbox.host.HostNetwork;

/**
 * A running machine's part of the host's network.
 *
 * @param outside null for none
 * @param ports   the host's, by the machine's
 */
record AttachedNetwork(HostNetwork outside, Map<Integer, Integer> ports) implements AutoCloseable {
    int publishedPort(int guestPort) {
        Integer port = ports.get(guestPort);
        if (port == null) {
            throw new IllegalArgumentException("port " + guestPort + " of the machine is not published");
        }
        return port;
    }

    @Override
    public void close() {
        if (outside != null) {
            outside.close();
        }
    }
}
