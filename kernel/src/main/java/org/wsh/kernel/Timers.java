// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Things to do at a time of the monotonic clock, done by one platform thread, so that no guest can delay them; or, where time is virtual, by
 * whoever moves it ({@link #driven}). They are in a {@code BinaryHeap} by deadline: cancelling, what nearly all of them end by, is cheap there.
 */
public final class Timers implements AutoCloseable {
    /** A deadline that has always passed already. */
    public static final long AT_ONCE = Long.MIN_VALUE;

    /** One thing to do. Once it has run or was cancelled it is done with. */
    public final class Timer extends BinaryHeap.Member {
        private final Runnable action;

        private Timer(Runnable action) {
            this.action = action;
        }

        /** Whether it was still waiting. False: it has run, is about to, or was cancelled before. */
        public boolean cancel() {
            lock.lock();
            try {
                if (!isQueued()) {
                    return false;
                }
                waiting.remove(this);
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
    private final BinaryHeap<Timer> waiting = new BinaryHeap<>();
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
        var timer = new Timer(action);
        Thread late = null;
        lock.lock();
        try {
            waiting.add(timer, deadline);
            if (driven) {
                return timer;
            }
            if (thread == null) {
                thread = new Thread(null, new Loop(), "wsh-timers", 0, false);
                thread.setDaemon(true);
                thread.start();
            } else if (waiting.first() == timer) {
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
            return waiting.size() == 0 ? Task.NEVER : waiting.first().rank();
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
            return waiting.size() == 0 || waiting.first().rank() > clock.monotonic() ? null : waiting.poll();
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
            return waiting.size();
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
                if (closed && waiting.size() == 0) {
                    thread = null;
                    return;
                }
                if (waiting.size() > 0) {
                    long now = clock.monotonic();
                    long deadline = waiting.first().rank();
                    if (deadline <= now) {
                        due = waiting.poll();
                    } else {
                        wait = deadline - now;
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
}
