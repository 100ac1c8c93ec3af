// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.concurrent.locks.ReentrantLock;
import org.wsh.vfs.Pollable;

/**
 * Those who want to hear when something may have changed. Whoever owns a condition (bytes in a pipe, a child's exit) owns a
 * queue, changes the condition, then calls {@link #wakeAll}; whoever needs the condition waits by {@link Task#await}.
 *
 * <h2>Why no wakeup is lost</h2>
 * The waiter does: subscribe, then test the condition. The waker does: change the condition, then look for subscribers. All
 * four are volatile accesses (or happen under one lock), so they have one order that both agree on. If the test came before the
 * change, the subscription came before the look: the waker finds the waiter. If not, the test sees the change. The same argument
 * a second time covers the way from "the test failed" to "asleep": see {@link Task}'s permit.
 *
 * <p>Everyone is woken and tests again: a wakeup is a hint, never a promise. So spurious wakeups are always allowed, and who
 * wakes need not know what each one waits for.
 */
public final class WaitQueue implements Pollable {
    private static final Runnable[] NONE = {};

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock. The first `size` are in use; a subscriber may be there more than once.
    private Runnable[] subscribers = NONE;

    /** Written under lock, read without: nobody to wake costs one read. */
    private volatile int size;

    /** From now until {@link #unsubscribe}, {@code wake} runs at every {@link #wakeAll}: under this queue's lock, so it is quick. */
    @Override
    public void subscribe(Runnable wake) {
        lock.lock();
        try {
            int count = size;
            if (count == subscribers.length) {
                var wider = new Runnable[count == 0 ? 2 : count * 2];
                System.arraycopy(subscribers, 0, wider, 0, count);
                subscribers = wider;
            }
            subscribers[count] = wake;
            size = count + 1;
        } finally {
            lock.unlock();
        }
    }

    /** Removes one subscription of {@code wake}. After return it does not run any more on its account. */
    @Override
    public void unsubscribe(Runnable wake) {
        lock.lock();
        try {
            for (int i = size - 1; i >= 0; i--) {
                if (subscribers[i] == wake) {
                    int last = size - 1;
                    subscribers[i] = subscribers[last];
                    subscribers[last] = null;
                    if (last == 0 && subscribers.length > 8) {
                        subscribers = NONE;
                    }
                    size = last;
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
        throw new IllegalStateException("not subscribed to this wait queue: " + wake);
    }

    /** Call after the condition has changed. Cheap when nobody waits. */
    public void wakeAll() {
        if (size == 0) {
            return;
        }
        lock.lock();
        try {
            for (int i = size - 1; i >= 0; i--) {
                subscribers[i].run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** None: a queue tells when to look, not what is to be seen. */
    @Override
    public int readiness() {
        return 0;
    }

    /** How many are subscribed: for tests and {@code /proc}. */
    public int size() {
        return size;
    }
}
