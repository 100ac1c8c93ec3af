// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.wsh.vfs.Pollable;

/**
 * The scheduler for repeating a run: the same inputs give the same switches, at the same instructions, at the same times. One task
 * runs at a time, round robin, and is preempted after so many ticks, which are counted by the guest's own code and so do not depend on
 * how fast the host is, or whether code is interpreted or compiled. What a task was late with its poll is taken off its next slice, or slices, so that shares are exact. The clock is virtual: it moves by the ticks that polls report, and when
 * everybody sleeps it jumps to the next deadline.
 *
 * <h2>Whose turn it is</h2>
 * The machine belongs to exactly one of these at a time, and is handed from one to the next:
 * <ul>
 *   <li>a task that runs ({@code running});
 *   <li>the thread that is choosing the next ({@code choosing}): who has just left, or has come from outside to an idle machine. It
 *       runs due timers, with no lock held;
 *   <li>a <em>watcher</em> that looks ({@code looking}): a thread of the host in {@link #awaitOutside};
 *   <li>nobody: the machine is idle, or halted.
 * </ul>
 * The machine is <em>halted</em> unless somebody outside waits for it. So what the host does to it (launching a command) happens at the same
 * moment of its life each time: before it first runs, or after what was waited for. A watcher gets the machine as soon as the task that woke it
 * polls, sleeps or ends, before any other task.
 *
 * <p>What comes from outside by itself (keys, the host's signals) is not repeatable, but does no harm.
 */
final class DeterministicScheduler extends Scheduler {
    /** Nanoseconds a tick stands for: about what it takes. */
    static final long TICK = 4;

    private final VirtualClock time;
    private final long slice; // ticks
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private final ArrayDeque<RunQueue.Entry> queue = new ArrayDeque<>();
    private final Watchers watchers = new Watchers();
    private RunQueue.Entry running;
    private boolean choosing;
    private Watchers.Watcher looking;
    private boolean closed;

    private volatile int waiting; // the queue's size: written under lock

    DeterministicScheduler(
            VirtualClock time, long slice, Timers timers, Trace trace, KernelOptions.BugHandler bugs) {
        super(time, timers, trace, bugs);
        this.time = time;
        this.slice = slice;
    }

    @Override
    boolean repeatable() {
        return true;
    }

    @Override
    public int processors() {
        return 1;
    }

    @Override
    public int waiting() {
        return waiting;
    }

    /** In proportion to the weight that {@code nice} gives. */
    private long slice(Task task) {
        return RunQueue.weighted(slice, task.nice());
    }

    /** Ticks that polls reported: what has run since the last is not in it. */
    @Override
    long cpuTime(Task task) {
        return task.ticks() * TICK;
    }

    @Override
    void admit(Task task) {
        var entry = task.entry;
        changeAndGoOn(() -> {
            if (entry.run == RunQueue.RUNNING) {
                entry.woken = true;
                return;
            }
            entry.run = RunQueue.READY;
            entry.readySince = time.monotonic();
            enqueue(entry);
        });
    }

    @Override
    void sleep(Task task) {
        var entry = task.entry;
        lock.lock();
        try {
            if (entry.woken) {
                entry.woken = false;
                return;
            }
            leave(entry, RunQueue.SLEEPING);
        } finally {
            lock.unlock();
        }
        choose();
        park(entry);
    }

    @Override
    void exit(Task task) {
        lock.lock();
        try {
            leave(task.entry, RunQueue.DEAD);
        } finally {
            lock.unlock();
        }
        choose();
    }

    @Override
    long poll(Task task, long spent) {
        var entry = task.entry;
        time.moveTo(time.monotonic() + spent * TICK);
        entry.budget -= spent;
        runDueTimers();
        boolean over = entry.budget <= 0;
        if (over) {
            entry.budget = slice(task) + (waiting == 0 ? 0 : entry.budget); // what nobody else wanted is not held against it
        }
        if (mustLeave(entry, over || spent == 0)) {
            choose();
            park(entry);
        }
        return entry.budget;
    }

