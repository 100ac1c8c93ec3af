// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import org.wsh.sandbox.host.NetworkGrants;

/** The command line's {@code --net}, {@code --net-allow} and {@code --publish}. */
final class NetworkOptions {
    private NetworkOptions() {}

    static NetworkPlan withReach(NetworkPlan plan, String text) throws UsageError {
        return plan.with(switch (text) {
            case "none" -> NetworkReach.NONE;
            case "loopback" -> NetworkReach.LOOPBACK;
            case "host" -> NetworkReach.HOST;
            default -> throw new UsageError("--net: " + text + ": expected none, loopback or host");
        });
    }

    /** Of grants {@code tcp:HOST:PORT} and {@code udp:HOST:PORT} with commas between them. */
    static NetworkPlan withAllowed(NetworkPlan plan, String text) throws UsageError {
        NetworkPlan wider = plan;
        for (String grant : text.split(",", -1)) {
            int colon = grant.lastIndexOf(':');
            boolean datagrams = grant.startsWith("udp:");
            if (!datagrams && !grant.startsWith("tcp:") || colon <= 4) {
                throw notAllowed(text);
            }
            var protocol = datagrams ? NetworkGrants.Protocol.UDP : NetworkGrants.Protocol.TCP;
            String host = grant.substring(4, colon);
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            NetworkPlan before = wider;
            wider = checked(grant.substring(colon + 1), notAllowed(text), port -> before.allowing(protocol, bracketed ? host.substring(1, host.length() - 1) : host, port));
        }
        return wider;
    }

    private static UsageError notAllowed(String text) {
        return new UsageError("--net-allow: " + text + ": expected tcp:HOST:PORT or udp:HOST:PORT, several with commas between them");
    }

    /** {@code HOSTPORT:GUESTPORT}, or one for both. */
    static NetworkPlan withPublished(NetworkPlan plan, String text) throws UsageError {
        int colon = text.indexOf(':');
        var error = new UsageError("--publish: " + text + ": expected HOSTPORT:GUESTPORT");
        String hostPort = colon < 0 ? text : text.substring(0, colon);
        int outer = number(hostPort, error);
        return checked(text.substring(colon + 1), error, inner -> plan.publishing(outer, inner));
    }

    private interface WithPort {
        NetworkPlan apply(int port);
    }

    private static NetworkPlan checked(String port, UsageError error, WithPort change) throws UsageError {
        try {
            return change.apply(number(port, error));
        } catch (IllegalArgumentException e) {
            throw error;
        }
    }

    private static int number(String text, UsageError error) throws UsageError {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw error;
        }
    }
}
