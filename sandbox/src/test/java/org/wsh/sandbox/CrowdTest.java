// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wsh.kernel.Task;
import org.wsh.kernel.TraceEvent;

/** Many processes, at once and one after the other: nothing is left of them, and while they wait they do nothing. What thousands cost, {@code benchmarks/scale} measures. */
@Timeout(1200)
class CrowdTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Machine machine = Machine.builder().memory(300 << 20).build();
    private long atFirst;
    private int threads;

    /** Once for nothing: the code of the programs stays. */
    @BeforeEach
    void warmUp() throws Exception {
        GuestPrograms.install(machine, "echoes");
        GuestPrograms.install(machine, "busy");
        machine.run("echo x | cat | echoes | wc -c; busy; true; sleep 0.01 & wait; sh -c 'exec 3<> f' ; ps | head -1; kill -l > /dev/null");
        onlyInitIsLeft();
        atFirst = machine.memoryUsed();
        threads = hostThreads();
    }

    private static int hostThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream().filter(thread -> !thread.getName().startsWith("ForkJoinPool")).count();
    }

    private void onlyInitIsLeft() {
        GuestPrograms.awaitTheEndOfAll(machine);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        onlyInitIsLeft();
        machine.run("rm -f fifo said.*");
        onlyInitIsLeft();
        assertEquals(atFirst, machine.memoryUsed(), "bytes reserved");
        assertEquals(0, machine.processes().kernel().timers().size(), "timers");
        assertTrue(hostThreads() <= threads + 2, "threads of the host");
        machine.close();
    }

    @Test
    void programsOneAfterTheOther() throws Exception {
        assertEquals("1000\n", machine.run("i=0; while [ $i -lt 1000 ]; do /bin/true; i=$((i+1)); done; echo $i").output());
    }

    @Test
    void subshellsAndSubstitutionsOneAfterTheOther() throws Exception {
        assertEquals("300\n", machine.run("i=0; while [ $i -lt 300 ]; do i=$(echo $((i+1))); (:); done; echo $i").output());
    }

    @Test
    void aLongPipelinePassesEveryByte() throws Exception {
        assertEquals("1000000\n", machine.run("head -c 1000000 /dev/zero" + " | cat".repeat(100) + " | wc -c").output().replace(" ", ""));
    }

    @Test
    void manyWhoReadTheSameFifo() throws Exception {
        Job job = machine.shell("mkfifo fifo; exec 3<> fifo; i=0; while [ $i -lt 1000 ]; do echoes <&3 & i=$((i+1)); done; wait").start();
        Awaitility.await().atMost(LONG).until(() -> GuestPrograms.running(machine, "echoes").size() == 1000);
        assertTrue(machine.memoryUsed() - atFirst < 1000 * (128 << 10), machine.memoryUsed() - atFirst + " bytes");
        job.kill();
        assertEquals(137, job.await());
    }

    @Test
    void jobsOfOneShellAreStartedKilledAndWaitedFor() throws Exception {
        String script = "i=0; while [ $i -lt 300 ]; do sleep 1000 & i=$((i+1)); done; jobs -p | wc -l; kill $(jobs -p); wait; jobs | wc -l";
        assertEquals("300\n0\n", machine.run(script).output().replace(" ", ""));
    }

    @Test
    void whoWaitsIsNotWokenWhileOthersWork() throws Exception {
        Job crowd = machine.shell("for way in poll poll-clock poll-sockets select epoll sleep accept pause read write receive datagram sigwait; do busy $way > said.$way.1 & busy $way > said.$way.2 & done; wait").start();
        Awaitility.await().atMost(LONG).until(() -> machine.run("cat said.* 2> /dev/null | grep -c busy").output(), "26\n"::equals);
        var waiting = GuestPrograms.running(machine, "busy").stream().map(process -> process.thread().task()).toList();
        Awaitility.await().atMost(LONG).until(() -> waiting.stream().allMatch(task -> task.state() == Task.State.SLEEPING));
        var events = new ConcurrentLinkedQueue<TraceEvent>();
        try (var listener = machine.processes().kernel().trace().listen(event -> {
            if (waiting.contains(event.task())) {
                events.add(event);
            }
        })) {
            machine.run("i=0; while [ $i -lt 50 ]; do echo $i | cat > /dev/null; sleep 0.001; i=$((i+1)); done; seq 1 20000 | sort -rn | tail -1");
        }
        assertEquals(0, events.size(), () -> events.peek().toString());
        crowd.kill();
        assertEquals(137, crowd.await());
    }
}