    /** Whether another has the next turn: a watcher, or (when the slice is over, or it yields) the first in the queue. Then it is queued. */
    private boolean mustLeave(RunQueue.Entry entry, boolean willing) {
        lock.lock();
        try {
            boolean disturbed = watchers.wanting() != null || halted();
            if (!disturbed && (!willing || queue.isEmpty())) {
                return false;
            }
            leave(entry, RunQueue.READY);
            entry.readySince = time.monotonic();
            if (willing) {
                enqueue(entry);
            } else {
                queue.addFirst(entry); // it was only looked at: its slice goes on
                waiting = queue.size();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void enqueue(RunQueue.Entry entry) {
        queue.addLast(entry);
        waiting = queue.size();
    }

    /** The running task gives the machine to its own thread, which has to {@link #choose}. Caller holds lock. */
    private void leave(RunQueue.Entry entry, int run) {
        entry.run = run;
        running = null;
        choosing = true;
    }

    /** Does {@code change} under the lock; if the machine is nobody's then, and not halted, takes it and hands it on. */
    private void changeAndGoOn(Runnable change) {
        lock.lock();
        try {
            change.run();
            if (!idle() || halted()) {
                return;
            }
            choosing = true;
        } finally {
            lock.unlock();
        }
        choose();
    }

    /** Whether the machine is nobody's. Caller holds lock. */
    private boolean idle() {
        return running == null && !choosing && looking == null;
    }

    private boolean halted() {
        return watchers.isEmpty() && !closed;
    }

    /** Hands the machine on. The caller has it ({@code choosing}), holds no lock, and does not have it afterwards. */
    private void choose() {
        while (!handOver()) {
            if (!nextDeadline()) {
                lock.lock();
                try {
                    if (queue.isEmpty() && watchers.wanting() == null) {
                        choosing = false; // idle: whoever wakes somebody goes on
                        return;
                    }
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    /** To a watcher, else the first in the queue. False: there is neither. */
    private boolean handOver() {
        RunQueue.Entry next = null;
        Watchers.Watcher watcher;
        lock.lock();
        try {
            watcher = watchers.wanting();
            if (watcher != null) {
                give(watcher);
            } else if (!halted()) {
                next = nextInTurn();
                if (next == null) {
                    return false;
                }
                waiting = queue.size();
                running = next;
            }
            choosing = false;
        } finally {
            lock.unlock();
        }
        if (watcher != null) {
            LockSupport.unpark(watcher.thread);
        } else if (next != null) {
            dispatch(next);
        }
        return true;
    }

    /** Who has used more than a slice already passes. Caller holds lock. */
    private RunQueue.Entry nextInTurn() {
        var next = queue.poll();
        while (next != null && next.budget <= 0) {
            next.budget = slice(next.task) + (queue.isEmpty() ? 0 : next.budget);
            queue.addLast(next);
            next = queue.poll();
        }
        return next;
    }

    private void give(Watchers.Watcher watcher) {
        looking = watcher;
        watcher.wanted = false;
        watcher.turn = true;
    }

    private void dispatch(RunQueue.Entry entry) {
        traceSwitch(entry.task, time.monotonic() - entry.readySince);
        entry.run = RunQueue.RUNNING;
        wakeThread(entry);
    }

    /** Everybody sleeps: time jumps. False: there is nothing that anybody waits for. */
    private boolean nextDeadline() {
        long next = Math.min(timers.next(), watchersDeadline());
        if (next == Task.NEVER) {
            return false;
        }
        time.moveTo(next);
        runDueTimers();
        return true;
    }

    private void runDueTimers() {
        timers.runDue();
        lock.lock();
        try {
            watchers.wake(time.monotonic());
        } finally {
            lock.unlock();
        }
    }

    private long watchersDeadline() {
        lock.lock();
        try {
            return watchers.deadline();
        } finally {
            lock.unlock();
        }
    }

    // From outside.

    @Override
    boolean awaitOutside(BooleanSupplier condition, long deadline, Pollable... sources) throws InterruptedException {
        var watcher = new Watchers.Watcher(Thread.currentThread(), deadline);
        for (var source : sources) {
            source.subscribe(watcher);
        }
        try {
            while (!condition.getAsBoolean()) {
                if (deadline <= time.monotonic()) {
                    return false;
                }
                letRun(watcher);
            }
            return true;
        } finally {
            for (var source : sources) {
                source.unsubscribe(watcher);
            }
            stopWatching(watcher);
        }
    }

    /** The machine runs until it is this watcher's turn to look. */
    private void letRun(Watchers.Watcher watcher) throws InterruptedException {
        changeAndGoOn(() -> {
            watchers.add(watcher);
            hasLooked(watcher);
            watcher.turn = false;
        });
        while (!watcher.turn) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            lookIfIdle(watcher);
        }
    }

    /** It was woken by a thread that is no task, while nobody has the machine. */
    private void lookIfIdle(Watchers.Watcher watcher) {
        lock.lock();
        try {
            if (watcher.wanted && idle()) {
                give(watcher);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What it leaves behind runs on if others wait outside, and is halted if not. */
    private void stopWatching(Watchers.Watcher watcher) {
        changeAndGoOn(() -> {
            watchers.remove(watcher);
            hasLooked(watcher);
        });
    }

    /** Caller holds lock. */
    private void hasLooked(Watchers.Watcher watcher) {
        if (looking == watcher) {
            looking = null;
        }
    }

    /** From now on nobody outside has to wait for the tasks to run: they shall end. */
    @Override
    void close() {
        changeAndGoOn(() -> closed = true);
    }
}
