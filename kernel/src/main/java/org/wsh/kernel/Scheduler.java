// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.wsh.vfs.Pollable;

/**
 * Decides which tasks run. Tasks are made here; what else a floor above may want is in {@link Task}. The rest of this class is
 * between a task and its scheduler, and the same for all schedulers: a task that has been made ready gets a processor some
 * time later, keeps it until it sleeps, ends, or polls at a moment when it is another's turn.
 */
public abstract sealed class Scheduler permits FreeScheduler, DeterministicScheduler {
    final Clock clock;
    final Timers timers;
    final Trace trace;
    private final KernelOptions.BugHandler bugs;

    /** Tasks that were started and have not ended, by their thread. */
    private final ConcurrentHashMap<Thread, Task> tasks = new ConcurrentHashMap<>();

    Scheduler(Clock clock, Timers timers, Trace trace, KernelOptions.BugHandler bugs) {
        this.clock = clock;
        this.timers = timers;
        this.trace = trace;
        this.bugs = bugs;
    }

    /** A task that will run {@code body} once started. {@code name} is for people. */
    public final Task task(String name, Runnable body) {
        return new Task(this, name, body);
    }

    /** The task whose thread the caller is on; null on any other thread. */
    public final Task current() {
        return tasks.get(Thread.currentThread());
    }

    /** All that have been started and have not ended: a snapshot. */
    public final List<Task> tasks() {
        return new ArrayList<>(tasks.values());
    }

    /** How many tasks may run at the same time. */
    public abstract int processors();

    /** How many are ready to run and wait for a processor. */
    public abstract int waiting();

    final void started(Task task) {
        tasks.put(task.thread(), task);
    }

    final void bug(Task task, Throwable thrown) {
        bugs.bug(task, thrown);
    }

    /** On the task's own thread, as the last thing it does. */
    final void ended(Task task) {
        tasks.remove(task.thread());
        exit(task);
        task.signalEnd();
    }

    /** The task wants to run: it is new, or was asleep and has been woken. Any thread; once for each {@link #block}. */
    final void ready(Task task) {
        if (trace.active() && task.entry.run != RunQueue.NEW) {
            trace.emit(new TraceEvent.Wake(clock.monotonic(), task));
        }
        admit(task);
    }

    /** The task gives its processor away until {@link #ready} (which may have come already) and its turn. Own thread. */
    final void block(Task task) {
        if (trace.active()) {
            trace.emit(new TraceEvent.Sleep(clock.monotonic(), task, task.wchan()));
        }
        sleep(task);
    }

    /** It has a processor from now on, {@code waited} nanoseconds after it became ready. */
    final void traceSwitch(Task task, long waited) {
        if (trace.active()) {
            trace.emit(new TraceEvent.ContextSwitch(clock.monotonic(), task, waited));
        }
    }

    /** Sets the thread of a task going that has been given a processor. */
    static void wakeThread(RunQueue.Entry entry) {
        if (entry.started) {
            LockSupport.unpark(entry.task.thread());
        } else {
            entry.started = true;
            entry.task.thread().start();
        }
    }

    /** The task's thread waits until it has a processor. */
    static void park(RunQueue.Entry entry) {
        while (entry.run != RunQueue.RUNNING) {
            LockSupport.park(entry);
            Thread.interrupted(); // nobody should interrupt a guest's thread; if somebody does, park must still wait
        }
    }

    /** What {@link #ready} does. */
    abstract void admit(Task task);

    /** What {@link #block} does. */
    abstract void sleep(Task task);

    /** Gives the processor to another if it is another's turn, and comes back in its own. Returns the next budget. Own thread. */
    abstract long poll(Task task, long spent);

    /** The task gives its processor away for good. Own thread. */
    abstract void exit(Task task);

    /** Nanoseconds for which it had a processor. */
    abstract long cpuTime(Task task);

    /** Whether a run can be repeated: then nothing may depend on when the host gets something done. */
    boolean repeatable() {
        return false;
    }

    /** See {@link Kernel#awaitOutside}. */
    boolean awaitOutside(BooleanSupplier condition, long deadline, Pollable... sources) throws InterruptedException {
        var waiting = Thread.currentThread();
        var wake = new Runnable() {
            @Override
            public void run() {
                LockSupport.unpark(waiting);
            }
        };
        for (var source : sources) {
            source.subscribe(wake);
        }
        try {
            while (!condition.getAsBoolean()) {
                long left = deadline == Task.NEVER ? Task.NEVER : deadline - clock.monotonic();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return true;
        } finally {
            for (var source : sources) {
                source.unsubscribe(wake);
            }
        }
    }

    /** All tasks have been killed, and nobody will wait for them. */
    void close() {}
}
