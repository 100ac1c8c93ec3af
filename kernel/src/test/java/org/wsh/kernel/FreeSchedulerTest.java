// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.kernel.TestKernel.await;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.Credentials;

class FreeSchedulerTest {
    @Test
    void knowsTheTaskOfAThread() throws Exception {
        try (var machine = new TestKernel()) {
            var seen = new AtomicReference<Task>();
            var task = machine.start("me", self -> seen.set(machine.scheduler.current()));
            task.join();
            assertSame(task, seen.get());
            assertNull(machine.scheduler.current());
        }
    }

    @Test
    void admitsNoMoreThanItsProcessors() throws Exception {
        try (var machine = new TestKernel(2)) {
            var running = new AtomicInteger();
            var most = new AtomicInteger();
            var tasks = new ArrayList<Task>();
            for (int i = 0; i < 20; i++) {
                tasks.add(machine.start("worker", task -> {
                    for (int round = 0; round < 300; round++) {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        running.decrementAndGet();
                        task.await(() -> false, machine.kernel.clock().monotonic() + 1, "nap");
                        task.poll(1);
                    }
                }));
            }
            for (var task : tasks) {
                task.join();
            }
            assertTrue(most.get() <= 2, most + " ran at once");
        }
    }

    @Nested
    class WithAHundredTightLoops {
        @Test
        void anInteractiveTaskGetsThrough() throws Exception {
            try (var machine = new TestKernel(2)) {
                var hogs = new ArrayList<Task>();
                for (int i = 0; i < 100; i++) {
                    hogs.add(machine.spin("hog " + i));
                }
                var there = machine.kernel.pipe(machine.account, Credentials.ROOT);
                var in = there.openReader(false);
                var out = there.openWriter(false);
                var reader = machine.start("reader", task -> {
                    var bytes = java.nio.ByteBuffer.allocate(1);
                    while (Measure.read(task, in, bytes.clear()) > 0) {}
                    in.release();
                });
                var typist = machine.start("typist", task -> {
                    for (int i = 0; i < 200; i++) {
                        task.await(() -> false, machine.kernel.clock().monotonic() + 1_000_000, "nap");
                        Measure.writeFully(task, out, java.nio.ByteBuffer.allocate(1));
                    }
                    out.release();
                });
                typist.join();
                reader.join();
                for (var hog : hogs) {
                    hog.kill();
                    hog.join();
                }
            }
        }

        @Test
        void eachGetsItsTurn() throws Exception {
            try (var machine = new TestKernel(2)) {
                var hogs = new ArrayList<Task>();
                for (int i = 0; i < 100; i++) {
                    hogs.add(machine.spin("hog " + i));
                }
                await().until(() -> hogs.stream().allMatch(hog -> hog.ticks() > 0));
            }
        }
    }

    @Test
    void aNicerTaskGetsLess() throws Exception {
        try (var machine = new TestKernel(1)) {
            var nice = machine.spin("nice");
            nice.setNice(19);
            var normal = machine.spin("normal");
            await().until(() -> normal.ticks() > 0);
            long before = nice.ticks(); // work done: the host may take its processor away, which counts as time
            await().until(() -> normal.cpuTime() > 300_000_000L);
            assertTrue((nice.ticks() - before) * 4 < normal.ticks(), nice.ticks() - before + " against " + normal.ticks());
        }
    }

    @Test
    void aTaskThatWasAloneForLongIsNotHeldBackForIt() throws Exception {
        try (var machine = new TestKernel(1)) {
            var old = machine.spin("old");
            await().until(() -> old.cpuTime() > 300_000_000L);
            var young = machine.spin("young");
            long then = old.ticks(); // work done: the host may take its processor away, which counts as time
            await().until(() -> old.ticks() > then + then / 4);
            long ahead = young.ticks() - (old.ticks() - then);
            assertTrue(ahead < then / 2, "the old one had " + then + " ticks alone, then the young one had " + ahead + " more than it");
        }
    }

