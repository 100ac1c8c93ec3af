// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.wsh.vfs.Pollable;

/**
 * The scheduler for repeating a run: the same inputs give the same switches, at the same instructions, at the same times. One task
 * runs at a time, round robin, and is preempted after so many ticks, which are counted by the guest's own code and so do not depend on
 * how fast the host is, or whether code is interpreted or compiled. The clock is virtual: it moves by the ticks that polls report, and when
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
    private final List<Watcher> watchers = new ArrayList<>();
    private RunQueue.Entry running;
    private boolean choosing;
    private Watcher looking;
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
    void ready(Task task) {
        var entry = task.entry;
        if (trace.active() && entry.run != RunQueue.NEW) {
            trace.emit(new TraceEvent.Wake(time.monotonic(), task));
        }
        boolean mine;
        lock.lock();
        try {
            if (entry.run == RunQueue.RUNNING) {
                entry.woken = true;
                return;
            }
            entry.run = RunQueue.READY;
            entry.readySince = time.monotonic();
            enqueue(entry);
            mine = takeIdle();
        } finally {
            lock.unlock();
        }
        if (mine) {
            choose();
        }
    }

    @Override
    void block(Task task) {
        var entry = task.entry;
        if (trace.active()) {
            trace.emit(new TraceEvent.Sleep(time.monotonic(), task, task.wchan()));
        }
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
            entry.budget = slice(task);
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
            boolean disturbed = wanting() != null || halted();
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

    /** Takes the machine if it is nobody's: then the caller has to {@link #choose}. Caller holds lock. */
    private boolean takeIdle() {
        if (running != null || choosing || looking != null || halted()) {
            return false;
        }
        choosing = true;
        return true;
    }

    private boolean halted() {
        return watchers.isEmpty() && !closed;
    }

    /** The first watcher that has been woken. Caller holds lock. */
    private Watcher wanting() {
        for (Watcher watcher : watchers) {
            if (watcher.wanted) {
                return watcher;
            }
        }
        return null;
    }

    /** Hands the machine on. The caller has it ({@code choosing}), holds no lock, and does not have it afterwards. */
    private void choose() {
        while (!handOver()) {
            if (!nextDeadline()) {
                lock.lock();
                try {
                    if (queue.isEmpty() && wanting() == null) {
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
        Watcher watcher;
        lock.lock();
        try {
            watcher = wanting();
            if (watcher != null) {
                give(watcher);
            } else if (!halted()) {
                next = queue.poll();
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

    private void give(Watcher watcher) {
        looking = watcher;
        watcher.wanted = false;
        watcher.turn = true;
    }

    private void dispatch(RunQueue.Entry entry) {
        if (trace.active()) {
            long now = time.monotonic();
            trace.emit(new TraceEvent.ContextSwitch(now, entry.task, now - entry.readySince));
        }
        boolean unstarted = !entry.started;
        entry.started = true;
        entry.run = RunQueue.RUNNING;
        if (unstarted) {
            entry.task.thread().start();
        } else {
            LockSupport.unpark(entry.task.thread());
        }
    }

    private static void park(RunQueue.Entry entry) {
        while (entry.run != RunQueue.RUNNING) {
            LockSupport.park(entry);
            Thread.interrupted(); // nobody should interrupt a guest's thread; if somebody does, park must still wait
        }
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
        long now = time.monotonic();
        lock.lock();
        try {
            for (Watcher watcher : watchers) {
                if (watcher.deadline <= now) {
                    watcher.wanted = true;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private long watchersDeadline() {
        long least = Task.NEVER;
        lock.lock();
        try {
            for (Watcher watcher : watchers) {
                least = Math.min(least, watcher.deadline);
            }
        } finally {
            lock.unlock();
        }
        return least;
    }

    // From outside.

    /** A thread of the host that waits for something in the machine. */
    private static final class Watcher implements Runnable {
        final Thread thread;
        final long deadline;

        /** It has been woken and should look. By anybody; cleared by who gives it the machine. */
        volatile boolean wanted;

        /** It has the machine. Written under lock, cleared by itself. */
        volatile boolean turn;

        Watcher(Thread thread, long deadline) {
            this.thread = thread;
            this.deadline = deadline;
        }

        /** Something may have changed. The task that did it goes on until it polls or leaves; if nobody runs, our thread sees to it. */
        @Override
        public void run() {
            wanted = true;
            LockSupport.unpark(thread);
        }
    }

    @Override
    boolean awaitOutside(BooleanSupplier condition, long deadline, Pollable... sources) throws InterruptedException {
        var watcher = new Watcher(Thread.currentThread(), deadline);
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
    private void letRun(Watcher watcher) throws InterruptedException {
        boolean mine;
        lock.lock();
        try {
            if (!watchers.contains(watcher)) {
                watchers.add(watcher);
            }
            if (looking == watcher) {
                looking = null;
            }
            watcher.turn = false;
            mine = takeIdle();
        } finally {
            lock.unlock();
        }
        if (mine) {
            choose();
        }
        while (!watcher.turn) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            lookIfIdle(watcher);
        }
    }

    /** It was woken by a thread that is no task, while nobody has the machine. */
    private void lookIfIdle(Watcher watcher) {
        lock.lock();
        try {
            if (watcher.wanted && running == null && !choosing && looking == null) {
                give(watcher);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What it leaves behind runs on if others wait outside, and is halted if not. */
    private void stopWatching(Watcher watcher) {
        boolean mine;
        lock.lock();
        try {
            watchers.remove(watcher);
            if (looking == watcher) {
                looking = null;
            }
            mine = takeIdle();
        } finally {
            lock.unlock();
        }
        if (mine) {
            choose();
        }
    }

    /** From now on nobody outside has to wait for the tasks to run: they shall end. */
    @Override
    void close() {
        boolean mine;
        lock.lock();
        try {
            closed = true;
            mine = takeIdle();
        } finally {
            lock.unlock();
        }
        if (mine) {
            choose();
        }
    }
}
