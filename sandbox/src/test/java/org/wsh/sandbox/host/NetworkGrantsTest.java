// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wsh.kernel.net.IpAddress;
import org.wsh.kernel.net.SocketAddress;

class NetworkGrantsTest {
    private static final List<NetworkGrants.Service> SERVICES = List.of(
            new NetworkGrants.Service(NetworkGrants.Protocol.TCP, "api.example", 443), new NetworkGrants.Service(NetworkGrants.Protocol.TCP, "127.0.0.1", 8000), new NetworkGrants.Service(NetworkGrants.Protocol.TCP, "::1", 8001));

    private static boolean allow(NetworkGrants grants, String address, int port) {
        return grants.allow(NetworkGrants.Protocol.TCP, new SocketAddress.Ip(IpAddress.parse(address), port));
    }

    @Test
    void anAddressIsAllowedIfItWasGrantedOrIsANamesAddress() {
        var grants = new NetworkGrants(false, SERVICES);
        assertEquals(false, allow(grants, "192.0.2.5", 443), "nobody has asked for the name yet");
        grants.note("API.example", List.of(IpAddress.parse("192.0.2.5"), IpAddress.parse("2001:db8::5")));
        record Row(String address, int port, boolean allowed) {}
        for (Row row : List.of(
                new Row("192.0.2.5", 443, true), new Row("2001:db8::5", 443, true), new Row("192.0.2.5", 80, false), new Row("192.0.2.6", 443, false),
                new Row("127.0.0.1", 8000, true), new Row("127.0.0.2", 8000, false), new Row("127.0.0.1", 8001, false), new Row("::1", 8001, true))) {
            assertEquals(row.allowed(), allow(grants, row.address(), row.port()), row.toString());
        }
    }

    /** DNS rebinding: the name's owner says that it is the host itself. */
    @Test
    void aNameThatLeadsToTheHostItselfLeadsNowhere() {
        var grants = new NetworkGrants(false, SERVICES);
        for (String own : List.of("127.0.0.1", "::1", "169.254.169.254", "fe80::1", "0.0.0.0", "::", "::ffff:127.0.0.1", "224.0.0.1")) {
            grants.note("api.example", List.of(IpAddress.parse(own)));
            assertEquals(false, allow(grants, own, 443), own);
        }
    }

    @Test
    void aNameStandsForWhatItLastStoodFor() {
        var grants = new NetworkGrants(false, SERVICES);
        grants.note("api.example", List.of(IpAddress.parse("192.0.2.5")));
        grants.note("api.example", List.of(IpAddress.parse("192.0.2.6")));
        assertEquals(false, allow(grants, "192.0.2.5", 443));
        assertEquals(true, allow(grants, "192.0.2.6", 443));
        grants.note("other.example", List.of(IpAddress.parse("192.0.2.7")));
        assertEquals(false, allow(grants, "192.0.2.7", 443));
    }

    @Test
    void everythingIsNotTheHostItself() {
        var grants = new NetworkGrants(true, List.of());
        assertEquals(true, allow(grants, "192.0.2.5", 1));
        assertEquals(false, allow(grants, "127.0.0.1", 1));
        assertEquals(false, allow(grants, "169.254.169.254", 80));
    }

    @Test
    void aGrantIsForOneProtocol() {
        var grants = new NetworkGrants(false, List.of(new NetworkGrants.Service(NetworkGrants.Protocol.UDP, "192.0.2.5", 53)));
        var there = new SocketAddress.Ip(IpAddress.parse("192.0.2.5"), 53);
        assertEquals(true, grants.allow(NetworkGrants.Protocol.UDP, there));
        assertEquals(false, grants.allow(NetworkGrants.Protocol.TCP, there));
    }
}
