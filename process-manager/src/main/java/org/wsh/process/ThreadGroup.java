// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.wsh.kernel.Task;
import org.wsh.kernel.WaitQueue;
import org.wsh.process.signal.SignalSet;
import org.wsh.process.signal.SignalState;
import org.wsh.process.signal.Signals;
import org.wsh.process.signal.WaitStatus;

/**
 * The threads of a process. What stops, continues or ends the process does so to all of them, and to those that are made meanwhile; the last to leave does the process's tidying.
 *
 * <p>Thread-safe. Its lock is taken after the process table's, and before nothing.
 */
public final class ThreadGroup {
    /** Set once by whoever gives the first reason to end. */
    private final AtomicReference<WaitStatus> endReason = new AtomicReference<>();

    /** The main thread, which may have ended before the others. Set before the process enters the table; exec by another makes that one it. */
    private volatile Member main;

    // Guarded by this.
    private final Set<Member> living = new LinkedHashSet<>(2);
    private boolean stopped;
    /** All have been killed, and there will be no more: what tells each of many threads' ends to all others takes too long. */
    private boolean killed;
    /** The one that is becoming another program; all others end. */
    private Member successor;
    /** CPU time (ns) of threads that are gone, the main thread's aside: its task can still be asked. */
    private long timeOfOthers;

    /** Woken when a thread has left. */
    final WaitQueue departures = new WaitQueue();

    /** A thread as its process and all others know it. What its program asks of the machine through it is in {@link ProcessThread}. */
    public static final class Member {
        private final Task task;
        private final Signals signals;
        final SignalState state;
        private volatile int tid;

        Member(int tid, Task task, Signals signals, SignalState state) {
            this.tid = tid;
            this.task = task;
            this.signals = signals;
            this.state = state;
        }

        public Task task() {
            return task;
        }

        /** Threads are numbered as processes are; the main thread's number is the pid, in exec another's becomes that. */
        public int tid() {
            return tid;
        }

        void setTid(int number) {
            tid = number;
        }

        /** What it blocks. */
        public SignalSet mask() {
            return signals.mask(state);
        }

        /** What is pending for it alone. */
        public SignalSet pendingAlone() {
            return signals.pending(state);
        }

        /** What is pending for it or its process. */
        public SignalSet pending() {
            return signals.pending().with(pendingAlone());
        }
    }

    /** Gives the process a reason to end; the first one stays. @return whether this was the first */
    boolean giveEndReason(WaitStatus status) {
        return endReason.compareAndSet(null, status);
    }

    /** Why the process is ending; null while it is not. */
    WaitStatus endReason() {
        return endReason.get();
    }

    Member main() {
        return main;
    }

    /** Before the process enters the table. */
    void setMain(Member first) {
        main = first;
        add(first);
    }

    /** Before it starts. @return false: the process is at its end, or becomes another program, and has no use for one more */
    synchronized boolean add(Member thread) {
        if (endReason() != null || successor != null) {
            return false;
        }
        living.add(thread);
        if (stopped) {
            thread.task().stop();
        }
        return true;
    }

    /** As the thread's last act but one. @return whether it was the last */
    boolean leave(Member thread) {
        synchronized (this) {
            living.remove(thread);
            if (thread != main) {
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
    synchronized List<Member> living() {
        return List.copyOf(living);
    }

    synchronized int size() {
        return living.size();
    }

    /** The living thread of that number; null if there is none. */
    synchronized Member find(int tid) {
        for (Member each : living) {
            if (each.tid() == tid) {
                return each;
            }
        }
        return null;
    }

    synchronized long cpuTime() {
        long time = timeOfOthers + main.task().cpuTime();
        for (Member each : living) {
            time += each == main ? 0 : each.task().cpuTime();
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
    synchronized void endOthers(Member leaving) {
        if (!killed) {
            killed = true;
            killOthers(leaving);
        }
    }

    private void killOthers(Member but) {
        for (Member each : living) {
            if (each != but) {
                each.task().kill();
            }
        }
    }

    synchronized boolean isLiving(Member thread) {
        return living.contains(thread);
    }

    /**
     * exec(): ends all threads but {@code thread}, which is the main thread afterwards, and waits until they are gone.
     *
     * @throws ThreadEnded another was faster, or the process has a reason to end
     */
    void remainAlone(Member thread) {
        synchronized (this) {
            if (successor != null || endReason() != null) {
                throw new ThreadEnded();
            }
            successor = thread;
            killOthers(thread);
        }
        thread.task().awaitUninterruptibly(() -> size() == 1, Task.NEVER, "exec", departures);
        synchronized (this) {
            successor = null;
            if (thread != main) {
                timeOfOthers += main.task().cpuTime();
                main = thread;
            }
        }
    }
}
