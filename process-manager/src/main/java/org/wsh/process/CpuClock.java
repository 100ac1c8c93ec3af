// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.function.Consumer;
import org.wsh.process.limit.ControlGroup;
import org.wsh.process.limit.ResourceLimits;
import org.wsh.process.signal.Signal;

/**
 * What happens to a process after so much CPU time: ITIMER_VIRTUAL, ITIMER_PROF and RLIMIT_CPU. Looked at when the process polls, as it uses no CPU
 * time otherwise; one that has none of it pays a comparison a poll. All CPU time counts as spent in the program itself: a system
 * call is a call.
 *
 * <p>Changed by the process's own threads, or under the table's lock by who sets its limits: hence the monitor.
 */
public final class CpuClock {
    private static final long SECOND = 1_000_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    /** Its tree hears of its CPU time when so much has come together. */
    private static final long PIECE = 10_000_000;

    private final ThreadGroup threads;
    /** Null for pid 1. */
    private final ControlGroup tree;
    private final Consumer<Signal> send;
    private final Consumer<Signal> sendToTree;

    /** The earliest of all below. */
    private volatile long next = NEVER;

    // Guarded by this.
    private final Timer virtual = new Timer(Signal.VTALRM);
    private final Timer profiling = new Timer(Signal.PROF);
    /** When XCPU comes: at the soft limit and each second after it. */
    private long exceeded = NEVER;
    private long deadly = NEVER;
    /** What the tree has been told of. */
    private long charged;

    private static final class Timer {
        final Signal signal;
        long due = NEVER;
        long interval;

        Timer(Signal signal) {
            this.signal = signal;
        }
    }

    /**
     * @param send       sends the process a signal
     * @param sendToTree sends it to all of the tree
     */
    CpuClock(ThreadGroup threads, ControlGroup tree, Consumer<Signal> send, Consumer<Signal> sendToTree) {
        this.threads = threads;
        this.tree = tree;
        this.send = send;
        this.sendToTree = sendToTree;
    }

    /** setitimer(): as that of {@link IntervalTimers}. @param signal VTALRM or PROF */
    public synchronized IntervalTimers.Setting set(Signal signal, long delay, long interval) {
        IntervalTimers.Setting before = get(signal);
        Timer timer = timer(signal);
        long now = threads.cpuTime();
        timer.due = delay == 0 ? NEVER : delay < 0 || delay >= NEVER - now ? NEVER - 1 : now + delay;
        timer.interval = interval == 0 ? 0 : Math.max(IntervalTimers.LEAST_INTERVAL, interval & Long.MAX_VALUE);
        plan();
        return before;
    }

    public synchronized IntervalTimers.Setting get(Signal signal) {
        Timer timer = timer(signal);
        return timer.due == NEVER ? IntervalTimers.Setting.OFF
                : new IntervalTimers.Setting(Math.max(1, timer.due - threads.cpuTime()), timer.interval);
    }

    private Timer timer(Signal signal) {
        return signal == Signal.VTALRM ? virtual : profiling;
    }

    /** New limits hold. Both in seconds. */
    synchronized void limit(ResourceLimits limits) {
        exceeded = nanoseconds(limits.soft(ResourceLimits.CPU));
        deadly = nanoseconds(limits.hard(ResourceLimits.CPU));
        plan();
    }

    /** 0 seconds are one, as on Linux. */
    private static long nanoseconds(long seconds) {
        return seconds < 0 || seconds > NEVER / SECOND ? NEVER : Math.max(1, seconds) * SECOND;
    }

    private void plan() {
        next = Math.min(Math.min(virtual.due, profiling.due), Math.min(exceeded, deadly));
        if (tree != null && tree.limitsCpuTime()) {
            next = Math.min(next, charged + PIECE);
        }
    }

    /** What it has used since the last time is its tree's, too. */
    private void chargeTree(long now) {
        if (tree == null || !tree.limitsCpuTime()) {
            return;
        }
        long more;
        synchronized (this) {
            more = now - charged;
            charged = now;
            plan();
        }
        Signal signal = tree.charge(more);
        if (signal != null) {
            sendToTree.accept(signal);
        }
    }

    /** At its end. */
    void settle() {
        chargeTree(threads.cpuTime());
    }

    /** At a poll: sends what is due. */
    void look() {
        if (next != NEVER) {
            lookCloser();
        }
    }

    private void lookCloser() {
        long now = threads.cpuTime();
        if (now >= next) {
            chargeTree(now);
        }
        boolean xcpu = false;
        boolean kill = false;
        Signal[] due = new Signal[2];
        synchronized (this) {
            if (now < next) {
                return;
            }
            due[0] = fire(virtual, now);
            due[1] = fire(profiling, now);
            if (now >= deadly) {
                deadly = NEVER;
                kill = true;
            } else if (now >= exceeded) {
                exceeded = now + SECOND;
                xcpu = true;
            }
            plan();
        }
        for (Signal signal : due) {
            if (signal != null) {
                send.accept(signal);
            }
        }
        if (kill || xcpu) {
            send.accept(kill ? Signal.KILL : Signal.XCPU);
        }
    }

    /** @return its signal if it is due */
    private static Signal fire(Timer timer, long now) {
        if (now < timer.due) {
            return null;
        }
        timer.due = timer.interval == 0 ? NEVER : now + timer.interval;
        return timer.signal;
    }
}
