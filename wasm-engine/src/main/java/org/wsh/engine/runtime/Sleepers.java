// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads that wait at addresses of one shared memory, for {@link Waiter#BLOCKING}. The value is compared under the lock that notify takes: who changes the value and then notifies
 * either is seen by the comparison or finds the sleeper.
 */
final class Sleepers {
    private static final class Sleeper {
        final Condition condition;
        boolean woken;

        Sleeper(Condition condition) {
            this.condition = condition;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final HashMap<Long, ArrayDeque<Sleeper>> queues = new HashMap<>();     // guarded by lock; no queue is empty

    int await(NativeMemory memory, long address, long expected, int width, long timeoutNanos) {
        lock.lock();
        try {
            if (!memory.holds(address, expected, width)) {
                return Waiter.NOT_EQUAL;
            }
            var sleeper = new Sleeper(lock.newCondition());
            queues.computeIfAbsent(address, a -> new ArrayDeque<>()).addLast(sleeper);
            try {
                return sleep(sleeper, timeoutNanos);
            } finally {
                if (!sleeper.woken) {
                    remove(address, sleeper);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static int sleep(Sleeper sleeper, long timeoutNanos) {
        long left = timeoutNanos;
        try {
            while (!sleeper.woken) {
                if (timeoutNanos < 0) {
                    sleeper.condition.await();
                } else if (left <= 0) {
                    return Waiter.TIMED_OUT;
                } else {
                    left = sleeper.condition.awaitNanos(left);
                }
            }
            return Waiter.WOKEN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (sleeper.woken) {
                return Waiter.WOKEN;    // the wakeup was counted, so it must not be lost
            }
            throw new CancellationException("interrupted while waiting on shared memory");
        }
    }

    private void remove(long address, Sleeper sleeper) {
        var queue = queues.get(address);
        queue.remove(sleeper);
        if (queue.isEmpty()) {
            queues.remove(address);
        }
    }

    int notify(long address, int count) {
        lock.lock();
        try {
            var queue = queues.get(address);
            if (queue == null) {
                return 0;
            }
            int n = Integer.compareUnsigned(count, queue.size()) < 0 ? count : queue.size();
            for (int i = 0; i < n; i++) {
                Sleeper sleeper = queue.removeFirst();
                sleeper.woken = true;
                sleeper.condition.signal();
            }
            if (queue.isEmpty()) {
                queues.remove(address);
            }
            return n;
        } finally {
            lock.unlock();
        }
    }
}
