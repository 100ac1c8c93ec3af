// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.kernel.TestKernel.await;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

class TaskTest {
    private final TestKernel machine = new TestKernel();
    private final WaitQueue queue = new WaitQueue();
    private final AtomicBoolean condition = new AtomicBoolean();
    private final AtomicReference<Object> result = new AtomicReference<>();

    @AfterEach
    void nothingIsLeft() throws Exception {
        machine.close();
        assertEquals(0, queue.size(), "waiters left");
    }

    /** A task that waits for the condition and notes how that ended. */
    private Task sleeper(long deadline) {
        return machine.start("sleeper", task -> {
            try {
                result.set(task.await(condition::get, deadline, "condition", queue));
            } catch (ErrnoException e) {
                result.set(e.errno());
            } catch (Killed e) {
                result.set(e);
                throw e;
            }
        });
    }

    private Task asleep() {
        var task = sleeper(Task.NEVER);
        TestKernel.until(task, Task.State.SLEEPING);
        assertEquals("condition", task.wchan());
        return task;
    }

    private void make(boolean value) {
        condition.set(value);
        queue.wakeAll();
    }

    private long soon() {
        return machine.kernel.clock().monotonic() + 20_000_000;
    }

    @Nested
    class ASleepingTask {
        @Test
        void returnsWhenTheConditionHolds() throws Exception {
            var task = asleep();
            make(true);
            task.join();
            assertEquals(true, result.get());
            assertEquals(Task.State.DEAD, task.state());
            assertNull(task.wchan());
        }

        @Test
        void sleepsOnWhenWokenForNothing() {
            var task = asleep();
            queue.wakeAll();
            java.util.concurrent.locks.LockSupport.unpark(task.thread());
            task.thread().interrupt();
            TestKernel.until(task, Task.State.SLEEPING);
            assertNull(result.get());
        }

        @Test
        void returnsFalseAtItsDeadline() throws Exception {
            sleeper(soon()).join();
            assertEquals(false, result.get());
        }

        @Test
        void doesNotSleepWhenTheDeadlineHasPassed() throws Exception {
            sleeper(0).join();
            assertEquals(false, result.get());
        }

        @Test
        void isEndedByAnInterrupt() throws Exception {
            var task = asleep();
            task.interrupt();
            task.join();
            assertEquals(Errno.EINTR, result.get());
            assertTrue(task.interrupted(), "the interrupt stays until it is cleared");
        }

        @Test
        void isNotInterruptedWhenTheConditionHolds() throws Exception {
            condition.set(true);
            var task = machine.scheduler.task("late", () -> {});
            var started = machine.start("sleeper", self -> {
                self.interrupt();
                result.set(self.await(condition::get, Task.NEVER, "condition", queue));
                self.clearInterrupt();
                result.set(self.interrupted());
            });
            started.join();
            assertEquals(false, result.get());
            assertEquals(Task.State.NEW, task.state());
        }

        @Test
        void staysAsleepUninterruptiblyUntilKilled() throws Exception {
            var task = machine.start("sleeper", self -> {
                try {
                    self.awaitUninterruptibly(condition::get, Task.NEVER, "disk", queue);
                } catch (Killed e) {
                    result.set(e);
                    throw e;
                }
            });
            TestKernel.until(task, Task.State.SLEEPING);
            task.interrupt();
            TestKernel.until(task, Task.State.SLEEPING);
            assertNull(result.get());
            task.kill();
            task.join();
            assertInstanceOf(Killed.class, result.get());
        }

        @Test
        void isEndedByAKill() throws Exception {
            var task = asleep();
            task.kill();
            task.join();
            assertInstanceOf(Killed.class, result.get());
        }

        @Test
        void onlySleepsOnItsOwnThread() {
            var task = asleep();
            assertThrows(IllegalStateException.class, () -> task.await(() -> true, Task.NEVER, "x", queue));
        }

        @Test
        void canWaitForSeveralSources() throws Exception {
            var other = new WaitQueue();
            var task = machine.start("sleeper", self -> self.await(condition::get, Task.NEVER, "either", queue, other, queue));
            TestKernel.until(task, Task.State.SLEEPING);
            condition.set(true);
            other.wakeAll();
            task.join();
            assertEquals(0, other.size());
        }
    }

    @Nested
    class AStoppedTask {
        @Test
        void isSeenAsStoppedAtOnceWhenItSleeps() {
            var task = asleep();
            task.stop();
            assertEquals(Task.State.STOPPED, task.state());
            task.resume();
            TestKernel.until(task, Task.State.SLEEPING);
        }

        @Test
        void doesNotReturnWhenDataComesUntilResumed() throws Exception {
            var task = asleep();
            task.stop();
            make(true);
            TestKernel.until(task, Task.State.STOPPED);
            assertNull(result.get());
            task.resume();
            task.join();
            assertEquals(true, result.get());
        }

        @Test
        void missesWhatCameAndWentMeanwhile() throws Exception {
            var task = asleep();
            task.stop();
            make(true);
            make(false);
            task.resume();
            TestKernel.until(task, Task.State.SLEEPING);
            assertNull(result.get());
        }

        @Test
        void keepsAnInterruptForLater() throws Exception {
            var task = asleep();
            task.stop();
            task.interrupt();
            TestKernel.until(task, Task.State.STOPPED);
            assertNull(result.get());
            task.resume();
            task.join();
            assertEquals(Errno.EINTR, result.get());
        }

        @Test
        void doesNotReturnAtItsDeadlineUntilResumed() throws Exception {
            var task = stoppedBefore(100_000_000);
            await().until(() -> machine.kernel.timers().size() == 0);
            TestKernel.until(task, Task.State.STOPPED);
            assertNull(result.get());
            task.resume();
            task.join();
            assertEquals(false, result.get());
        }

