// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The scheduler for speed: tasks run at the same time on as many processors as the machine's share is, and when is the host's
 * affair. A <em>slot</em> is the right to run; there are as many as processors, or as the host has. Who has none is parked, so that the JVM's own
 * queue of virtual threads (which knows no fairness: it took four seconds to get to a thread that had been woken, once others
 * yielded in turn) never holds more threads than carriers, per machine.
 *
 * <p>Policy: {@link RunQueue}'s order. A task runs for a slice while others wait; one that is well behind in virtual runtime
 * (woken, interactive) need not wait for the slice's end, only for the next poll, a fraction of a millisecond away.
 *
 * <p>Slots are handed over: who sleeps takes the next from the queue and gives it the slot in the same critical section, so
 * a slot is never free while somebody waits.
 */
final class FreeScheduler extends Scheduler {
    /** Ticks before the first poll; after that, as many as take about {@link #POLL_INTERVAL}. */
    static final long FIRST_BUDGET = 1 << 13;

    private static final long LEAST_BUDGET = 1 << 10;
    private static final long MOST_BUDGET = 1 << 20;
    private static final long POLL_INTERVAL = 250_000;

    /** A task that has just begun is left alone for so long. */
    private static final long LEAST_RUN = 500_000;

    /** How much further another must be behind to end a slice early. */
    private static final long PREEMPTION_LEAD = 1_000_000;

    /** Every so often a carrier is let go, for those who are not in our queue. */
    private static final long BREATH = 10_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final int processors;
    private final long slice;
    private final long mostCredit;

    // Guarded by lock.
    private final RunQueue queue = new RunQueue();
    private int free; // slots that nobody has; 0 while somebody waits

    /** The queue's size: written under lock, read without. */
    private volatile int waiting;

    /** When a thread was last made runnable from outside the carriers. A lost update does no harm. */
    private volatile long lastRelay = System.nanoTime();

    FreeScheduler(
            int processors, long slice, Clock clock, Timers timers, Trace trace, KernelOptions.BugHandler bugs) {
        super(clock, timers, trace, bugs);
        this.processors = processors;
        this.slice = slice;
        this.mostCredit = 8 * slice;
        this.free = Math.min(processors, carriers());
    }

    /**
     * How many threads carry virtual ones. Slots beyond these run nothing sooner, and their tasks starve whoever else needs a carrier: one
     * that comes back through the timer thread's queue finds another of the same machine there before it, so that this queue is never
     * empty, and a carrier looks for another only when it is.
     */
    private static int carriers() {
        return Integer.getInteger("jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
    }

    @Override
    public int processors() {
        return processors;
    }

    @Override
    public int waiting() {
        return waiting;
    }

    @Override
    long cpuTime(Task task) {
        return task.entry.cpuTime();
    }

    @Override
    void admit(Task task) {
        var entry = task.entry;
        var parent = entry.run == RunQueue.NEW ? current() : null;
        long now = System.nanoTime();
        lock.lock();
        try {
            if (entry.run == RunQueue.RUNNING) {
                entry.woken = true;
                return;
            }
            if (entry.run == RunQueue.NEW) {
                queue.placeNew(entry, parent == null ? null : parent.entry, now);
            } else {
                queue.place(entry, now - entry.asleepSince, mostCredit, now);
            }
            if (free == 0) {
                queue.add(entry);
                waiting = queue.size();
                return;
            }
            free--;
        } finally {
            lock.unlock();
        }
        dispatch(entry, now);
    }

    @Override
    void sleep(Task task) {
        var entry = task.entry;
        long now = System.nanoTime();
        RunQueue.Entry next;
        lock.lock();
        try {
            if (entry.woken) {
                entry.woken = false;
                return;
            }
            entry.accountLast(now, waiting > 0);
            entry.run = RunQueue.SLEEPING;
            entry.asleepSince = now;
            next = leave();
        } finally {
            lock.unlock();
        }
        if (next != null) {
            dispatch(next, now);
        }
        park(entry);
    }

    @Override
    void exit(Task task) {
        var entry = task.entry;
        long now = System.nanoTime();
        RunQueue.Entry next;
        lock.lock();
        try {
            entry.accountLast(now, waiting > 0);
            queue.end(entry, mostCredit);
            next = leave();
        } finally {
            lock.unlock();
        }
        if (next != null) {
            dispatch(next, now);
        }
    }

    /** Who gets the slot of a task that leaves; null if nobody wants it. Caller holds lock and dispatches. */
    private RunQueue.Entry leave() {
        var next = queue.poll();
        if (next == null) {
            free++;
        } else {
            waiting = queue.size();
        }
        return next;
    }

    @Override
    long poll(Task task, long spent) {
        var entry = task.entry;
        long now = System.nanoTime();
        adapt(entry, now, spent);
        long ran = now - entry.sliceBegan;
        if (waiting == 0) {
            entry.account(now, false);
        } else if (ran >= LEAST_RUN && handOver(entry, now, ran)) {
            return entry.budget;
        }
        if (ran >= BREATH) {
            breathe(entry, now);
        }
        return entry.budget;
    }

    /** Doubles or halves the budget to get near the wanted interval. */
    private static void adapt(RunQueue.Entry entry, long now, long spent) {
        long passed = now - entry.lastPoll;
        entry.lastPoll = now;
        long budget = entry.budget;
        if (passed > 2 * POLL_INTERVAL) {
            entry.budget = Math.max(budget >> 1, LEAST_BUDGET);
        } else if (passed < POLL_INTERVAL / 2 && spent >= budget) {
            entry.budget = Math.min(budget << 1, MOST_BUDGET);
        }
    }

    /** Lets the first in the queue run instead, if it is its turn; returns when it is ours again. False: it is ours still. */
    private boolean handOver(RunQueue.Entry entry, long now, long ran) {
        RunQueue.Entry next;
        lock.lock();
        try {
            entry.account(now, true);
            next = queue.first();
            if (next == null) {
                return false;
            }
            long lead = entry.virtualRuntime - next.virtualRuntime;
            if (lead < (ran >= slice ? 0 : PREEMPTION_LEAD)) {
                return false;
            }
            queue.poll();
            queue.place(entry, 0, mostCredit, now);
            queue.add(entry);
        } finally {
            lock.unlock();
        }
        dispatch(next, now);
        park(entry);
        return true;
    }

    /**
     * Leaves the carrier and comes back through the timer thread, that is behind whoever waits for a carrier: another
     * machine's task, an embedder's virtual thread. A yield would come back before them.
     */
    private void breathe(RunQueue.Entry entry, long now) {
        entry.run = RunQueue.BREATHING;
        timers.schedule(Timers.AT_ONCE, new Runnable() {
            @Override
            public void run() {
                entry.run = RunQueue.RUNNING;
                LockSupport.unpark(entry.task.thread());
            }
        });
        park(entry);
        entry.sliceBegan = System.nanoTime();
        lastRelay = now;
    }

    /**
     * Sets a task running that has just been given a slot. A carrier serves the threads made runnable on it before all others;
     * two tasks that wake each other would keep it for ever. So now and then one is sent round by the timer thread.
     */
    private void dispatch(RunQueue.Entry entry, long now) {
        traceSwitch(entry.task, entry.granted(now));
        if (now - lastRelay >= BREATH && Thread.currentThread().isVirtual()) {
            lastRelay = now;
            timers.schedule(Timers.AT_ONCE, new Runnable() {
                @Override
                public void run() {
                    wakeThread(entry);
                }
            });
        } else {
            wakeThread(entry);
        }
    }
}
