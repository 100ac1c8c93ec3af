// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wsh.process.Process;
import org.wsh.process.signal.Signal;

/** What a command and all that descend from it may use together: what is over is refused or killed, and only there. The rest of the machine goes on. */
class TreeLimitsTest {
    private final Machine machine = Machine.builder().memory(256 << 20).processors(2).disk(8 << 20).build();

    @AfterEach
    void theMachineStillAnswersAndNothingIsLeft() throws InterruptedException {
        assertEquals("fine\n", machine.run("echo fine | cat").output());
        GuestPrograms.awaitTheEndOfAll(machine);
        machine.close();
    }

    /** What a command has left in the background: it may be a shell still, on its way to the program. */
    private void killSleepers() {
        for (Process each : machine.processes().all()) {
            if (each.pid() != 1) {
                machine.processes().signal(each.pid(), Signal.KILL);
            }
        }
    }

    @Test
    void aForkBombEndsAtItsOwnLimit() throws InterruptedException {
        Job bomb = machine.shell("bomb() { bomb | bomb & }; bomb 2>/dev/null; while :; do :; done").processes(30).start();
        Result beside = machine.shell("for i in 1 2 3 4 5; do echo $i | cat; done").run();
        assertEquals("1\n2\n3\n4\n5\n", beside.output(), beside.errors());
        assertTrue(machine.processes().all().size() <= 33, "30 of the bomb, pid 1");
        bomb.kill();
        assertEquals(137, bomb.await());
    }

    @Test
    void whoIsOverTheLimitOfProcessesIsTold() throws InterruptedException {
        Result result = machine.shell("sleep 1000 & sleep 1000 & sleep 1000 & echo not reached").processes(3).run();
        killSleepers();
        assertEquals("wsh: cannot fork: too many processes in this tree: Resource temporarily unavailable\n", result.errors());
        assertEquals(2, result.status());
    }

    @Test
    void aMemoryBombIsRefusedAndOthersAreNot() throws InterruptedException {
        Result bomb = machine.shell("head -c 100000000 /dev/zero | tail -c 90000000 | wc -c").memory(32 << 20).run();
        assertTrue(bomb.errors().contains("memory"), bomb.errors());
        Result other = machine.shell("head -c 60000000 /dev/zero | tail -c 50000000 | wc -c").run();
        assertEquals("50000000\n", other.output().replace(" ", ""), other.errors());
    }

    /** Three streams, a process: four of them have 12 descriptors. */
    @Test
    void descriptorsOfATreeAreCountedTogether() throws InterruptedException {
        String opens = "for i in 3 4 5 6 7 8 9; do (eval \"exec $i</dev/null\") || echo no $i; eval \"exec $i</dev/null\"; done; ";
        Result alone = machine.shell(opens + "echo all").descriptors(20).run();
        assertEquals("all\n", alone.output(), alone.errors());
        Result beside = machine.shell("sleep 1000 & sleep 1000 & " + opens).descriptors(20).run();
        killSleepers();
        assertTrue(beside.errors().contains("Too many open files in system"), beside.errors());
        Result inherited = machine.shell(opens + "true | cat; echo not reached").descriptors(20).run();
        assertTrue(inherited.errors().contains("too many open files in this tree: Resource temporarily unavailable"), inherited.output() + inherited.errors());
        // 21 of them at once, if the child that echoes is slow to close what it has inherited.
        Result again = machine.shell("for i in 1 2 3 4 5 6 7 8 9; do echo $i | cat; done | tail -n 1").descriptors(30).run();
        assertEquals("9\n", again.output(), again.errors());
    }

    @Test
    void cpuTimeOfATreeIsCountedTogether() throws InterruptedException {
        Result loops = machine.shell("(while :; do :; done) & (while :; do :; done) & while :; do :; done").cpuTime(Duration.ofMillis(300)).run();
        assertEquals(128 + 24, loops.status());
    }

    @Test
    void whoIgnoresXcpuIsKilledASecondLater() throws InterruptedException {
        Result loop = machine.shell("trap '' XCPU; while :; do :; done").cpuTime(Duration.ofMillis(100)).run();
        assertEquals(128 + 9, loop.status());
    }

    @Test
    void whatSleepsUsesNone() throws InterruptedException {
        try (Machine repeatable = Machine.builder().memory(64 << 20).deterministic(1).build()) {
            assertEquals(0, repeatable.shell("sleep 1000").cpuTime(Duration.ofSeconds(1)).run().status());
        }
    }

    @Test
    void aTreeIsKilledEvenWhereItMadeSessions() throws InterruptedException {
        Job job = machine.shell("nohup sleep 100 & sleep 100 & wait").start();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> machine.processes().all().size() == 4);
        job.kill();
        assertEquals(137, job.await());
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> machine.processes().all().size() == 1);
    }

    @Test
    void aFullDiskIsSaid() throws InterruptedException {
        Result result = machine.run("head -c 20000000 /dev/zero > big; echo $?; rm big; echo small > file && cat file");
        assertTrue(result.errors().contains("No space left on device"), result.errors());
        assertEquals("1\nsmall\n", result.output());
    }

    @Test
    void anOutputFloodEndsWhereItMay() throws InterruptedException {
        try (Machine little = Machine.builder().memory(64 << 20).outputLimit(100_000).build()) {
            Result flood = little.run("yes; echo $? > status");
            assertEquals(100_000, flood.output().length() + flood.errors().length());
            assertEquals("1\n", little.shell("cat status > copy; cat < /dev/null").run().status() == 0 ? new String(little.read("/home/user/copy")) : "");
        }
    }
}
