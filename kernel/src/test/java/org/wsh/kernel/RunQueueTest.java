// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunQueueTest {
    private static final long SLICE = 4_000_000;
    private static final long MOST_CREDIT = 8 * SLICE;

    private final TestKernel machine = new TestKernel();
    private final RunQueue queue = new RunQueue();

    @AfterEach
    void close() throws Exception {
        machine.close();
    }

    private RunQueue.Entry entry(String name) {
        return machine.scheduler.task(name, () -> {}).entry;
    }

    private RunQueue.Entry added(String name) {
        var entry = entry(name);
        queue.placeNew(entry, null, 0);
        queue.add(entry);
        return entry;
    }

    /** It runs for a while during which others wait, and comes back. */
    private void runFor(RunQueue.Entry entry, long nanoseconds) {
        entry.granted(0);
        entry.account(nanoseconds, true);
        queue.place(entry, 0, MOST_CREDIT, 0);
        queue.add(entry);
    }

    @Test
    void equalsComeInTheOrderOfTheirArrival() {
        var one = added("one");
        var two = added("two");
        assertSame(one, queue.poll());
        assertSame(two, queue.poll());
        assertNull(queue.poll());
    }

    @Test
    void whoHasRunLessComesFirst() {
        var random = new Random(5);
        for (int i = 0; i < 100; i++) {
            added("task");
        }
        for (int i = 0; i < 100; i++) {
            runFor(queue.poll(), 1 + random.nextInt(1_000_000));
        }
        long last = Long.MIN_VALUE;
        for (int i = 0; i < 100; i++) {
            long next = queue.poll().virtualRuntime;
            assertTrue(last <= next);
            last = next;
        }
    }

    @Test
    void slicesAreSharedByWeight() {
        var normal = added("normal");
        var nice = added("nice");
        nice.task.setNice(5);
        int[] slices = new int[2];
        for (int i = 0; i < 1000; i++) {
            var next = queue.poll();
            slices[next == normal ? 0 : 1]++;
            runFor(next, SLICE);
        }
        assertEquals(3.05, (double) slices[0] / slices[1], 0.1); // 1.25 to the fifth
    }

    /** As a shell does beside loops, which starts a command for each line and waits for it. */
    @Test
    void whatCreditAChildHasLeftGoesBackToItsParent() {
        added("hog");
        runFor(queue.poll(), 10 * SLICE);
        queue.poll();
        var shell = entry("shell");
        queue.placeNew(shell, null, 0);
        queue.place(shell, 8 * MOST_CREDIT, MOST_CREDIT, 0);
        long had = shell.virtualRuntime;
        shell.granted(0);
        for (int line = 0; line < 100; line++) {
            var command = entry("command");
            queue.placeNew(command, shell, 0);
            shell.run = RunQueue.SLEEPING;
            command.granted(0);
            command.account(1_000, true);
            queue.end(command, MOST_CREDIT);
        }
        assertEquals(had + 100_000, shell.virtualRuntime);
    }

    @Test
    void aChildThatUsedMoreThanItHadTakesNothingFromItsParent() {
        var parent = added("parent");
        queue.poll();
        parent.granted(0);
        long had = parent.virtualRuntime;
        var child = entry("child");
        queue.placeNew(child, parent, 0);
        child.granted(0);
        child.account(SLICE, true);
        queue.end(child, MOST_CREDIT);
        assertEquals(had, parent.virtualRuntime);
    }

    @Test
    void whatTheHostTookIsNotHeldAgainstWhoHadTheProcessorThen() {
        var unlucky = entry("unlucky");
        unlucky.granted(0);
        unlucky.account(300_000_000, true);
        unlucky.run = RunQueue.SLEEPING;
        assertEquals(RunQueue.MOST_COUNTED, unlucky.virtualRuntime);
        assertEquals(300_000_000, unlucky.cpuTime());
    }

    @Test
    void whatTheHostTookBeforeASleepCountsLessThanOneSlicesCredit() {
        var unlucky = entry("unlucky");
        unlucky.granted(0);
        unlucky.accountLast(300_000_000, true);
        assertEquals(RunQueue.MOST_COUNTED_AT_LAST, unlucky.virtualRuntime);
        queue.place(unlucky, SLICE, MOST_CREDIT, 0);
        assertEquals(0, unlucky.virtualRuntime);
    }

    /**
     * A shell that starts a command every 10 ms beside a hundred loops, while the host takes the processor now and then for as long as it likes: neither of the two ever
     * waits for one of the loops.
     */
    @Test
    void aPromptsCommandIsAlwaysNextHoweverLongTheHostTakesTheProcessor() {
        for (int i = 0; i < 100; i++) {
            added("hog");
        }
        var shell = entry("shell");
        queue.placeNew(shell, null, 0);
        for (int line = 0; line < 1000; line++) {
            for (int slices = 0; slices < 5; slices++) {
                runFor(queue.poll(), SLICE);
            }
            assertNext(shell, 10_000_000, line);
            var command = entry("command");
            queue.placeNew(command, shell, 0);
            queue.add(command);
            assertSame(command, queue.poll(), "line " + line);
            shell.granted(0);
            shell.accountLast(line % 3 == 0 ? 20_000_000 : 300_000, true);
            shell.run = RunQueue.SLEEPING;
            command.granted(0);
            command.accountLast(line % 3 == 1 ? 20_000_000 : 700_000, true);
            queue.end(command, MOST_CREDIT);
            assertNext(shell, 1_000_000, line);
            shell.granted(0);
            shell.accountLast(100_000, true);
        }
    }

    private void assertNext(RunQueue.Entry entry, long slept, int line) {
        queue.place(entry, slept, MOST_CREDIT, 0);
        queue.add(entry);
        assertSame(entry, queue.poll(), "line " + line);
    }

    /** An echo beside a hundred loops on two processors, as {@code FreeScheduler} asks the queue: whenever it is woken it is the next to run. */
    @Test
    void whoSleepsForMostOfTheTimeIsAlwaysNextBesideAHundredLoops() {
        for (int i = 0; i < 100; i++) {
            added("hog");
        }
        var echo = entry("echo");
        queue.placeNew(echo, null, 0);
        for (int round = 0; round < 2000; round++) {
            for (int slices = 0; slices < 4; slices++) {
                runFor(queue.poll(), SLICE);
            }
            queue.place(echo, 8_000_000, MOST_CREDIT, 0); // slept for as long as that took, two at a time
            queue.add(echo);
            assertSame(echo, queue.poll(), "round " + round);
            echo.granted(0);
            echo.account(50_000, true);
        }
    }

    @Test
    void whoSleptMostlyComesBeforeWhoHasNotHadItsTurnYet() {
        var sleeper = added("sleeper");
        for (int i = 0; i < 10; i++) {
            added("hog");
        }
        queue.poll();
        sleeper.granted(0);
        sleeper.account(20_000, true);
        queue.place(sleeper, 1_000_000, MOST_CREDIT, 0);
        queue.add(sleeper);
        assertSame(sleeper, queue.first());
    }

    @Test
    void aLongSleepIsNotSavedUp() {
        var sleeper = entry("sleeper");
        queue.place(sleeper, Long.MAX_VALUE / 2, MOST_CREDIT, 0);
        assertEquals(-MOST_CREDIT, sleeper.virtualRuntime);
    }

    @Test
    void aChildSharesItsParentsCreditAndABombHasSoonNone() {
        var parent = entry("parent");
        queue.place(parent, Long.MAX_VALUE / 2, MOST_CREDIT, 0);
        long all = -parent.virtualRuntime;
        var child = entry("child");
        queue.placeNew(child, parent, 0);
        assertEquals(-all / 2, child.virtualRuntime);
        assertEquals(-all / 2, parent.virtualRuntime);
        var children = new ArrayList<RunQueue.Entry>();
        for (int i = 0; i < 30; i++) {
            var next = entry("bomb");
            queue.placeNew(next, parent, 0);
            children.add(next);
        }
        assertTrue(children.getLast().virtualRuntime > -10);
    }
}