        /** A sleeper that was stopped while its timer was still to come. On a busy host the first may be over before. */
        private Task stoppedBefore(long nanoseconds) throws Exception {
            var task = sleeper(machine.kernel.clock().monotonic() + nanoseconds);
            await().until(() -> machine.kernel.timers().size() == 1 || task.state() == Task.State.DEAD);
            task.stop();
            if (machine.kernel.timers().size() == 1) {
                return task;
            }
            task.resume();
            task.join();
            result.set(null);
            return stoppedBefore(2 * nanoseconds);
        }

        @Test
        void canBeKilled() throws Exception {
            var task = asleep();
            task.stop();
            task.kill();
            task.join();
            assertInstanceOf(Killed.class, result.get());
        }

        @Test
        void standsStillInATightLoop() {
            var task = machine.spin("hog");
            await().until(() -> task.ticks() > 0);
            task.stop();
            TestKernel.until(task, Task.State.STOPPED);
            long then = task.ticks();
            assertEquals(then, task.ticks());
            task.resume();
            await().until(() -> task.ticks() > then);
        }
    }

    @Nested
    class APollingTask {
        @Test
        void diesOfAKill() throws Exception {
            var task = machine.spin("hog");
            await().until(() -> task.cpuTime() > 0);
            task.kill();
            task.join();
        }

        @Test
        void seesAnInterruptAndGoesOn() throws Exception {
            var seen = new AtomicInteger();
            var task = machine.start("guest", self -> {
                while (seen.get() < 3) {
                    self.poll(1000);
                    if (self.interrupted()) {
                        self.clearInterrupt();
                        seen.incrementAndGet();
                    }
                }
            });
            for (int i = 0; i < 3; i++) {
                int before = i;
                task.interrupt();
                await().until(() -> seen.get() > before);
            }
            task.join();
        }

        @Test
        void isNoLongerReachedOnceItTidiesUp() throws Exception {
            var task = machine.start("guest", self -> {
                self.kill();
                self.interrupt();
                assertThrows(Killed.class, () -> self.poll(1));
                self.beginExit();
                self.poll(1);
                result.set(self.await(condition::get, soon(), "tidy", queue));
            });
            task.join();
            assertEquals(false, result.get());
        }
    }

    @Nested
    class AnExceptionInATask {
        @Test
        void isReportedAndTheMachineLives() throws Exception {
            var task = machine.start("buggy", self -> {
                throw new IllegalStateException("broken invariant");
            });
            task.join();
            assertEquals("broken invariant", machine.takeBug().getMessage());
            machine.start("next", self -> self.poll(1)).join();
        }
    }

    @Nested
    class Hammer {
        /** Producers and consumers of one counter over two queues: nobody may sleep while there is something to do. */
        @Test
        void noWakeupIsLost() throws Exception {
            var available = new AtomicLong();
            var taken = new AtomicLong();
            var room = new WaitQueue();
            int each = 20_000;
            var tasks = new java.util.ArrayList<Task>();
            for (int i = 0; i < 4; i++) {
                tasks.add(machine.start("producer", task -> {
                    for (int n = 0; n < each; n++) {
                        task.await(() -> tryAdd(available, 1, 3), Task.NEVER, "room", room);
                        queue.wakeAll();
                    }
                }));
                tasks.add(machine.start("consumer", task -> {
                    for (int n = 0; n < each; n++) {
                        task.await(() -> tryAdd(available, -1, 3), Task.NEVER, "something", queue);
                        taken.incrementAndGet();
                        room.wakeAll();
                    }
                }));
            }
            for (var task : tasks) {
                task.join();
            }
            assertEquals(4L * each, taken.get());
            assertEquals(0, room.size());
        }

        private static boolean tryAdd(AtomicLong counter, int delta, int most) {
            long now = counter.get();
            return now + delta >= 0 && now + delta <= most && counter.compareAndSet(now, now + delta)
                    || now != counter.get() && tryAdd(counter, delta, most);
        }

        /** Interrupts, stops, resumes, wakeups and deadlines from all sides: each sleep ends by one of its reasons. */
        @Test
        void interruptStopResumeAndKillRace() throws Exception {
            var rounds = new AtomicLong();
            var sleepers = new java.util.ArrayList<Task>();
            for (int i = 0; i < 6; i++) {
                boolean timed = i % 2 == 0;
                sleepers.add(machine.start("sleeper", task -> {
                    while (true) {
                        try {
                            long deadline = timed ? machine.kernel.clock().monotonic() + 100_000 : Task.NEVER;
                            boolean held = task.await(condition::get, deadline, "condition", queue);
                            assertTrue(held || timed);
                        } catch (ErrnoException e) {
                            assertTrue(task.interrupted());
                            task.clearInterrupt();
                        }
                        rounds.incrementAndGet();
                        task.poll(100);
                    }
                }));
            }
            var driver = new Thread(() -> {
                var random = new java.util.Random(7);
                while (rounds.get() < 20_000) {
                    var victim = sleepers.get(random.nextInt(sleepers.size()));
                    switch (random.nextInt(6)) {
                        case 0 -> victim.interrupt();
                        case 1 -> victim.stop();
                        case 2, 3 -> victim.resume();
                        case 4 -> make(true);
                        default -> make(false);
                    }
                }
            });
            driver.start();
            driver.join();
            for (var task : sleepers) {
                task.kill();
                task.join();
            }
            condition.set(false);
        }

        @Test
        void killRightAfterStart() throws Exception {
            for (int i = 0; i < 2000; i++) {
                var task = sleeper(Task.NEVER);
                task.kill();
                task.join();
                assertFalse(condition.get());
            }
        }
    }
}
