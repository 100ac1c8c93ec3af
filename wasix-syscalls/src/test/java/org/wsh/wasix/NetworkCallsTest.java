// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.wasix.GuestScript.at;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wsh.testing.TestMachine;

/** Preview 1's calls on sockets, and the network interface's, which can be asked and not changed. */
class NetworkCallsTest {
    private static final String PREVIEW1 = "wasi_snapshot_preview1";
    private static final String WASIX = "wasix_32v1";
    private static final int BADF = 8, INVAL = 28, NOTCONN = 53, NOTSOCK = 57, NOTSUP = 58;
    private static final int A = 1024, B = 1280, C = 1536, D = 2048, IOVEC = 2304, BUFFER = 8192;

    private static GuestScript.Outcome run(GuestScript script) throws InterruptedException {
        try (TestMachine machine = new TestMachine(new SyscallTable())) {
            return script.run(machine);
        }
    }

    @Test
    void whatOneEndOfAPairSendsTheOtherReceives() throws InterruptedException {
        var outcome = run(new GuestScript().words(IOVEC, BUFFER, 5, BUFFER + 100, 5).data(BUFFER, "hello").call(WASIX, "sock_pair", "iiiii:i", 3, 1, 0, A, B)
                .call(PREVIEW1, "sock_send", "iiiii:i", at(A), IOVEC, 1, 0, C).call(PREVIEW1, "sock_recv", "iiiiii:i", at(B), IOVEC + 8, 1, 0, D, D + 8)
                .call(WASIX, "sock_status", "ii:i", at(A), D + 16).call(PREVIEW1, "sock_shutdown", "ii:i", at(A), 2).call(PREVIEW1, "sock_recv", "iiiiii:i", at(B), IOVEC + 8, 1, 0, D + 24, D + 28)
                .call(PREVIEW1, "sock_shutdown", "ii:i", at(A), 0));
        assertEquals(5, outcome.word(C));
        assertEquals("hello", outcome.text(BUFFER + 100, 5));
        assertEquals("\u0001a", outcome.text(D + 16, 2), "opened");
        assertEquals(0, outcome.word(D + 24), "the end");
        assertEquals(INVAL, outcome.result(6));
    }

    @Test
    void whatIsNoSocketOrNotConnectedSaysSo() throws InterruptedException {
        var outcome = run(new GuestScript().words(IOVEC, BUFFER, 5).call(WASIX, "sock_open", "iiii:i", 1, 1, 6, A).call(PREVIEW1, "sock_recv", "iiiiii:i", at(A), IOVEC, 1, 0, B, C)
                .call(PREVIEW1, "sock_accept", "iii:i", at(A), 0, B).call(PREVIEW1, "sock_accept", "iii:i", 2, 0, B).call(PREVIEW1, "sock_send", "iiiii:i", 2, IOVEC, 1, 0, B)
                .call(PREVIEW1, "sock_recv", "iiiiii:i", 99, IOVEC, 1, 0, B, C).call(PREVIEW1, "sock_shutdown", "ii:i", at(A), 3));
        assertEquals(List.of(NOTCONN, INVAL, NOTSOCK, NOTSOCK, BADF, NOTCONN),
                List.of(outcome.result(1), outcome.result(2), outcome.result(3), outcome.result(4), outcome.result(5), outcome.result(6)));
    }

    @Test
    void theInterfaceCannotBeChanged() throws InterruptedException {
        var script = new GuestScript().call(WASIX, "port_bridge", "iiiii:i", A, 4, B, 4, 1).call(WASIX, "port_unbridge", ":i").call(WASIX, "port_dhcp_acquire", ":i")
                .call(WASIX, "port_addr_add", "i:i", A).call(WASIX, "port_addr_remove", "i:i", A).call(WASIX, "port_addr_clear", ":i").call(WASIX, "port_gateway_set", "i:i", A)
                .call(WASIX, "port_route_add", "iiii:i", A, B, C, D).call(WASIX, "port_route_remove", "i:i", A).call(WASIX, "port_route_clear", ":i").call(WASIX, "port_mac", "i:i", BUFFER);
        var outcome = run(script);
        for (int call = 0; call < 10; call++) {
            assertEquals(NOTSUP, outcome.result(call), "call " + call);
        }
        assertEquals("\0\0\0\0\0\0aa", outcome.text(BUFFER, 8), "a loopback has no address of hardware");
    }
}
