// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.Pollable;

/** What one thread cannot see of epoll; the rest is in userland-wasm/src/test/c/sockets/events.c. */
class EventPollTest {
    private final TestKernel machine = new TestKernel();
    private final EventPoll poll = machine.kernel.eventPoll(Credentials.ROOT);
    private final EventCounter counter = machine.kernel.eventCounter(0, false, true, Credentials.ROOT);

    @AfterEach
    void nothingIsLeft() throws Exception {
        machine.close();
    }

    private static EventPoll.Watch reading(Object data) {
        return new EventPoll.Watch(Pollable.READABLE, false, false, data);
    }

    private static ByteBuffer one() {
        return ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
    }

    @Test
    void aSleeperIsWokenByWhatItWatches() throws Exception {
        poll.add(3, counter, reading("counter"));
        var seen = new AtomicReference<List<EventPoll.Event>>();
        var sleeper = machine.start("sleeper", task -> task.await(() -> {
            seen.set(poll.collect(8));
            return !seen.get().isEmpty();
        }, Task.NEVER, "epoll", poll));
        TestKernel.until(sleeper, Task.State.SLEEPING);
        counter.write(one());
        sleeper.join();
        assertEquals(List.of(new EventPoll.Event(Pollable.READABLE, "counter")), seen.get());
    }

    @Test
    void twoThatWatchEachOtherAreRefused() {
        var other = machine.kernel.eventPoll(Credentials.ROOT);
        poll.add(3, other, reading(1));
        assertEquals(Errno.ELOOP, assertThrows(ErrnoException.class, () -> other.add(4, poll, reading(2))).errno());
    }

    @Test
    void whatIsClosedIsForgotten() {
        for (int i = 0; i < 1000; i++) {
            var passing = machine.kernel.eventCounter(1, false, true, Credentials.ROOT);
            poll.add(3, passing, reading(i));
            passing.release();
        }
        poll.add(3, counter, reading("alive"));
        counter.write(one());
        assertEquals(List.of(new EventPoll.Event(Pollable.READABLE, "alive")), poll.collect(2000));
    }

    @Test
    void manyEventsComeInTurns() {
        for (int i = 0; i < 10; i++) {
            var ready = machine.kernel.eventCounter(1, false, true, Credentials.ROOT);
            poll.add(i, ready, reading(i));
        }
        var first = poll.collect(5).stream().map(EventPoll.Event::data).toList();
        var then = poll.collect(5).stream().map(EventPoll.Event::data).toList();
        assertEquals(List.of(0, 1, 2, 3, 4), first);
        assertEquals(List.of(5, 6, 7, 8, 9), then);
    }
}
