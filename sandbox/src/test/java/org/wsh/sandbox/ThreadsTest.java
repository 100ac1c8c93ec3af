// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wsh.process.limit.ResourceLimits;

/** Threads that end badly, that are too many, and that race ({@code threads_ends.c}). What POSIX says of threads, ProgramsTest runs. */
@Timeout(1200)
class ThreadsTest {
    static final Path PROGRAM = Path.of("../userland-wasm/src/test/resources/org/wsh/userland/programs/threads_ends.wasm");
    private static final int NPROC = ResourceLimits.PROCESSES;

    private static Result run(String how, UnaryOperator<MachineBuilder> built) throws Exception {
        try (Machine machine = built.apply(Machine.builder()).build()) {
            machine.write("/bin/ends", Files.readAllBytes(PROGRAM), 0755);
            Result result = machine.shell("ends " + how).timeout(Duration.ofMinutes(2)).run();
            GuestPrograms.awaitTheEndOfAll(machine);
            long once = machine.memoryUsed(); // the program's code stays
            machine.shell("ends " + how).timeout(Duration.ofMinutes(2)).run();
            GuestPrograms.awaitTheEndOfAll(machine);
            assertEquals(once, machine.memoryUsed(), "something has stayed in the ledger");
            return result;
        }
    }

    @Test
    void aTrapInAThreadEndsTheProcessAndTellsWhere() throws Exception {
        Result result = run("trap", builder -> builder);
        assertEquals(128 + 6, result.status(), result.errors());
        assertEquals("trap\n", result.output());
        assertTrue(result.errors().matches("(?s)wsh: ends: unreachable.*\n(  at falls [^\n]*\n){4}  at traps .*wasi_thread_start.*"), result.errors());
    }

    @Test
    void recursionWithoutEndInAThreadIsATrap() throws Exception {
        Result result = run("recursion", builder -> builder);
        assertEquals(128 + 11, result.status(), result.errors());
        assertTrue(result.errors().contains("at without_stack"), result.errors());
    }

    @Test
    void aTrapInTheMainThreadEndsTheOthers() throws Exception {
        assertEquals(128 + 6, run("main", builder -> builder).status());
    }

    /** Root has no such limit. Beside the threads there is the program itself, which the shell has become. */
    @Test
    void threadsCountAsProcesses() throws Exception {
        assertEquals("19\n", run("many", builder -> builder.limit(NPROC, 20, 20)).output());
        assertEquals("18\n", run("many", builder -> builder.processes(20)).output()); // and pid 1
    }

    @Test
    void psShowsALineForEach() throws Exception {
        try (Machine machine = Machine.builder().deterministic(1).build()) {
            GuestPrograms.install(machine, "threads_busy");
            String[] lines = machine.run("threads_busy join > /dev/null & sleep 1; ps -L -o pid=,lwp=,nlwp=,s=,comm= -p $!; ps -T | grep -c busy; ps | grep -c busy; kill $!").output().split("\n");
            String pid = lines[0].strip().split(" +")[0];
            assertEquals(4, lines.length, String.join("\n", lines));
            assertTrue(lines[0].strip().matches(pid + " +" + pid + " +2 +S threads_busy"), lines[0]);
            assertTrue(lines[1].strip().matches(pid + " +(?!" + pid + " )\\d+ +2 +S threads_busy"), lines[1]);
            assertEquals("2", lines[2]);
            assertEquals("1", lines[3]);
        }
    }

    @Test
    void threadsThatFillTheMemoryAreRefused() throws Exception {
        Result result = run("many", builder -> builder.memory(48 << 20));
        assertEquals(0, result.status(), result.errors());
        assertTrue(Integer.parseInt(result.output().strip()) > 100, result.output());
    }

    @Test
    void aBombOfThreadsLeavesTheMachineUsable() throws Exception {
        try (Machine machine = Machine.builder().limit(NPROC, 300, 300).build()) {
            machine.write("/bin/ends", Files.readAllBytes(PROGRAM), 0755);
            Result result = machine.shell("ends bomb & sleep 0.3; echo here; kill -9 $!; wait $!; echo $?").timeout(Duration.ofMinutes(2)).run();
            assertEquals("here\n137\n", result.output(), result.errors());
        }
    }

    @Test
    void procShowsThreads() throws Exception {
        try (Machine machine = Machine.builder().build()) {
            machine.write("/bin/ends", Files.readAllBytes(PROGRAM), 0755);
            String script = """
                    ends wait > /tmp/out & while ! grep -q wait /tmp/out; do sleep 0.01; done
                    cd /proc/$!; ls task | wc -l; grep Threads status; ls task/$! | grep task
                    cat task/$!/comm; cut -d" " -f20 stat; for t in task/*; do cut -d" " -f1 $t/stat | grep -x ${t#task/} > /dev/null || echo $t; done
                    kill $!""";
            assertEquals("3\nThreads:\t3\nends\n3\n", machine.shell(script).timeout(Duration.ofMinutes(2)).run().output());
        }
    }

    private record Run(String output, String trace) {}

    private static Run race(long seed) throws Exception {
        var trace = new ByteArrayOutputStream();
        try (Machine machine = Machine.builder().memory(256 << 20).deterministic(seed).trace(trace).build()) {
            machine.write("/bin/ends", Files.readAllBytes(PROGRAM), 0755);
            var result = machine.run("ends race; ends race | tr a-d A-D; ends bomb & sleep 0.001; kill -9 $!; wait; echo $?");
            machine.endTrace();
            return new Run(result.output() + result.errors(), trace.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void racingThreadsRaceInTheSameWayEachTime() throws Exception {
        Run first = race(5);
        assertTrue(first.output().contains("signals "), first.output());
        assertTrue(first.trace().lines().count() > 300, first.trace());
        for (int i = 0; i < 4; i++) {
            Run again = race(5);
            assertEquals(first.output(), again.output());
            assertEquals(first.trace(), again.trace());
        }
    }
}
