// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Pollable;
import org.wsh.vfs.SpaceBudget;

/**
 * The machine below processes, put together: the table of contents of this floor. Two of them in one JVM do not know of each
 * other. Starts no thread by itself.
 */
public final class Kernel implements AutoCloseable {
    /** The device that things without a name are on: {@code st_dev} of pipes and sockets. */
    public static final long ANONYMOUS_DEVICE = 0xff;

    private final Clock clock;
    private final Trace trace;
    private final Ledger ledger;
    private final Timers timers;
    private final Scheduler scheduler;
    private final HostWork hostWork;
    private final Futexes futexes = new Futexes();
    private final AtomicLong inodes = new AtomicLong();
    private final Object pollNesting = new Object();

    public Kernel(KernelOptions options) {
        trace = new Trace();
        ledger = new Ledger(options.memoryBudget());
        if (options.deterministic()) {
            var virtual = new VirtualClock();
            clock = virtual;
            timers = Timers.driven(clock, new TimerBugs(options.bugHandler()));
            scheduler = new DeterministicScheduler(
                    virtual, options.timeSlice() / DeterministicScheduler.TICK, timers, trace, options.bugHandler());
        } else {
            clock = options.clock();
            timers = new Timers(clock, new TimerBugs(options.bugHandler()));
            scheduler = new FreeScheduler(
                    options.processors(), options.timeSlice(), clock, timers, trace, options.bugHandler());
        }
        hostWork = new HostWork(scheduler, options.hostThreads());
    }

    private record TimerBugs(KernelOptions.BugHandler handler) implements Consumer<Throwable> {
        @Override
        public void accept(Throwable thrown) {
            handler.bug(null, thrown);
        }
    }

    public Clock clock() {
        return clock;
    }

    public Trace trace() {
        return trace;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Timers timers() {
        return timers;
    }

    /** Whether a run can be repeated. */
    public boolean deterministic() {
        return scheduler.repeatable();
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public HostWork hostWork() {
        return hostWork;
    }

    public Futexes futexes() {
        return futexes;
    }

    /** A new pipe without ends; its ring is charged to {@code account}. See {@link Pipe#open}. */
    public Pipe pipe(SpaceBudget account, Credentials owner) {
        return new Pipe(account, owner, clock.realtime(), inodes.incrementAndGet());
    }

    /** eventfd(). */
    public EventCounter eventCounter(long initial, boolean semaphore, boolean nonblock, Credentials owner) {
        return new EventCounter(initial, semaphore, nonblock, owner, clock.realtime(), inodes.incrementAndGet());
    }

    /** epoll_create(). */
    public EventPoll eventPoll(Credentials owner) {
        return new EventPoll(pollNesting, owner, clock.realtime(), inodes.incrementAndGet());
    }

    /** An inode number for something that has no name: pipes, sockets, terminals. */
    public long anonymousInode() {
        return inodes.incrementAndGet();
    }

    /**
     * Lets a thread that is no task (the embedder's, the driver of a terminal) wait for what tasks do. As {@link Task#await},
     * but there are no signals.
     *
     * @return true: the condition holds; false: the deadline has passed
     */
    public boolean awaitOutside(BooleanSupplier condition, long deadline, Pollable... sources) throws InterruptedException {
        if (scheduler.current() != null) {
            throw new IllegalStateException("a task has to wait by Task.await, or it keeps its processor");
        }
        return scheduler.awaitOutside(condition, deadline, sources);
    }

    /** Kills all tasks and stops the kernel's own threads. Does not wait for them: they end at their next poll. */
    @Override
    public void close() {
        for (var task : scheduler.tasks()) {
            task.kill();
        }
        scheduler.close();
        hostWork.close();
        timers.close();
    }
}
