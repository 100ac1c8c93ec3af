// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.Pollable;

class PollTest {
    private final TestKernel machine = new TestKernel();
    private final ArrayList<Pipe> pipes = new ArrayList<>();
    private final ArrayList<OpenFileDescription> ins = new ArrayList<>();
    private final ArrayList<OpenFileDescription> outs = new ArrayList<>();
    private final Poll poll = new Poll();

    @BeforeEach
    void openPipes() {
        for (int i = 0; i < 50; i++) {
            var pipe = machine.kernel.pipe(machine.account, Credentials.ROOT);
            pipes.add(pipe);
            ins.add(pipe.openReader(true));
            outs.add(pipe.openWriter(true));
        }
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        machine.scheduler.tasks().forEach(Task::kill);
        ins.forEach(OpenFileDescription::release);
        outs.forEach(OpenFileDescription::release);
        machine.close();
        for (var pipe : pipes) {
            assertEquals(0, pipe.readable().size());
        }
    }

    @Test
    void returnsAtOnceWhatIsReady() throws Exception {
        poll.add(ins.get(0), Pollable.READABLE);
        poll.add(outs.get(0), Pollable.WRITABLE);
        var ready = new AtomicInteger();
        machine.start("poller", task -> ready.set(poll.await(task, Task.NEVER))).join();
        assertEquals(1, ready.get());
        assertEquals(0, poll.ready(0));
        assertEquals(Pollable.WRITABLE, poll.ready(1));
    }

    @Test
    void wakesForAnyOfMany() throws Exception {
        ins.forEach(in -> poll.add(in, Pollable.READABLE));
        var ready = new AtomicInteger();
        var poller = machine.start("poller", task -> ready.set(poll.await(task, Task.NEVER)));
        TestKernel.until(poller, Task.State.SLEEPING);
        assertEquals("poll", poller.wchan());
        outs.get(37).write(ByteBuffer.allocate(1));
        poller.join();
        assertEquals(1, ready.get());
        assertEquals(Pollable.READABLE, poll.ready(37));
    }

    @Test
    void alwaysTellsOfHangUps() throws Exception {
        var pipe = machine.kernel.pipe(machine.account, Credentials.ROOT);
        var in = pipe.openReader(false);
        var out = pipe.openWriter(false);
        poll.add(in, 0);
        var poller = machine.start("poller", task -> poll.await(task, Task.NEVER));
        TestKernel.until(poller, Task.State.SLEEPING);
        out.release();
        poller.join();
        assertEquals(Pollable.HANGUP, poll.ready(0));
        in.release();
    }

    @Test
    void ofNothingIsASleep() throws Exception {
        var ready = new AtomicInteger(-1);
        machine.start("poller", task -> ready.set(poll.await(task, machine.kernel.clock().monotonic() + 1_000_000))).join();
        assertEquals(0, ready.get());
    }

    @Test
    void isInterrupted() throws Exception {
        poll.add(ins.get(0), Pollable.READABLE);
        var errno = new AtomicReference<Errno>();
        var poller = machine.start("poller", task -> {
            try {
                poll.await(task, Task.NEVER);
            } catch (ErrnoException e) {
                errno.set(e.errno());
            }
        });
        TestKernel.until(poller, Task.State.SLEEPING);
        poller.interrupt();
        poller.join();
        assertEquals(Errno.EINTR, errno.get());
    }

    @Test
    void aThousandSleepingPollersUseNoProcessor() throws Exception {
        var pollers = new ArrayList<Task>();
        for (int i = 0; i < 1000; i++) {
            pollers.add(machine.start("poller", task -> {
                var own = new Poll();
                ins.forEach(in -> own.add(in, Pollable.READABLE));
                own.await(task, Task.NEVER);
            }));
        }
        for (var poller : pollers) {
            TestKernel.until(poller, Task.State.SLEEPING);
        }
        long before = pollers.stream().mapToLong(Task::cpuTime).sum();
        machine.start("other", task -> task.await(() -> false, machine.kernel.clock().monotonic() + 5_000_000, "nap")).join();
        assertEquals(before, pollers.stream().mapToLong(Task::cpuTime).sum());
        outs.get(0).write(ByteBuffer.allocate(1));
        for (var poller : pollers) {
            poller.join();
        }
        assertTrue(before > 0);
    }

    /** One task reads from many pipes by poll while many write: every byte arrives. */
    @Test
    void hammer() throws Exception {
        int each = 2000;
        var got = new AtomicInteger();
        var reader = machine.start("reader", task -> {
            ins.forEach(in -> poll.add(in, Pollable.READABLE));
            var bytes = ByteBuffer.allocate(100);
            while (got.get() < each * ins.size()) {
                poll.await(task, Task.NEVER);
                for (int i = 0; i < poll.size(); i++) {
                    if (poll.ready(i) != 0) {
                        got.addAndGet(Math.max(0, ins.get(i).read(bytes.clear())));
                    }
                }
            }
        });
        for (var out : outs) {
            machine.start("writer", task -> {
                for (int i = 0; i < each; i++) {
                    Measure.writeFully(task, out, ByteBuffer.allocate(1));
                }
            });
        }
        reader.join();
        assertEquals(each * ins.size(), got.get());
    }
}
