// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.wsh.process.Processes;
import org.wsh.sandbox.host.HostNetwork;
import org.wsh.sandbox.host.NetworkGrants;

/** What of the network a machine shall have: what it may reach, and what of it is shown outside. See docs/network.md. */
record NetworkPlan(NetworkReach reach, List<NetworkGrants.Service> allowed, List<Published> published) {
    /** A port of the host's loopback that leads to one of the machine. */
    record Published(int hostPort, int guestPort) {}

    /** A port of the host that is to be published cannot be had. */
    static final class PortTaken extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        PortTaken(String message, IOException cause) {
            super(message, cause);
        }
    }

    static final NetworkPlan LOOPBACK = new NetworkPlan(NetworkReach.LOOPBACK, List.of(), List.of());

    NetworkPlan with(NetworkReach newReach) {
        return new NetworkPlan(newReach, allowed, published);
    }

    NetworkPlan allowing(NetworkGrants.Protocol protocol, String host, int port) {
        requirePort(port, 1);
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host's name is empty");
        }
        return new NetworkPlan(reach, plus(allowed, new NetworkGrants.Service(protocol, host.toLowerCase(Locale.ROOT), port)), published);
    }

    NetworkPlan publishing(int hostPort, int guestPort) {
        requirePort(hostPort, 0);
        requirePort(guestPort, 1);
        return new NetworkPlan(reach, allowed, plus(published, new Published(hostPort, guestPort)));
    }

    private static <T> List<T> plus(List<T> list, T one) {
        var longer = new ArrayList<>(list);
        longer.add(one);
        return List.copyOf(longer);
    }

    private static void requirePort(int port, int least) {
        if (port < least || port > 65535) {
            throw new IllegalArgumentException("port " + port + ": must be " + least + " to 65535");
        }
    }

    boolean leavesTheMachine() {
        return reach == NetworkReach.HOST || !allowed.isEmpty() || !published.isEmpty();
    }

    /** Makes it so. IllegalArgumentException if a port of the host cannot be had. */
    AttachedNetwork attachTo(Processes processes) {
        if (reach == NetworkReach.NONE) {
            processes.network().forbidIp();
        }
        if (!leavesTheMachine()) {
            return new AttachedNetwork(null, Map.of());
        }
        try {
            return attach(processes);
        } catch (IOException e) {
            throw new IllegalArgumentException("the host's network: " + e.getMessage(), e);
        }
    }

    private AttachedNetwork attach(Processes processes) throws IOException {
        var outside = new HostNetwork(processes.network(), new NetworkGrants(reach == NetworkReach.HOST, allowed), processes.kernel().ledger().account("host network"));
        Map<Integer, Integer> ports = new LinkedHashMap<>();
        for (Published each : published) {
            try {
                ports.put(each.guestPort(), outside.publish(each.hostPort(), each.guestPort()));
            } catch (IOException e) {
                outside.close();
                throw new PortTaken("port " + each.hostPort() + " of the host cannot be had: " + e.getMessage(), e);
            }
        }
        if (reach != NetworkReach.NONE) {
            processes.network().attach(outside);
        }
        return new AttachedNetwork(outside, ports);
    }
}
