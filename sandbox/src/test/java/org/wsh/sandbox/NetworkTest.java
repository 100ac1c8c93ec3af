// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The network from a user's side: the tools, between themselves and with the host. The rules of sockets are in userland-wasm/src/test/c/sockets. */
class NetworkTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private static Result run(Machine machine, String command) throws InterruptedException {
        return machine.shell(command).timeout(LONG).run();
    }

    /** Until somebody listens at that port of the machine. */
    private static String listening(int port) {
        return "until nc -z localhost " + port + "; do sleep 0.02; done; ";
    }

    @Nested
    class InsideTheMachine {
        @Test
        void ncTalksBothWays() throws Exception {
            try (Machine machine = Machine.builder().build()) {
                Result result = run(machine, "(echo from the listener | nc -l 4000 > heard) & until echo from the caller | nc localhost 4000 2> /dev/null; do sleep 0.02; done; wait; cat heard");
                assertEquals("from the listener\nfrom the caller\n", result.output(), result.errors());
            }
        }

        @Test
        void ncTalksOverUnixSocketsAndDatagrams() throws Exception {
            try (Machine machine = Machine.builder().build()) {
                Result result = run(machine, """
                        nc -lU /tmp/s > heard & until echo unix | nc -U /tmp/s 2> /dev/null; do sleep 0.02; done; wait; cat heard
                        nc -u -w 1 -l 4000 > heard2 & until [ -s heard2 ]; do echo datagram | nc -u -w 0.1 localhost 4000; done 2> /dev/null; wait; head -n 1 heard2
                        """);
                assertEquals("unix\ndatagram\n", result.output(), result.errors());
            }
        }

        @Test
        void ncSaysWhatWentWrong() throws Exception {
            try (Machine machine = Machine.builder().build()) {
                Result result = run(machine, "nc localhost 1; nc -z localhost 1; echo $?; nc nowhere.invalid 1; nc 203.0.113.1 80; echo $?");
                assertEquals("1\n1\n", result.output());
                assertEquals("nc: localhost port 1: Connection refused\nnc: nowhere.invalid: Name or service not known\nnc: 203.0.113.1 port 80: Permission denied\n",
                        result.errors());
            }
        }

        @Test
        void wgetFetchesWhatHttpdServes() throws Exception {
            try (Machine machine = Machine.builder().build()) {
                Result result = run(machine, """
                        mkdir -p site/sub; echo hello > site/index.html; seq 200000 > site/numbers; echo 'a b' > 'site/sub/a b.txt'
                        httpd -h site -p 8080 & """ + listening(8080) + """

                        wget -qO - http://localhost:8080/
                        wget -q localhost:8080/numbers; cmp numbers site/numbers && echo same
                        wget -qO - 'localhost:8080/sub/a%20b.txt?query'
                        wget -qO - http://localhost:8080/sub | grep -c 'a b.txt'
                        wget -q http://localhost:8080/missing; echo $?
                        wget -qO - http://localhost:8080/../etc/passwd; echo $?
                        wget -qO - 'http://localhost:8080/%2e%2e/etc/passwd'; echo $?
                        wget -q http://localhost:1/; echo $?
                        wget -SqO /dev/null localhost:8080/ 2>&1 | grep -i content-type
                        printf 'POST / HTTP/1.0\\r\\n\\r\\n' | nc localhost 8080 | head -n 1
                        kill %1
                        """);
                assertEquals("""
                        hello
                        same
                        a b
                        1
                        8
                        8
                        8
                        4
                          Content-Type: text/html
                        HTTP/1.1 501 Not Implemented\r
                        """, result.output(), result.errors());
            }
        }

        @Test
        void theSameInADeterministicMachine() throws Exception {
            String command = "mkdir s; seq 5000 > s/f; httpd -h s -p 8080 -n 3 & " + listening(8080) + "wget -qO - localhost:8080/f | sha256sum; date +%N";
            String[] outputs = new String[2];
            for (int i = 0; i < 2; i++) {
                try (Machine machine = Machine.builder().deterministic(3).build()) {
                    Result result = run(machine, command);
                    assertEquals("", result.errors());
                    outputs[i] = result.output();
                }
            }
            assertEquals(outputs[0], outputs[1]);
        }

        @Test
        void withoutANetworkThereAreUnixSocketsOnly() throws Exception {
            try (Machine machine = Machine.builder().network(NetworkReach.NONE).build()) {
                Result result = run(machine, "nc localhost 1; nc -lU /tmp/s > heard & until echo unix | nc -U /tmp/s 2> /dev/null; do sleep 0.02; done; wait; cat heard");
                assertEquals("unix\n", result.output());
                assertEquals("nc: localhost port 1: Permission denied\n", result.errors());
            }
        }
    }

    @Nested
    class Published {
        @Test
        void httpdAnswersJavasClient() throws Exception {
            byte[] big = new byte[3 << 20];
            new Random(5).nextBytes(big);
            try (Machine machine = Machine.builder().publish(0, 8080).build(); HttpClient client = HttpClient.newHttpClient()) {
                machine.write("/home/user/site/big", big, 0644);
                Job job = machine.shell("httpd -h site -p 8080").start();
                String url = "http://127.0.0.1:" + machine.publishedPort(8080) + "/";
                Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> get(client, url + "nothing").statusCode() == 404);
                for (int i = 0; i < 3; i++) {
                    assertArrayEquals(big, get(client, url + "big").body());
                }
                job.kill();
                job.await();
                assertThrows(IOException.class, () -> get(client, url));
            }
        }

        private static HttpResponse<byte[]> get(HttpClient client, String url) throws Exception {
            return client.send(HttpRequest.newBuilder(URI.create(url)).timeout(LONG).build(), HttpResponse.BodyHandlers.ofByteArray());
        }

        @Test
        void endsGoBothWays() throws Exception {
            try (Machine machine = Machine.builder().publish(0, 4000).build()) {
                Job job = machine.shell("nc -l 4000 | tr a-z A-Z > heard").start();
                Awaitility.await().atMost(LONG).until(() -> GuestPrograms.running(machine, "nc").stream().anyMatch(nc -> "accept".equals(nc.thread().task().wchan())));
                try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), machine.publishedPort(4000))) {
                    socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
                    socket.shutdownOutput();
                    socket.setSoTimeout((int) LONG.toMillis());
                    assertEquals(-1, socket.getInputStream().read());
                }
                job.await();
                assertEquals("HELLO\n", new String(machine.read("/home/user/heard"), StandardCharsets.UTF_8));
            }
        }

        @Test
        void aPortThatIsTakenIsSaidAtOnce() throws Exception {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
                var builder = Machine.builder().publish(taken.getLocalPort(), 80);
                assertTrue(assertThrows(IllegalArgumentException.class, builder::build).getMessage().startsWith("port " + taken.getLocalPort() + " of the host cannot be had"));
            }
        }
    }

    @Nested
    class Granted {
        private static HttpServer server(byte[] answer) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 5);
            server.createContext("/moved", exchange -> {
                exchange.getResponseHeaders().add("Location", "/answer");
                exchange.sendResponseHeaders(302, -1);
                exchange.close();
            });
            server.createContext("/answer", exchange -> {
                exchange.sendResponseHeaders(200, 0); // in chunks
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            return server;
        }

        @Test
        void wgetReachesWhatWasAllowedAndNothingElse() throws Exception {
            HttpServer allowed = server("from the host\n".getBytes(StandardCharsets.UTF_8));
            HttpServer other = server("secret\n".getBytes(StandardCharsets.UTF_8));
            int port = allowed.getAddress().getPort();
            int otherPort = other.getAddress().getPort();
            try (Machine machine = Machine.builder().allowTcp("127.0.0.1", port).build()) {
                Result result = run(machine, "wget -qO - http://127.0.0.1:" + port + "/moved; wget -qO - http://127.0.0.1:" + otherPort + "/answer; echo $?; nc 192.0.2.1 " + port);
                assertEquals("from the host\n4\n", result.output());
                assertEquals("wget: 127.0.0.1: Connection refused\nnc: 192.0.2.1 port " + port + ": Permission denied\n", result.errors());
            } finally {
                allowed.stop(0);
                other.stop(0);
            }
        }

        @Test
        void datagramsReachWhatWasAllowedAndItsAnswersComeBack() throws Exception {
            var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            try (var echo = new java.net.DatagramSocket(0, loopback); var stranger = new java.net.DatagramSocket(0, loopback)) {
                Thread server = Thread.ofVirtual().start(() -> {
                    try {
                        var packet = new java.net.DatagramPacket(new byte[100], 100);
                        while (true) {
                            echo.receive(packet);
                            // A stranger who knows where to, and is not heard.
                            stranger.send(new java.net.DatagramPacket("strange\n".getBytes(StandardCharsets.UTF_8), 8, packet.getSocketAddress()));
                            echo.send(packet);
                        }
                    } catch (IOException closed) {
                        // the test is over
                    }
                });
                int port = echo.getLocalPort();
                try (Machine machine = Machine.builder().allowUdp("127.0.0.1", port).build()) {
                    Result result = run(machine, "echo hello > said; until [ -s heard ]; do nc -u -w 0.5 127.0.0.1 " + port + " < said > heard; done; sort -u heard; nc -u -w 1 192.0.2.1 " + port + " < said; nc 127.0.0.1 " + port);
                    assertEquals("hello\n", result.output(), result.errors());
                    assertTrue(result.errors().contains("nc: 192.0.2.1 port " + port + ": Permission denied\n"), result.errors());
                    assertTrue(result.errors().endsWith("nc: 127.0.0.1 port " + port + ": Connection refused\n"), "TCP is another grant");
                }
                echo.close();
                server.join();
            }
        }

        @Test
        void aNameNeverStandsForTheHostsOwnLoopback() throws Exception {
            HttpServer server = server("secret\n".getBytes(StandardCharsets.UTF_8));
            int port = server.getAddress().getPort();
            try (Machine machine = Machine.builder().allowTcp("localhost", port).network(NetworkReach.HOST).build()) {
                Result result = run(machine, "wget -qO - http://localhost:" + port + "/answer; wget -qO - http://127.0.0.1:" + port + "/answer");
                assertEquals("", result.output());
            } finally {
                server.stop(0);
            }
        }

        @Test
        void nobodyThereIsRefused() throws Exception {
            int free;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
                free = socket.getLocalPort();
            }
            try (Machine machine = Machine.builder().allowTcp("127.0.0.1", free).build()) {
                assertEquals("nc: 127.0.0.1 port " + free + ": Connection refused\n", run(machine, "nc 127.0.0.1 " + free).errors());
            }
        }

        @Test
        void aDeterministicMachineRefusesIt() {
            var builder = Machine.builder().deterministic(1).allowTcp("example.org", 80);
            assertThrows(IllegalArgumentException.class, builder::build);
        }
    }
}
