// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.kernel.TestKernel.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final Clock clock = new SystemClock();
    private final AtomicReference<Throwable> bug = new AtomicReference<>();
    private final Timers timers = new Timers(clock, bug::set);

    @AfterEach
    void close() {
        timers.close();
        assertEquals(0, timers.size());
    }

    @Test
    void runInTheOrderOfTheirDeadlines() {
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        var allAreThere = new CountDownLatch(1);
        timers.schedule(Timers.AT_ONCE, () -> awaitUninterrupted(allAreThere));
        long base = clock.monotonic();
        var order = new ArrayList<Integer>();
        for (int i = 0; i < 200; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(3));
        for (int i : order) {
            timers.schedule(base + i * 100_000L, () -> ran.add(i));
        }
        allAreThere.countDown();
        await().until(() -> ran.size() == 200);
        for (int i = 0; i < 200; i++) {
            assertEquals(i, ran.get(i));
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void neverRunBeforeTheirDeadline() {
        var early = new AtomicInteger();
        var ran = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            long deadline = clock.monotonic() + i * 100_000L;
            timers.schedule(deadline, () -> {
                if (clock.monotonic() < deadline) {
                    early.incrementAndGet();
                }
                ran.incrementAndGet();
            });
        }
        await().until(() -> ran.get() == 100);
        assertEquals(0, early.get());
    }

    @Test
    void thatAreCancelledDoNotRun() {
        var ran = new AtomicInteger();
        var later = timers.schedule(clock.monotonic() + 3_600_000_000_000L, ran::incrementAndGet);
        assertEquals(1, timers.size());
        assertTrue(later.cancel());
        assertFalse(later.cancel());
        assertEquals(0, ran.get());
    }

    @Test
    void thatHaveRunCannotBeCancelled() {
        var ran = new AtomicInteger();
        var timer = timers.schedule(Timers.AT_ONCE, ran::incrementAndGet);
        await().until(() -> ran.get() == 1);
        assertFalse(timer.cancel());
    }

    @Test
    void surviveABugInOne() {
        var ran = new AtomicInteger();
        timers.schedule(Timers.AT_ONCE, () -> {
            throw new IllegalStateException("oops");
        });
        timers.schedule(Timers.AT_ONCE, ran::incrementAndGet);
        await().until(() -> ran.get() == 1);
        assertEquals("oops", bug.get().getMessage());
    }

    /** Every timer runs or was cancelled, exactly one of the two. */
    @Test
    void hammer() throws Exception {
        var ran = new AtomicInteger();
        var cancelled = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            var random = new Random(t);
            var thread = new Thread(() -> {
                var mine = new ArrayList<Timers.Timer>();
                for (int i = 0; i < 20_000; i++) {
                    mine.add(timers.schedule(clock.monotonic() + random.nextInt(200_000), ran::incrementAndGet));
                    if (mine.size() > 10 && mine.remove(random.nextInt(mine.size())).cancel()) {
                        cancelled.incrementAndGet();
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (var thread : threads) {
            thread.join();
        }
        await().until(() -> ran.get() + cancelled.get() == 80_000);
    }
}
