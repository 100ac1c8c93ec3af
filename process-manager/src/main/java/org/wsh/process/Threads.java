// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.kernel.Task;
import org.wsh.process.signal.Signal;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A thread and the others of its process: how it ends without them, waits for them, signals them.
 *
 * <p>For the thread itself.
 */
public final class Threads {
    private final ThreadGroup group;
    private final Processes processes;
    private final ThreadSignals signals;
    private final Waiting waiting;

    Threads(Process process, Processes processes, ThreadSignals signals, Waiting waiting) {
        group = process.threads;
        this.processes = processes;
        this.signals = signals;
        this.waiting = waiting;
    }

    /** Ends this thread only; with the last the process ends, with status 0. Never returns. */
    public Error exit() {
        throw new ThreadEnded();
    }

    /** Waits until that thread has ended; one that is not there has. EINTR. */
    public void join(int tid) {
        ThreadGroup.Member target = group.find(tid);
        waiting.until(() -> !group.isLiving(target), group.departures, "join");
    }

    /** pthread_kill(): null only asks. ESRCH: there is no such thread here. */
    public void signal(int tid, Signal signal) {
        ThreadGroup.Member target = group.find(tid);
        if (target == null) {
            throw new ErrnoException(Errno.ESRCH);
        }
        signals.killThread(target, signal);
    }

    /** pthread_cancel(), or that it is not wanted any more: {@code SignalState.setCancelled}. ESRCH. */
    public void cancel(int tid, boolean on) {
        ThreadGroup.Member target = group.find(tid);
        if (target == null) {
            throw new ErrnoException(Errno.ESRCH);
        }
        target.state.setCancelled(on);
    }

    /** nanosleep(). EINTR. */
    public void sleep(long nanos) {
        long now = processes.kernel().clock().monotonic();
        long deadline = nanos < 0 || nanos >= Task.NEVER - now ? Task.NEVER : now + nanos;
        waiting.any(() -> false, deadline, "sleep");
    }
}