    @Nested
    class TwoMachines {
        @Test
        void doNotStarveEachOther() throws Exception {
            try (var one = new TestKernel(Runtime.getRuntime().availableProcessors());
                    var other = new TestKernel(Runtime.getRuntime().availableProcessors())) {
                var hogs = new ArrayList<Task>();
                for (int i = 0; i < 8; i++) {
                    hogs.add(one.spin("one's hog"));
                    hogs.add(other.spin("other's hog"));
                }
                await().until(() -> hogs.stream().allMatch(hog -> hog.ticks() > 0));
            }
        }

        @Test
        void oneHogAProcessorLeavesRoomForTheOther() throws Exception {
            int processors = Runtime.getRuntime().availableProcessors();
            try (var one = new TestKernel(processors); var other = new TestKernel(processors)) {
                for (int i = 0; i < processors; i++) {
                    one.spin("hog");
                }
                var done = new AtomicInteger();
                other.start("guest", task -> {
                    for (int i = 0; i < 20; i++) {
                        task.await(() -> false, other.kernel.clock().monotonic() + 1000, "nap");
                        done.incrementAndGet();
                    }
                }).join();
                assertEquals(20, done.get());
            }
        }

        @Test
        void moreProcessorsThanTheHostHasLeaveRoomToo() throws Exception {
            int processors = Runtime.getRuntime().availableProcessors();
            try (var one = new TestKernel(3 * processors); var other = new TestKernel(1)) {
                for (int i = 0; i < 3 * processors; i++) {
                    one.spin("hog");
                }
                var done = new AtomicInteger();
                var guest = other.start("guest", task -> {
                    for (int i = 0; i < 20; i++) {
                        task.await(() -> false, other.kernel.clock().monotonic() + 1000, "nap");
                        done.incrementAndGet();
                    }
                });
                TestKernel.until(guest, Task.State.DEAD);
                assertEquals(20, done.get());
            }
        }

        /** Threads that wake each other stay on their carrier for ever if let. */
        @Test
        void pairsThatWakeEachOtherLeaveRoom() throws Exception {
            int processors = Runtime.getRuntime().availableProcessors();
            try (var one = new TestKernel(2 * processors); var other = new TestKernel(processors)) {
                for (int i = 0; i < 2 * processors; i++) {
                    var turn = new AtomicInteger();
                    var queue = new WaitQueue();
                    for (int side = 0; side < 2; side++) {
                        int mine = side;
                        one.start("pair", task -> {
                            while (true) {
                                task.await(() -> turn.get() == mine, Task.NEVER, "turn", queue);
                                turn.set(1 - mine);
                                queue.wakeAll();
                            }
                        });
                    }
                }
                var done = new AtomicInteger();
                var guest = other.start("guest", task -> {
                    for (int i = 0; i < 50; i++) {
                        task.await(() -> false, other.kernel.clock().monotonic() + 1000, "nap");
                        done.incrementAndGet();
                    }
                });
                TestKernel.until(guest, Task.State.DEAD);
                assertEquals(50, done.get());
            }
        }

        @Test
        void areClosedEachForItself() throws Exception {
            try (var one = new TestKernel()) {
                try (var other = new TestKernel()) {
                    other.spin("hog");
                }
                var task = one.start("guest", self -> self.await(() -> false, one.kernel.clock().monotonic() + 1000, "nap"));
                task.join();
                assertTrue(!task.killed());
            }
        }
    }

    @Test
    void endsAndStartsManyTasks() throws Exception {
        try (var machine = new TestKernel()) {
            var ended = new AtomicInteger();
            var last = new ArrayList<Task>();
            for (int i = 0; i < 20_000; i++) {
                last.add(machine.start("short", task -> ended.incrementAndGet()));
            }
            for (var task : last) {
                task.join();
            }
            assertEquals(20_000, ended.get());
        }
    }
}
