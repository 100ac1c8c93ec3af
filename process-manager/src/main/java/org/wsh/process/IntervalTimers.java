// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.Task;
import org.wsh.kernel.Timers;
import org.wsh.process.signal.Signal;

/**
 * A process's timers, one a signal: alarm() and setitimer() are made of them. They outlive exec, are not inherited, and end with the process.
 * Thread-safe.
 */
public final class IntervalTimers {
    /** No timer fires more often than this, whatever was asked: the timer thread serves everybody. Nor do those of CPU time. */
    static final long LEAST_INTERVAL = 1_000_000;

    private final Kernel kernel;
    private final Consumer<Signal> send;

    // Guarded by this.
    private final Map<Signal, Running> timers = new EnumMap<>(Signal.class);
    private boolean ended;

    private final class Running implements Runnable {
        private final Signal signal;
        /** 0: once. */
        private final long interval;
        private long due;
        private Timers.Timer timer;

        Running(Signal signal, long interval) {
            this.signal = signal;
            this.interval = interval == 0 ? 0 : Math.max(LEAST_INTERVAL, interval);
        }

        void schedule(long from, long delay) {
            due = delay >= Task.NEVER - from ? Task.NEVER : from + delay;
            timer = kernel.timers().schedule(due, this);
        }

        /** On the timer thread. */
        @Override
        public void run() {
            synchronized (IntervalTimers.this) {
                if (timers.get(signal) != this) {
                    return;
                }
                if (interval != 0) {
                    // From now, not from when it was due: what was missed is not made up for.
                    schedule(kernel.clock().monotonic(), interval);
                } else {
                    timers.remove(signal);
                }
            }
            send.accept(signal);
        }
    }

    /** @param send sends the process a signal; called on the timer thread */
    IntervalTimers(Kernel kernel, Consumer<Signal> send) {
        this.kernel = kernel;
        this.send = send;
    }

    /** A timer's state: ns to the next signal (0: it is off), and between those after it (0: there are none). */
    public record Setting(long left, long interval) {
        static final Setting OFF = new Setting(0, 0);
    }

    /** Sends {@code signal} in {@code delay} ns (0: never), and then every {@code interval} ns (0: once). @return what was left of the one before */
    public synchronized Setting set(Signal signal, long delay, long interval) {
        long now = kernel.clock().monotonic();
        Setting before = get(signal);
        Running running = timers.remove(signal);
        if (running != null) {
            running.timer.cancel();
        }
        if (delay != 0 && !ended) {
            Running next = new Running(signal, interval < 0 ? Long.MAX_VALUE : interval);
            timers.put(signal, next);
            next.schedule(now, delay < 0 ? Long.MAX_VALUE : delay);
        }
        return before;
    }

    public synchronized Setting get(Signal signal) {
        Running running = timers.get(signal);
        return running == null ? Setting.OFF
                : new Setting(Math.max(1, running.due - kernel.clock().monotonic()), running.interval);
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
