// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wsh.kernel.Task;
import org.wsh.process.Process;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.testing.TestMachine;

/** Calls about threads, in programs that have one and in one that has many ({@code threads_ends.c}). Closing the machine checks that nothing is left. */
class ThreadCallsTest {
    private static final String WASIX = "wasix_32v1";
    private static final int A = 1024;
    private static final int INVAL = 28, NOTSUP = 58;

    private static GuestScript.Outcome run(GuestScript script) throws InterruptedException {
        try (TestMachine machine = new TestMachine(new SyscallTable())) {
            return script.run(machine);
        }
    }

    @Nested
    class InAProgramWithoutThreads {
        /** It has no entry for them, and its memory is its own. */
        @Test
        void noneCanBeMade() throws Exception {
            var outcome = run(new GuestScript().call("wasi", "thread-spawn", "i:i", 0)
                    .call(WASIX, "thread_spawn_v2", "ii:i", 0, A)
                    .call(WASIX, "thread_spawn", "ii:i", 0, A)
                    .call(WASIX, "thread_spawn", "IIIii:i", 0L, 0L, 0L, 0, A));
            assertEquals(List.of(-NOTSUP, NOTSUP, NOTSUP, NOTSUP), List.of(outcome.result(0), outcome.result(1), outcome.result(2), outcome.result(3)));
            assertEquals(new WaitStatus.Exited(0), outcome.status());
        }

        @Test
        void nobodyIsJoinedAtOnce() throws Exception {
            var outcome = run(new GuestScript().call(WASIX, "thread_join", "i:i", 77).call(WASIX, "thread_sleep", "I:i", 1000L));
            assertEquals(0, outcome.result(0));
            assertEquals(0, outcome.result(1));
        }

        @Test
        void theLastThreadsEndIsTheProcesssWithStatus0() throws Exception {
            try (TestMachine machine = new TestMachine(new SyscallTable())) {
                machine.write("/tmp/exits", 0755, ModuleWriter.calling(WASIX, "thread_exit", "i:", new long[] {5}));
                assertEquals(new WaitStatus.Exited(0), machine.startFile(List.of(), "/tmp/exits").await());
            }
        }

        @Test
        void keysOf2022CountFrom1AndHaveNoValueAtFirst() throws Exception {
            var outcome = run(new GuestScript().call(WASIX, "thread_local_create", "Ii:i", 9L, A).call(WASIX, "thread_local_create", "Ii:i", 9L, A + 4)
                    .call(WASIX, "thread_local_get", "ii:i", 2, A + 8)
                    .call(WASIX, "thread_local_set", "iI:i", 2, 1L << 40)
                    .call(WASIX, "thread_local_get", "ii:i", 2, A + 16)
                    .call(WASIX, "thread_local_destroy", "i:i", 2)
                    .call(WASIX, "thread_local_get", "ii:i", 2, A + 24)
                    .call(WASIX, "thread_local_set", "iI:i", 2, 1L));
            assertEquals(1, outcome.word(A));
            assertEquals(2, outcome.word(A + 4));
            assertEquals(0, outcome.longWord(A + 8));
            assertEquals(1L << 40, outcome.longWord(A + 16));
            assertEquals(INVAL, outcome.result(6));
            assertEquals(INVAL, outcome.result(7));
        }
    }

    @Nested
    class InAProgramWithThreads {
        private static final Path PROGRAM = Path.of("../userland-wasm/src/test/resources/org/wsh/userland/programs/threads_ends.wasm");

        private Process start(TestMachine machine, String how) throws IOException {
            machine.write("/tmp/ends", 0755, Files.readAllBytes(PROGRAM));
            return machine.startFile(List.of(), "/tmp/ends", how);
        }

        private void ends(String how, WaitStatus expected) throws Exception {
            try (TestMachine machine = new TestMachine(new SyscallTable())) {
                Process process = start(machine, how);
                assertEquals(expected, process.await());
                assertTrue(process.threads().isEmpty());
            }
        }

        @Test
        void aTrapInOneEndsAll() throws Exception {
            ends("trap", new WaitStatus.Killed(Signal.ABRT, true));
        }

        @Test
        void recursionInOneEndsAll() throws Exception {
            ends("recursion", new WaitStatus.Killed(Signal.SEGV, true));
        }

        @Test
        void exitEndsThoseThatMemoryHolds() throws Exception {
            ends("many", new WaitStatus.Exited(0));
        }

        @Test
        void killEndsAll() throws Exception {
            try (TestMachine machine = new TestMachine(new SyscallTable())) {
                Process process = start(machine, "wait");
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> process.threads().size() == 3);
                machine.processes.signal(process.pid(), Signal.KILL);
                assertEquals(new WaitStatus.Killed(Signal.KILL, false), process.await());
            }
        }

        @Test
        void aStopStopsAllAndContinueContinuesAll() throws Exception {
            try (TestMachine machine = new TestMachine(new SyscallTable())) {
                Process process = start(machine, "wait");
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> process.threads().size() == 3);
                machine.processes.signal(process.pid(), Signal.STOP);
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> process.threads().stream().allMatch(each -> each.task().state() == Task.State.STOPPED));
                machine.processes.signal(process.pid(), Signal.CONT);
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> process.threads().stream().noneMatch(each -> each.task().state() == Task.State.STOPPED));
            }
        }

        /** The machine's end reaches them while they are being made. */
        @Test
        void aBombIsPutOut() throws Exception {
            try (TestMachine machine = new TestMachine(new SyscallTable())) {
                Process process = start(machine, "bomb");
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> process.threads().size() > 20);
            }
        }
    }
}
