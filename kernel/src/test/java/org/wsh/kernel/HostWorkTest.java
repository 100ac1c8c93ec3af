// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.kernel.TestKernel.await;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostWorkTest {
    private final TestKernel machine = new TestKernel(KernelOptions.defaults().withProcessors(1).withHostThreads(2));
    private final HostWork work = machine.kernel.hostWork();
    private final AtomicReference<Object> result = new AtomicReference<>();

    @AfterEach
    void nothingIsLeft() throws Exception {
        machine.close();
    }

    private Object run(java.util.concurrent.Callable<?> callable) {
        try {
            return work.run(callable);
        } catch (Exception e) {
            return e;
        }
    }

    @Test
    void isDoneDirectlyOutsideATask() throws Exception {
        assertSame(Thread.currentThread(), work.run(Thread::currentThread));
    }

    @Test
    void isDoneOnAPlatformThreadForATask() throws Exception {
        var task = machine.start("guest", self -> result.set(run(Thread::currentThread)));
        task.join();
        var thread = (Thread) result.get();
        assertNotSame(task.thread(), thread);
        assertFalse(thread.isVirtual());
        assertTrue(thread.isDaemon());
    }

    @Test
    void throwsWhatTheWorkThrew() throws Exception {
        machine.start("guest", self -> result.set(run(() -> {
            throw new IOException("disk on fire");
        }))).join();
        assertEquals("disk on fire", ((IOException) result.get()).getMessage());
    }

    @Test
    void leavesTheProcessorToOthers() throws Exception {
        var go = new CountDownLatch(1);
        var slow = machine.start("slow", self -> run(() -> {
            go.await();
            return null;
        }));
        TestKernel.until(slow, Task.State.SLEEPING);
        machine.start("other", self -> self.poll(1)).join();
        go.countDown();
        slow.join();
    }

    @Test
    void isNotInterruptedBySignals() throws Exception {
        var go = new CountDownLatch(1);
        var slow = machine.start("slow", self -> result.set(run(() -> {
            go.await();
            return "done";
        })));
        TestKernel.until(slow, Task.State.SLEEPING);
        slow.interrupt();
        TestKernel.until(slow, Task.State.SLEEPING);
        go.countDown();
        slow.join();
        assertEquals("done", result.get());
    }

    @Test
    void aKillEndsTheSleepAtOnceAndTheLateResultIsClosed() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var closed = new AtomicBoolean();
        var slow = machine.start("slow", self -> run(() -> {
            begun.countDown();
            go.await();
            return (AutoCloseable) () -> closed.set(true);
        }));
        begun.await();
        TestKernel.until(slow, Task.State.SLEEPING);
        slow.kill();
        slow.join();
        assertFalse(closed.get());
        go.countDown();
        await().untilTrue(closed);
    }

    @Test
    void workThatHasNotBegunWhenItsTaskIsKilledIsNotDone() throws Exception {
        var go = new CountDownLatch(1);
        var done = new AtomicBoolean();
        var busy = new java.util.ArrayList<Task>();
        for (int i = 0; i < 2; i++) {
            var begun = new CountDownLatch(1);
            busy.add(machine.start("busy", self -> run(() -> {
                begun.countDown();
                go.await();
                return null;
            })));
            begun.await();
        }
        var queued = machine.start("queued", self -> run(() -> {
            done.set(true);
            return null;
        }));
        TestKernel.until(queued, Task.State.SLEEPING);
        queued.kill();
        queued.join();
        go.countDown();
        for (var task : busy) {
            task.join();
        }
        machine.start("after", self -> run(() -> null)).join();
        assertFalse(done.get());
    }

    @Test
    void doesNoMoreThanItsThreadsAtOnce() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var tasks = new java.util.ArrayList<Task>();
        for (int i = 0; i < 10; i++) {
            tasks.add(machine.start("guest", self -> run(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.sleep(5);
                return running.decrementAndGet();
            })));
        }
        for (var task : tasks) {
            task.join();
        }
        assertTrue(most.get() <= 2, most + " at once");
    }

    @Test
    void aTaskMayNotWaitOutside() throws Exception {
        machine.start("guest", self -> result.set(assertThrows(
                IllegalStateException.class, () -> machine.kernel.awaitOutside(() -> true, Task.NEVER)))).join();
        assertTrue(result.get() instanceof IllegalStateException);
    }

    @Test
    void othersMay() throws Exception {
        var queue = new WaitQueue();
        var done = new AtomicBoolean();
        assertFalse(machine.kernel.awaitOutside(done::get, machine.kernel.clock().monotonic() + 1000, queue));
        machine.start("guest", self -> {
            done.set(true);
            queue.wakeAll();
        });
        assertTrue(machine.kernel.awaitOutside(done::get, Task.NEVER, queue));
        assertEquals(0, queue.size());
    }
}
