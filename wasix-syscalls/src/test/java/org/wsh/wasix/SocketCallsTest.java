// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.wasix.GuestScript.at;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wsh.testing.TestMachine;
import org.wsh.vfs.Errno;

/** What crosses the ABI: layouts and numbers, of each generation. What the calls do is in userland-wasm/src/test/c/sockets. */
class SocketCallsTest {
    private static final String WASIX = "wasix_32v1";
    private static final int FD = 0x100;
    private static final int OTHER = 0x108;
    private static final int ADDRESS = 0x200;
    private static final int RESULT = 0x400;
    private static final int COUNT = 0x600;

    private static GuestScript.Outcome run(GuestScript script) throws InterruptedException {
        try (TestMachine machine = new TestMachine(new SyscallTable())) {
            return script.run(machine);
        }
    }

    private static byte[] bytes(GuestScript.Outcome outcome, int address, int count) {
        byte[] bytes = new byte[count];
        outcome.memory().get(address, bytes);
        return bytes;
    }

    private static byte[] of(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Nested
    class Addresses {
        @Test
        void anIpv4AddressIsEightBytesWithItsPortInTheHostsOrder() throws Exception {
            var outcome = run(new GuestScript()
                    .data(ADDRESS, of(1, 0, 0x34, 0x12, 127, 0, 0, 1))
                    .call(WASIX, "sock_open", "iiii:i", 1, 1, 6, FD)
                    .call(WASIX, "sock_bind", "ii:i", at(FD), ADDRESS)
                    .call(WASIX, "sock_addr_local", "ii:i", at(FD), RESULT));
            assertEquals(0, outcome.result(2));
            assertArrayEquals(of(1, 0, 0x34, 0x12, 127, 0, 0, 1, 'a'), bytes(outcome, RESULT, 9));
        }

        @Test
        void theFirstGenerationHasPortsInNetworkOrderAndOtherTypes() throws Exception {
            var outcome = run(new GuestScript()
                    .data(ADDRESS, of(1, 0, 0x12, 0x34, 127, 0, 0, 1))
                    .call(WASIX, "sock_open", "iiii:i", 1, 0, 17, FD) // a datagram's type was 0
                    .call(WASIX, "sock_bind", "ii:i", at(FD), ADDRESS)
                    .call(WASIX, "sock_addr_local", "ii:i", at(FD), RESULT)
                    .call(WASIX, "sock_open", "iiii:i", 2, 1, 6, OTHER)
                    .call(WASIX, "sock_addr_local", "ii:i", at(OTHER), RESULT + 0x80)
                    .call(WASIX, "fd_close", "i:i", at(FD))); // imported from here until May 2023
            for (int i = 0; i < 6; i++) {
                assertEquals(0, outcome.result(i), "call " + i);
            }
            assertArrayEquals(of(1, 0, 0x12, 0x34, 127, 0, 0, 1, 'a'), bytes(outcome, RESULT, 9));
            assertEquals('a', bytes(outcome, RESULT + 0x80, 21)[20], "it has 20 bytes for an address");
        }

        @Test
        void anAbstractNameIsAPathThatBeginsWithANul() throws Exception {
            var outcome = run(new GuestScript()
                    .data(ADDRESS, of(3, 0, 0, 'n', 'a', 'm', 'e', 0))
                    .call(WASIX, "sock_open", "iiii:i", 3, 2, 17, FD)
                    .call(WASIX, "sock_bind", "ii:i", at(FD), ADDRESS)
                    .call(WASIX, "sock_open", "iiii:i", 3, 2, 17, OTHER)
                    .call(WASIX, "sock_bind", "ii:i", at(OTHER), ADDRESS)
                    .call(WASIX, "sock_addr_local", "ii:i", at(FD), RESULT));
            assertEquals(WasiErrno.number(Errno.EADDRINUSE), outcome.result(3));
            assertArrayEquals(of(3, 0, 0, 'n', 'a', 'm', 'e', 0), bytes(outcome, RESULT, 8));
        }
    }

    @Nested
    class TheInterface {
        @Test
        void hasTheLoopbacksAddressesAndRoutes() throws Exception {
            var outcome = run(new GuestScript()
                    .words(COUNT, 1)
                    .call(WASIX, "port_addr_list", "ii:i", RESULT, COUNT)
                    .call(WASIX, "port_addr_list", "ii:i", RESULT, COUNT) // by now it knows how many
                    .call(WASIX, "port_route_list", "ii:i", 0x800, COUNT)
                    .call(WASIX, "port_addr_clear", ":i"));
            assertEquals(WasiErrno.number(Errno.EOVERFLOW), outcome.result(0));
            assertEquals(0, outcome.result(1));
            assertEquals(2, outcome.word(COUNT));
            assertArrayEquals(of(1, 0, 127, 0, 0, 1, 8), bytes(outcome, RESULT, 7));
            assertEquals(128, outcome.memory().get(RESULT + 28 + 26) & 0xff);
            assertEquals(0, outcome.result(2));
            assertEquals(WasiErrno.number(Errno.ENOTSUP), outcome.result(3));
        }

        @Test
        void literalAddressesResolveToThemselves() throws Exception {
            var outcome = run(new GuestScript()
                    .data(ADDRESS, "10.1.2.3").data(ADDRESS + 16, "fe80::7").data(ADDRESS + 32, "nowhere.invalid")
                    .call(WASIX, "resolve", "iiiiii:i", ADDRESS, 8, 0, RESULT, 1, COUNT)
                    .call(WASIX, "resolve", "iiiiii:i", ADDRESS + 16, 7, 0, RESULT + 0x40, 4, COUNT)
                    .call(WASIX, "resolve", "iiiiii:i", ADDRESS + 32, 15, 0, RESULT, 4, COUNT));
            assertArrayEquals(of(1, 0, 10, 1, 2, 3), bytes(outcome, RESULT, 6));
            assertArrayEquals(of(2, 0, 0xfe, 0x80), bytes(outcome, RESULT + 0x40, 4));
            assertEquals(1, outcome.word(COUNT));
            assertEquals(WasiErrno.number(Errno.ENOENT), outcome.result(2));
        }
    }

    @Nested
    class Events {
        /** Data comes back unchanged; 1 adds or changes, 2 deletes, whoever's numbers those are. */
        @Test
        void epollTakesBothNumberings() throws Exception {
            var outcome = run(new GuestScript()
                    .words(ADDRESS, 1, 0, 11, 12, 13, 0, 14, 15)
                    .call(WASIX, "fd_event", "Iii:i", 1L, 0, FD)
                    .call(WASIX, "epoll_create", "i:i", OTHER)
                    .call(WASIX, "epoll_ctl", "iiii:i", at(OTHER), 1, at(FD), ADDRESS)
                    .call(WASIX, "epoll_ctl", "iiii:i", at(OTHER), 1, at(FD), ADDRESS)
                    .call(WASIX, "epoll_ctl", "iiii:i", at(OTHER), 0, at(FD), ADDRESS)
                    .call(WASIX, "epoll_wait", "iiiIi:i", at(OTHER), RESULT, 4, -1L, COUNT)
                    .call(WASIX, "epoll_ctl", "iiii:i", at(OTHER), 2, at(FD), 0)
                    .call(WASIX, "epoll_wait", "iiiIi:i", at(OTHER), RESULT + 0x80, 4, 0L, COUNT + 8));
            assertEquals(0, outcome.result(3));
            assertEquals(WasiErrno.number(Errno.EEXIST), outcome.result(4));
            assertEquals(1, outcome.word(COUNT));
            assertEquals(1, outcome.word(RESULT));
            int[] data = {11, 12, 13, 0, 14, 15};
            for (int i = 0; i < data.length; i++) {
                assertEquals(data[i], outcome.word(RESULT + 8 + 4 * i));
            }
            assertEquals(0, outcome.result(6));
            assertEquals(0, outcome.word(COUNT + 8));
        }

        /** Its subscriptions have 56 bytes: 16 a name for the clock, 24 the clock, 32 the time. */
        @Test
        void snapshot0PollsWithItsOwnLayout() throws Exception {
            var outcome = run(new GuestScript()
                    .words(ADDRESS, 77, 0, 0, 0, 5, 0, 1, 0, 1000, 0, 0, 0, 0, 0)
                    .words(ADDRESS + 56, 78, 0, 1, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                    .call("wasi_unstable", "poll_oneoff", "iiii:i", ADDRESS, RESULT, 1, COUNT)
                    .call("wasi_unstable", "poll_oneoff", "iiii:i", ADDRESS + 56, RESULT + 0x40, 1, COUNT + 8));
            assertEquals(0, outcome.result(0));
            assertEquals(1, outcome.word(COUNT));
            assertEquals(77, outcome.word(RESULT));
            assertEquals(78, outcome.word(RESULT + 0x40));
            assertEquals(WasiErrno.number(Errno.EBADF) | 1 << 16, outcome.word(RESULT + 0x48));
        }
    }
}
