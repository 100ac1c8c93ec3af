// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same image, seed and inputs give the same run: see docs/deterministic.md. LauncherIT does it across JVMs and their modes. */
@Timeout(1200)
class DeterminismTest {
    /** What races; it finds the test programs in /p. */
    static final Path RACES = Path.of("src/test/resources/org/wsh/sandbox/races.sh");
    static final Path PROGRAMS = ThreadsTest.PROGRAM.toAbsolutePath().normalize().getParent();

    private record Run(String output, String trace) {}

    private static Run run(long seed, String script) throws Exception {
        var trace = new ByteArrayOutputStream();
        try (Machine machine = Machine.builder().memory(256 << 20).mount(PROGRAMS, "/p").deterministic(seed).trace(trace).build()) {
            var result = machine.run(script);
            machine.endTrace();
            return new Run(result.output() + result.errors(), trace.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aRunIsTheSameToTheByteScheduleIncluded() throws Exception {
        String races = Files.readString(RACES);
        Run first = run(42, races);
        assertTrue(first.output().matches("(?s).*caught after.*killed: 137.*runner 3.*\nlost .*poll: .*"), first.output());
        assertTrue(first.trace().lines().count() > 500, first.trace());
        for (int i = 0; i < 5; i++) {
            Run again = run(42, races);
            assertEquals(first.output(), again.output());
            assertEquals(first.trace(), again.trace());
        }
    }

    @Test
    void systemCallsAreTheSameToo() throws Exception {
        String[] traces = new String[3];
        for (int i = 0; i < traces.length; i++) {
            var trace = new ByteArrayOutputStream();
            try (Machine machine = Machine.builder().memory(256 << 20).deterministic(42).trace(trace).traceCalls().build()) {
                machine.run("ls / | sort | head -2; cat /nonexistent; (sleep 1; echo late) & wait");
                machine.endTrace();
            }
            traces[i] = trace.toString(StandardCharsets.UTF_8);
        }
        assertTrue(traces[0].contains("calls fd_write(2, [{iov_base=\"cat: /nonexistent: No such file \"..., iov_len=45}], 1\n"), traces[0]);
        assertEquals(traces[0], traces[1]);
        assertEquals(traces[0], traces[2]);
    }

    @Test
    void anotherSeedGivesOtherRandomBytes() throws Exception {
        String script = "head -c 8 /dev/urandom | od -An -tx1";
        assertEquals(run(1, script).output(), run(1, script).output());
        assertNotEquals(run(1, script).output(), run(2, script).output());
    }

    @Test
    void timeIsTheMachinesOwn() throws Exception {
        assertEquals("Thu Jan  1 01:00:00 UTC 2026\n", run(1, "sleep 3600; date").output());
    }

    @Test
    void howInputComesMakesNoDifference() throws Exception {
        byte[] bytes = "one\ntwo\nthree\n".getBytes(StandardCharsets.UTF_8);
        try (Machine machine = Machine.builder().deterministic(1).build();
                var out = new PipedOutputStream();
                var in = new PipedInputStream(out)) {
            var writer = new Thread(() -> {
                try (out) {
                    for (byte each : bytes) {
                        out.write(each);
                        out.flush();
                        Thread.sleep(1);
                    }
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            writer.start();
            var piecemeal = machine.shell("dd bs=5 2>&1").input(in).run();
            writer.join();
            var atOnce = machine.shell("dd bs=5 2>&1").input(bytes).run();
            assertEquals("one\ntwo\nthree\n2+1 records in\n2+1 records out\n14 bytes copied\n", piecemeal.output().replaceAll(" \\(.*\\)|, .*", ""));
            assertArrayEquals(piecemeal.stdout(), atOnce.stdout());
        }
    }

    @Test
    void aTimeoutIsInTheMachinesTime() throws Exception {
        try (Machine machine = Machine.builder().deterministic(1).build()) {
            assertEquals(128 + 9, machine.shell("while :; do :; done").timeout(Duration.ofMillis(50)).run().status());
            assertEquals(0, machine.shell("sleep 3600").timeout(Duration.ofHours(2)).run().status());
        }
    }

    @Test
    void commandsOneAfterTheOtherAreRepeatableToo() throws Exception {
        String[] texts = new String[2];
        for (int i = 0; i < 2; i++) {
            var trace = new ByteArrayOutputStream();
            try (Machine machine = Machine.builder().memory(256 << 20).deterministic(7).trace(trace).build()) {
                machine.run("while :; do :; done & sleep 0.001; echo $!");
                machine.run("ps; kill %1");
                machine.run("ps");
                machine.endTrace();
            }
            texts[i] = trace.toString(StandardCharsets.UTF_8);
        }
        assertEquals(texts[0], texts[1]);
    }
}
