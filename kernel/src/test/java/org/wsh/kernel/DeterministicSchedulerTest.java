// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Pollable;

class DeterministicSchedulerTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MILLISECOND = 1_000_000;

    /** Slices of 1,000 ticks. */
    private static TestKernel machine() {
        return new TestKernel(KernelOptions.defaults().withMemoryBudget(64 << 20).withTimeSlice(1000 * DeterministicScheduler.TICK)
                .withDeterminism());
    }

    /** Lets the machine run until all of them have ended. */
    private static void join(TestKernel machine, Task... tasks) throws InterruptedException {
        assertTrue(machine.kernel.awaitOutside(() -> {
            for (Task task : tasks) {
                if (task.state() != Task.State.DEAD) {
                    return false;
                }
            }
            return true;
        }, Long.MAX_VALUE, machine.ends));
    }

    @Test
    void nothingRunsUnlessSomebodyOutsideWaits() throws Exception {
        try (var machine = machine()) {
            var ran = new AtomicInteger();
            var task = machine.start("one", self -> ran.incrementAndGet());
            assertEquals(Task.State.READY, task.state());
            assertEquals(0, ran.get());
            join(machine, task);
            assertEquals(1, ran.get());
        }
    }

    @Test
    void tasksTakeTurnsAfterASliceOfCountedTicks() throws Exception {
        try (var machine = machine()) {
            var order = new ArrayList<String>();
            var tasks = new ArrayList<Task>();
            for (String name : List.of("a", "b", "c")) {
                tasks.add(machine.start(name, self -> {
                    self.poll(self.poll(0)); // the first slice is shorter: it ends here
                    for (int i = 0; i < 3; i++) {
                        for (int tenth = 0; tenth < 10; tenth++) {
                            order.add(name + i);
                            self.poll(100);
                        }
                    }
                }));
            }
            join(machine, tasks.toArray(Task[]::new));
            var turns = new ArrayList<String>();
            for (String each : order) {
                if (turns.isEmpty() || !turns.getLast().equals(each)) {
                    turns.add(each);
                }
            }
            assertEquals(List.of("a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2"), turns);
        }
    }

    @Test
    void niceWeighsTheSlice() throws Exception {
        try (var machine = machine()) {
            var ticks = new AtomicInteger[] {new AtomicInteger(), new AtomicInteger()};
            var tasks = new Task[2];
            for (int i = 0; i < 2; i++) {
                int me = i;
                tasks[i] = machine.scheduler.task("t" + i, () -> {
                    while (ticks[0].get() < 50_000 && ticks[1].get() < 50_000) {
                        tasks[me].poll(10);
                        ticks[me].addAndGet(10);
                    }
                    machine.ends.wakeAll();
                });
                tasks[i].setNice(i * 5);
                tasks[i].start();
            }
            join(machine, tasks);
            double share = (double) ticks[0].get() / ticks[1].get();
            assertTrue(share > 2.3 && share < 3.7, "five steps of nice are worth a factor of three: " + share);
        }
    }

    @Test
    void timePassesByTicks() throws Exception {
        try (var machine = machine()) {
            long before = machine.kernel.clock().monotonic();
            join(machine, machine.start("worker", self -> {
                for (int i = 0; i < 100; i++) {
                    self.poll(1_000);
                }
            }));
            assertEquals(100_000 * DeterministicScheduler.TICK, machine.kernel.clock().monotonic() - before);
        }
    }

    @Test
    void whenAllSleepTimeJumpsToTheNextDeadline() throws Exception {
        try (var machine = machine()) {
            var woken = new ArrayList<String>();
            var tasks = new Task[] {
                machine.start("long", self -> sleep(machine, self, 3600 * SECOND, woken)),
                machine.start("short", self -> sleep(machine, self, 1800 * SECOND, woken)),
                machine.start("also long", self -> sleep(machine, self, 3600 * SECOND, woken))};
            join(machine, tasks);
            assertEquals(List.of("short at 1800", "long at 3600", "also long at 3600"), woken);
        }
    }

    private static void sleep(TestKernel machine, Task self, long nanos, List<String> woken) {
        assertFalse(self.await(() -> false, nanos, "nap"));
        woken.add(self.name() + " at " + machine.kernel.clock().monotonic() / SECOND);
    }

    @Test
    void whoWaitsOutsideHasADeadlineInVirtualTime() throws Exception {
        try (var machine = machine()) {
            var spinner = machine.spin("spinner");
            assertFalse(machine.kernel.awaitOutside(() -> false, MILLISECOND, new WaitQueue()));
            assertTrue(machine.kernel.clock().monotonic() >= MILLISECOND);
            long stopped = spinner.ticks();
            assertEquals(stopped, spinner.ticks());
            assertEquals(Task.State.READY, spinner.state());
        }
    }

    @Test
    void whoWaitsOutsideLooksBeforeAnyOtherTaskRuns() throws Exception {
        try (var machine = machine()) {
            var events = new WaitQueue();
            var count = new AtomicInteger();
            for (int i = 0; i < 10; i++) {
                machine.start("counter", self -> {
                    count.incrementAndGet();
                    events.wakeAll();
                });
            }
            for (int i = 1; i <= 10; i++) {
                int wanted = i;
                assertTrue(machine.kernel.awaitOutside(() -> count.get() >= wanted, Long.MAX_VALUE, events));
                assertEquals(wanted, count.get());
            }
        }
    }

    @Test
    void wakingFromOutsideGoesOnInAnIdleMachine() throws Exception {
        try (var machine = machine()) {
            var events = new WaitQueue();
            var flag = new AtomicReference<String>("");
            var sleeper = machine.start("sleeper", self -> self.await(() -> flag.get().equals("come"), Task.NEVER, "call", events));
            var caller = new Thread(() -> {
                TestKernel.until(sleeper, Task.State.SLEEPING);
                flag.set("come");
                events.wakeAll();
            });
            caller.start();
            join(machine, sleeper);
            caller.join();
        }
    }

    @Test
    void anInterruptedWatcherLeavesTheMachineInOrder() throws Exception {
        try (var machine = machine()) {
            machine.spin("spinner");
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> machine.kernel.awaitOutside(() -> false, Long.MAX_VALUE, new WaitQueue()));
            assertFalse(machine.kernel.awaitOutside(() -> false, machine.kernel.clock().monotonic() + MILLISECOND, new WaitQueue()));
        }
    }

    @Test
    void killEndsASpinnerAndASleeper() throws Exception {
        try (var machine = machine()) {
            var spinner = machine.spin("spinner");
            var sleeper = machine.start("sleeper", self -> self.await(() -> false, Task.NEVER, "ever", new WaitQueue()));
            assertFalse(machine.kernel.awaitOutside(() -> false, MILLISECOND, new WaitQueue()));
            spinner.kill();
            sleeper.kill();
            join(machine, spinner, sleeper);
        }
    }

    @Test
    void hostWorkIsDoneWhereItIsAskedFor() throws Exception {
        try (var machine = machine()) {
            var where = new AtomicReference<Thread>();
            var task = machine.start("worker", self -> {
                try {
                    where.set(machine.kernel.hostWork().run(self, Thread::currentThread));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            join(machine, task);
            assertEquals(task.thread(), where.get());
        }
    }

    /** Racing writers and readers, naps, signals: twice the same to the event. */
    @Test
    void theSameInputsGiveTheSameTrace() throws Exception {
        List<String> first = race();
        assertTrue(first.size() > 500, first.size() + " events");
        for (int i = 0; i < 5; i++) {
            assertEquals(first, race());
        }
    }

    private static List<String> race() throws Exception {
        var events = Collections.synchronizedList(new ArrayList<String>());
        try (var machine = machine();
                var listener = machine.kernel.trace().listen(event -> events.add(event.time() + " " + event.task() + " " + event.getClass().getSimpleName()))) {
            var pipe = machine.kernel.pipe(machine.account, Credentials.ROOT);
            var tasks = new ArrayList<Task>();
            for (int w = 0; w < 4; w++) {
                int me = w;
                var out = pipe.openWriter(false);
                tasks.add(machine.start("writer " + w, self -> {
                    for (int i = 0; i < 200; i++) {
                        self.poll(97 * (me + 1) + i);
                        self.await(out, Pollable.WRITABLE, Task.NEVER, "write");
                        out.write(ByteBuffer.wrap(new byte[1 + (me * 31 + i) % 300]));
                    }
                    out.release();
                }));
            }
            var in = pipe.openReader(false);
            tasks.add(machine.start("reader", self -> {
                var buffer = ByteBuffer.allocate(1000);
                int count;
                do {
                    self.await(in, Pollable.READABLE, Task.NEVER, "read");
                    count = in.read(buffer.clear());
                    self.await(() -> false, machine.kernel.clock().monotonic() + 5_000, "nap");
                    self.poll(Math.max(count, 0));
                } while (count != 0);
                in.release();
            }));
            join(machine, tasks.toArray(Task[]::new));
        }
        return events;
    }
}
