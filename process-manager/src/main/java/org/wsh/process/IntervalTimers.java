// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.EnumMap;
import java.util.Map;
import org.wsh.kernel.Task;
import org.wsh.kernel.Timers;

/**
 * A process's timers, one a signal: alarm() and setitimer() are made of them. They outlive exec, are not inherited, and end with the process.
 * Thread-safe.
 */
final class IntervalTimers {
    /** No timer fires more often than this, whatever was asked: the timer thread serves everybody. */
    private static final long LEAST_INTERVAL = 1_000_000;

    private final Processes processes;
    private final Process process;

    // Guarded by this.
    private final Map<Signal, Running> timers = new EnumMap<>(Signal.class);
    private boolean ended;

    private final class Running implements Runnable {
        private final Signal signal;
        private final long interval;
        private final boolean repeats;
        private long due;
        private Timers.Timer timer;

        Running(Signal signal, long interval, boolean repeats) {
            this.signal = signal;
            this.interval = Math.max(LEAST_INTERVAL, interval);
            this.repeats = repeats;
        }

        void schedule(long from) {
            due = interval >= Task.NEVER - from ? Task.NEVER : from + interval;
            timer = processes.kernel().timers().schedule(due, this);
        }

        /** On the timer thread. */
        @Override
        public void run() {
            synchronized (IntervalTimers.this) {
                if (timers.get(signal) != this) {
                    return;
                }
                if (repeats) {
                    // From now, not from when it was due: what was missed is not made up for.
                    schedule(processes.kernel().clock().monotonic());
                } else {
                    timers.remove(signal);
                }
            }
            processes.signals.send(process, signal);
        }
    }

    IntervalTimers(Processes processes, Process process) {
        this.processes = processes;
        this.process = process;
    }

    /** Sends {@code signal} in {@code interval} ns, and again each time if it repeats; 0 cancels. @return ns that were left of the one before; 0 for none */
    synchronized long set(Signal signal, long interval, boolean repeats) {
        long now = processes.kernel().clock().monotonic();
        Running before = timers.remove(signal);
        long left = 0;
        if (before != null) {
            before.timer.cancel();
            left = Math.max(1, before.due - now);
        }
        if (interval != 0 && !ended) {
            Running running = new Running(signal, interval < 0 ? Long.MAX_VALUE : interval, repeats);
            timers.put(signal, running);
            running.schedule(now);
        }
        return left;
    }

    /** The process is at its end. */
    synchronized void end() {
        ended = true;
        for (Running running : timers.values()) {
            running.timer.cancel();
        }
        timers.clear();
    }
}
