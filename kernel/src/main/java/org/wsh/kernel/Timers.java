// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Things to do at a time of the monotonic clock, done by one platform thread, so that no guest can delay them; or, where time is virtual, by
 * whoever moves it ({@link #driven}). A binary heap, earliest first (of equals, who came first), in which each timer knows its place, so that
 * cancelling (what nearly all of them end by) is cheap.
 */
public final class Timers implements AutoCloseable {
    /** A deadline that has always passed already. */
    public static final long AT_ONCE = Long.MIN_VALUE;

    /** One thing to do. Once it has run or was cancelled it is done with. */
    public final class Timer {
        private final long deadline;
        private final Runnable action;
        private int place; // guarded by lock; index in heap, -1 when not in it
        private long sequence; // guarded by lock

        private Timer(long deadline, Runnable action) {
            this.deadline = deadline;
            this.action = action;
        }

        /** Caller holds lock. */
        private boolean before(Timer other) {
            return deadline != other.deadline ? deadline < other.deadline : sequence < other.sequence;
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
    private final boolean driven;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private Timer[] heap = new Timer[16];
    private int size;
    private long scheduled; // how many ever were
    private Thread thread; // started with the first timer
    private boolean closed;

    /** @param bugs told what a timer's action threw: that is always our mistake */
    Timers(Clock clock, Consumer<Throwable> bugs) {
        this(clock, bugs, false);
    }

    private Timers(Clock clock, Consumer<Throwable> bugs, boolean driven) {
        this.clock = clock;
        this.bugs = bugs;
        this.driven = driven;
    }

    /** Timers without a thread: they run when {@link #runDue} is called. */
    static Timers driven(Clock clock, Consumer<Throwable> bugs) {
        return new Timers(clock, bugs, true);
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
            timer.sequence = scheduled++;
            siftUp(size++, timer);
            if (driven) {
                return timer;
            }
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

    /** When the first is due; {@link Task#NEVER} when there is none. */
    long next() {
        lock.lock();
        try {
            return size == 0 ? Task.NEVER : heap[0].deadline;
        } finally {
            lock.unlock();
        }
    }

    /** Runs what is due now, in order. */
    void runDue() {
        for (Timer due = takeDue(); due != null; due = takeDue()) {
            run(due);
        }
    }

    private Timer takeDue() {
        lock.lock();
        try {
            if (size == 0 || heap[0].deadline > clock.monotonic()) {
                return null;
            }
            Timer due = heap[0];
            remove(0);
            return due;
        } finally {
            lock.unlock();
        }
    }

    private void run(Timer due) {
        try {
            due.action.run();
        } catch (Throwable bug) {
            bugs.accept(bug);
        }
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
            run(due);
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
            if (!timer.before(heap[parent])) {
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
            if (child + 1 < size && heap[child + 1].before(heap[child])) {
                child++;
            }
            if (!heap[child].before(timer)) {
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
