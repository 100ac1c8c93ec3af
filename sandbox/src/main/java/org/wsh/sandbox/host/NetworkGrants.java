// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.wsh.kernel.net.IpAddress;
import org.wsh.kernel.net.SocketAddress;

/**
 * What of the host's network a machine may reach. Decided by the address that is really connected to: a name that was granted stands for the addresses that the host's resolver last gave for it,
 * and never for the host itself (loopback, link-local), wherever its DNS may lead.
 *
 * @param everything any address but the host's own
 * @param services   what was granted by name or address, and port
 */
public record NetworkGrants(boolean everything, List<Service> services, Map<String, Set<IpAddress>> resolved) {
    public enum Protocol {
        TCP,
        UDP
    }

    /** @param host a name in lower case, or an address in figures */
    public record Service(Protocol protocol, String host, int port) {}

    public NetworkGrants(boolean everything, List<Service> services) {
        this(everything, List.copyOf(services), new ConcurrentHashMap<>());
    }

    /** Whether that address and port may be connected to, or sent datagrams. */
    public boolean allow(Protocol protocol, SocketAddress.Ip there) {
        if (everything && isElsewhere(there.address())) {
            return true;
        }
        for (Service service : services) {
            if (service.protocol() == protocol && service.port() == there.port() && stands(service.host(), there.address())) {
                return true;
            }
        }
        return false;
    }

    private boolean stands(String host, IpAddress address) {
        IpAddress literal = IpAddress.parse(host);
        if (literal != null) {
            return literal.equals(address);
        }
        return isElsewhere(address) && resolved.getOrDefault(host, Set.of()).contains(address);
    }

    private static boolean isElsewhere(IpAddress address) {
        return !address.isLoopback() && !address.isAny() && !address.isMulticast() && !address.isLinkLocal() && !address.isBroadcast();
    }

    /** Whether that name may be looked up. */
    public boolean mayResolve(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return everything || services.stream().anyMatch(service -> service.host().equals(lower));
    }

    /** The host's resolver gave these addresses for a name. */
    public void note(String name, Collection<IpAddress> addresses) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (services.stream().anyMatch(service -> service.host().equals(lower))) {
            resolved.put(lower, Set.copyOf(addresses));
        }
    }
}
