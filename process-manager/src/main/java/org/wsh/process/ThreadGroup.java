// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.wsh.kernel.Task;
import org.wsh.kernel.WaitQueue;

/**
 * The threads of a process. What stops, continues or ends the process does so to all of them, and to those that are made meanwhile; the last to leave does the process's tidying.
 *
 * <p>Thread-safe. Its lock is taken after the process table's, and before nothing.
 */
final class ThreadGroup {
    private final Process process;

    // Guarded by this.
    private final Set<ProcessThread> living = new LinkedHashSet<>(2);
    private boolean stopped;
    /** All have been killed, and there will be no more: what tells each of many threads' ends to all others takes too long. */
    private boolean killed;
    /** The one that is becoming another program; all others end. */
    private ProcessThread successor;
    /** CPU time (ns) of threads that are gone, the main thread's aside: its task can still be asked. */
    private long timeOfOthers;

    /** Woken when a thread has left. */
    final WaitQueue departures = new WaitQueue();

    ThreadGroup(Process process) {
        this.process = process;
    }

    /** Before it starts. @return false: the process is at its end, or becomes another program, and has no use for one more */
    synchronized boolean add(ProcessThread thread) {
        if (process.endReason() != null || successor != null) {
            return false;
        }
        living.add(thread);
        if (stopped) {
            thread.task().stop();
        }
        return true;
    }

    /** As the thread's last act but one. @return whether it was the last */
    boolean leave(ProcessThread thread) {
        synchronized (this) {
            living.remove(thread);
            if (thread != process.thread) {
                timeOfOthers += thread.task().cpuTime();
            }
            if (living.isEmpty()) {
                return true;
            }
        }
        departures.wakeAll();
        return false;
    }

    /** A moment's picture, in the order of birth. */
    synchronized List<ProcessThread> living() {
        return List.copyOf(living);
    }

    synchronized int size() {
        return living.size();
    }

    /** The living thread of that number; null if there is none. */
    synchronized ProcessThread find(int tid) {
        for (ProcessThread each : living) {
            if (each.tid() == tid) {
                return each;
            }
        }
        return null;
    }

    synchronized long cpuTime() {
        long time = timeOfOthers + process.thread.task().cpuTime();
        for (ProcessThread each : living) {
            time += each == process.thread ? 0 : each.task().cpuTime();
        }
        return time;
    }

    /** Whether it was told to stop and not to resume. */
    synchronized boolean stopped() {
        return stopped;
    }

    synchronized void stop() {
        stopped = true;
        living.forEach(each -> each.task().stop());
    }

    synchronized void resume() {
        stopped = false;
        living.forEach(each -> each.task().resume());
    }

    /** The process has a reason to end. */
    synchronized void kill() {
        killed = true;
        killOthers(null);
    }

    /** The same, by the one that knows it. */
    synchronized void endOthers(ProcessThread leaving) {
        if (!killed) {
            killed = true;
            killOthers(leaving);
        }
    }

    private void killOthers(ProcessThread but) {
        for (ProcessThread each : living) {
            if (each != but) {
                each.task().kill();
            }
        }
    }

    synchronized boolean isLiving(ProcessThread thread) {
        return living.contains(thread);
    }

    /**
     * exec(): ends all threads but {@code thread}, which is the main thread afterwards, and waits until they are gone.
     *
     * @throws ThreadEnded another was faster, or the process has a reason to end
     */
    void remainAlone(ProcessThread thread) {
        synchronized (this) {
            if (successor != null || process.endReason() != null) {
                throw new ThreadEnded();
            }
            successor = thread;
            killOthers(thread);
        }
        thread.task().awaitUninterruptibly(() -> size() == 1, Task.NEVER, "exec", departures);
        synchronized (this) {
            successor = null;
            if (thread != process.thread) {
                timeOfOthers += process.thread.task().cpuTime();
                process.thread = thread;
            }
        }
    }
}
