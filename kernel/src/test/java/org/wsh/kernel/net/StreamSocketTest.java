// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.wsh.kernel.Task;
import org.wsh.kernel.TestKernel;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.Pollable;

/** What C programs cannot see: memory, many tasks, the far side. The rules of each call are in userland-wasm/src/test/c/sockets. */
class StreamSocketTest {
    private static final Network.Owner ROOT = new Network.Owner(0, 0);

    private final TestKernel machine = new TestKernel();
    private final Network network = new Network(machine.kernel);
    private final List<Socket> opened = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() throws Exception {
        opened.forEach(OpenFileDescription::release);
        assertEquals(0, machine.kernel.ledger().used(), "bytes left");
        machine.close();
    }

    private StreamSocket open() {
        return keep((StreamSocket) network.open(Socket.Family.INET, false, ROOT));
    }

    private <T extends Socket> T keep(T socket) {
        opened.add(socket);
        return socket;
    }

    private void close(Socket socket) {
        opened.remove(socket);
        socket.release();
    }

    private StreamSocket listener(int backlog) {
        StreamSocket listener = open();
        listener.bind(new SocketAddress.Ip(IpAddress.LOOPBACK_V4, 0));
        listener.listen(backlog);
        return listener;
    }

    private StreamSocket[] connection() {
        StreamSocket listener = listener(1);
        StreamSocket caller = open();
        caller.connect(listener.localAddress());
        StreamSocket called = keep(listener.accept());
        close(listener);
        return new StreamSocket[] {caller, called};
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.wrap(new byte[count]);
    }

    private static void fails(Errno errno, Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    @Nested
    class Memory {
        @Test
        void anIdleConnectionCostsNothing() {
            connection();
            assertEquals(0, machine.kernel.ledger().used());
        }

        @Test
        void growsWithWhatWaitsAndIsGivenBack() {
            StreamSocket[] ends = connection();
            assertEquals(5000, ends[0].write(bytes(5000)));
            assertEquals(8192, machine.kernel.ledger().used());
            close(ends[1]);
            assertEquals(0, machine.kernel.ledger().used());
        }

        @Test
        void aMachineThatIsFullRefusesBytes() {
            StreamSocket[] ends = connection();
            long all = machine.kernel.ledger().budget();
            assertTrue(machine.account.reserve(all));
            fails(Errno.ENOMEM, () -> ends[0].write(bytes(1)));
            machine.account.release(all);
            assertEquals(1, ends[0].write(bytes(1)));
        }

        @Test
        void whoKnocksAndGoesIsForgotten() {
            StreamSocket listener = listener(0);
            var inside = open();
            inside.connect(listener.localAddress());
            for (int i = 0; i < 1000; i++) {
                var caller = (StreamSocket) network.open(Socket.Family.INET, false, ROOT);
                assertFalse(caller.connect(listener.localAddress()));
                caller.release();
            }
            keep(listener.accept());
            assertNull(listener.accept());
        }
    }

    @Nested
    class Waiting {
        /** All bytes arrive in order, whatever the sizes of writes and reads. */
        @Test
        void twoTasksMoveBytesThroughAGrowingRing() throws Exception {
            StreamSocket[] ends = connection();
            byte[] sent = new byte[1 << 20];
            new Random(7).nextBytes(sent);
            byte[] got = new byte[sent.length];
            var writer = machine.start("writer", task -> {
                var sizes = new Random(1);
                for (int at = 0; at < sent.length; ) {
                    int put = ends[0].write(ByteBuffer.wrap(sent, at, Math.min(sent.length - at, 1 + sizes.nextInt(30_000))));
                    if (put == OpenFileDescription.WOULD_BLOCK) {
                        task.await(ends[0], Pollable.WRITABLE, Task.NEVER, "send");
                    } else {
                        at += put;
                    }
                }
                ends[0].shutdown(false, true);
            });
            var reader = machine.start("reader", task -> {
                var sizes = new Random(2);
                for (int at = 0; at < got.length; ) {
                    int count = ends[1].read(ByteBuffer.wrap(got, at, Math.min(got.length - at, 1 + sizes.nextInt(9_000))));
                    if (count == OpenFileDescription.WOULD_BLOCK) {
                        task.await(ends[1], Pollable.READABLE, Task.NEVER, "recv");
                    } else {
                        at += count;
                    }
                }
            });
            writer.join();
            reader.join();
            assertArrayEquals(sent, got);
        }

        @Test
        void whoKnocksComesInWhenThereIsRoom() throws Exception {
            StreamSocket listener = listener(0);
            open().connect(listener.localAddress());
            var waiting = open();
            var settled = new AtomicInteger();
            var caller = machine.start("caller", task -> {
                assertFalse(waiting.connect(listener.localAddress()));
                task.await(waiting::settled, Task.NEVER, "connect", waiting);
                settled.incrementAndGet();
            });
            TestKernel.until(caller, Task.State.SLEEPING);
            keep(listener.accept());
            caller.join();
            assertEquals(1, settled.get());
            keep(listener.accept());
        }

        @Test
        void aListenerThatGoesSendsAwayWhoKnocks() throws Exception {
            StreamSocket listener = listener(0);
            var inside = open();
            inside.connect(listener.localAddress());
            var waiting = open();
            assertFalse(waiting.connect(listener.localAddress()));
            close(listener);
            fails(Errno.ECONNREFUSED, waiting::settled);
            assertEquals(Errno.ECONNRESET, inside.takeError());
        }
    }

    @Nested
    class Names {
        @Test
        void everyPortIsGivenOnceAndComesBack() {
            List<StreamSocket> all = new ArrayList<>();
            for (int i = 32768; i <= 60999; i++) {
                var socket = (StreamSocket) network.open(Socket.Family.INET, false, ROOT);
                socket.bind(new SocketAddress.Ip(IpAddress.LOOPBACK_V4, 0));
                all.add(socket);
            }
            fails(Errno.EADDRINUSE, () -> open().bind(new SocketAddress.Ip(IpAddress.LOOPBACK_V4, 0)));
            all.forEach(StreamSocket::release);
            open().bind(new SocketAddress.Ip(IpAddress.LOOPBACK_V4, 0));
        }

        @Test
        void lowPortsAreRoots() {
            var users = keep(network.open(Socket.Family.INET, false, new Network.Owner(1000, 1000)));
            fails(Errno.EACCES, () -> users.bind(new SocketAddress.Ip(IpAddress.ANY_V4, 80)));
            open().bind(new SocketAddress.Ip(IpAddress.ANY_V4, 80));
        }

        @Test
        void beyondTheMachineIsForbidden() {
            fails(Errno.EACCES, () -> open().connect(new SocketAddress.Ip(IpAddress.v4(0x08080808), 53)));
            network.forbidIp();
            fails(Errno.EACCES, this::openAny);
        }

        private void openAny() {
            network.open(Socket.Family.INET6, true, ROOT);
        }
    }
}
