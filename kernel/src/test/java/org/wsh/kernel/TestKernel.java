// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A kernel for one test. Closing it checks that nothing is left: no task, no timer, no byte, no bug. */
public final class TestKernel implements AutoCloseable {
    private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
    public final Kernel kernel;
    public final Scheduler scheduler;
    public final Ledger.Account account;
    /** Woken when a started task is about to end. */
    public final WaitQueue ends = new WaitQueue();

    public TestKernel() {
        this(2);
    }

    public TestKernel(int processors) {
        this(KernelOptions.defaults().withProcessors(processors).withMemoryBudget(64 << 20));
    }

    public TestKernel(KernelOptions options) {
        kernel = new Kernel(options.withBugHandler((task, thrown) -> bugs.add(thrown)));
        scheduler = kernel.scheduler();
        account = kernel.ledger().account("test");
    }

    /** Starts a task. */
    public Task start(String name, Consumer<Task> body) {
        var self = new Task[1];
        self[0] = scheduler.task(name, () -> {
            try {
                body.accept(self[0]);
            } finally {
                ends.wakeAll();
            }
        });
        self[0].start();
        return self[0];
    }

    /** Starts a task that polls as a guest in an endless loop does. */
    public Task spin(String name) {
        return start(name, task -> {
            long budget = 1;
            while (true) {
                for (long i = 0; i < budget; i++) {
                    Thread.onSpinWait();
                }
                budget = task.poll(budget);
            }
        });
    }

    /** Awaitility, looking at once and often. */
    public static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(60));
    }

    /** Waits until {@code task} is in {@code state}. */
    public static void until(Task task, Task.State state) {
        await().until(() -> task.state() == state);
    }

    /** What went wrong inside; the check at the end then finds none. */
    public Throwable takeBug() {
        await().until(() -> !bugs.isEmpty());
        return bugs.remove();
    }

    @Override
    public void close() throws Exception {
        for (var task : scheduler.tasks()) {
            task.kill();
        }
        if (scheduler.repeatable()) {
            kernel.close(); // it only runs while somebody waits, or when it is closed
        }
        await().until(() -> scheduler.tasks().isEmpty());
        await().until(() -> kernel.timers().size() == 0);
        kernel.close();
        if (!bugs.isEmpty()) {
            throw new AssertionError("bugs inside: " + bugs, bugs.peek());
        }
        assertEquals(0, kernel.ledger().used(), "bytes still reserved");
        assertEquals(0, scheduler.waiting(), "tasks still waiting");
    }
}
