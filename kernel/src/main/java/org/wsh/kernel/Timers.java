// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Things to do at a time of the monotonic clock, done by one platform thread, so that no guest can delay them. A binary heap,
 * earliest first, in which each timer knows its place, so that cancelling (what nearly all of them end by) is cheap.
 */
public final class Timers implements AutoCloseable {
    /** A deadline that has always passed already. */
    public static final long AT_ONCE = Long.MIN_VALUE;

    /** One thing to do. Once it has run or was cancelled it is done with. */
    public final class Timer {
        private final long deadline;
        private final Runnable action;
        private int place; // guarded by lock; index in heap, -1 when not in it

        private Timer(long deadline, Runnable action) {
            this.deadline = deadline;
            this.action = action;
        }

        /** Whether it was still waiting. False: it has run, is about to, or was cancelled before. */
        public boolean cancel() {
            lock.lock();
            try {
                if (place < 0) {
                    return false;
                }
                remove(place);
                return true;
            } finally {
                lock.unlock();
            }
        }
    }

    private final Clock clock;
    private final Consumer<Throwable> bugs;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private Timer[] heap = new Timer[16];
    private int size;
    private Thread thread; // started with the first timer
    private boolean closed;

    /** @param bugs told what a timer's action threw: that is always our mistake */
    Timers(Clock clock, Consumer<Throwable> bugs) {
        this.clock = clock;
        this.bugs = bugs;
    }

    /**
     * Runs {@code action} at {@code deadline} or soon after, on the timer thread: it must be quick and must not wait. A deadline
     * that has passed means at once (but still not on the caller's thread).
     */
    public Timer schedule(long deadline, Runnable action) {
        var timer = new Timer(deadline, action);
        Thread late = null;
        lock.lock();
        try {
            if (size == heap.length) {
                var wider = new Timer[size * 2];
                System.arraycopy(heap, 0, wider, 0, size);
                heap = wider;
            }
            siftUp(size++, timer);
            if (thread == null) {
                thread = new Thread(null, new Loop(), "wsh-timers", 0, false);
                thread.setDaemon(true);
                thread.start();
            } else if (timer.place == 0) {
                late = thread; // it sleeps until a later moment than this
            }
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(late);
        return timer;
    }

    /** How many wait. */
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** From now on the thread ends whenever no timer waits: those who still tidy up may need some. */
    @Override
    public void close() {
        Thread running;
        lock.lock();
        try {
            closed = true;
            running = thread;
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(running);
    }

    /** The timer thread. A class and not a lambda: the first lambda of a JVM costs milliseconds. */
    private final class Loop implements Runnable {
        @Override
        public void run() {
            runTimers();
        }
    }

    private void runTimers() {
        while (true) {
            Timer due = null;
            long wait = Long.MAX_VALUE;
            lock.lock();
            try {
                if (closed && size == 0) {
                    thread = null;
                    return;
                }
                if (size > 0) {
                    long now = clock.monotonic();
                    if (heap[0].deadline <= now) {
                        due = heap[0];
                        remove(0);
                    } else {
                        wait = heap[0].deadline - now;
                    }
                }
            } finally {
                lock.unlock();
            }
            if (due == null) {
                LockSupport.parkNanos(this, wait);
                continue;
            }
            try {
                due.action.run();
            } catch (Throwable bug) {
                bugs.accept(bug);
            }
        }
    }

    // The heap. All below: caller holds lock.

    private void remove(int at) {
        heap[at].place = -1;
        Timer last = heap[--size];
        heap[size] = null;
        if (at < size) {
            siftDown(at, last);
            if (heap[at] == last) {
                siftUp(at, last);
            }
        }
    }

    private void siftUp(int at, Timer timer) {
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (heap[parent].deadline <= timer.deadline) {
                break;
            }
            put(at, heap[parent]);
            at = parent;
        }
        put(at, timer);
    }

    private void siftDown(int at, Timer timer) {
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && heap[child + 1].deadline < heap[child].deadline) {
                child++;
            }
            if (timer.deadline <= heap[child].deadline) {
                break;
            }
            put(at, heap[child]);
            at = child;
        }
        put(at, timer);
    }

    private void put(int at, Timer timer) {
        heap[at] = timer;
        timer.place = at;
    }
}
