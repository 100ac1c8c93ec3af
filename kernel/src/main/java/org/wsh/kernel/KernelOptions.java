// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.Objects;

/**
 * What a kernel is built with.
 *
 * @param processors   how many tasks may run at the same time: the machine's share of the host
 * @param memoryBudget bytes that guests may make grow, all together
 * @param timeSlice    nanoseconds that a task runs for while others wait
 * @param clock        where time comes from
 * @param hostThreads  how many slow host operations may go on at once
 * @param bugHandler   is told of our own bugs
 * @param deterministic one task at a time, preempted by counted ticks, on a virtual clock: processors, clock and host threads don't matter then
 */
public record KernelOptions(
        int processors, long memoryBudget, long timeSlice, Clock clock, int hostThreads, BugHandler bugHandler,
        boolean deterministic) {
    /** Told when our own code has failed in a task or a timer. The task is dead then, the machine lives. */
    @FunctionalInterface
    public interface BugHandler {
        /** @param task on whose thread it happened; null on one of the kernel's own */
        void bug(Task task, Throwable thrown);
    }

    private static final BugHandler TO_STDERR = new BugHandler() {
        @Override
        public void bug(Task task, Throwable thrown) {
            var log = System.getLogger("org.wsh.kernel");
            log.log(System.Logger.Level.ERROR, "bug in " + (task == null ? "a kernel thread" : "task " + task), thrown);
        }
    };

    public KernelOptions {
        if (processors < 1) {
            throw new IllegalArgumentException("processors " + processors + ": must be at least 1");
        }
        if (timeSlice < 1) {
            throw new IllegalArgumentException("time slice of " + timeSlice + " ns: must be at least 1");
        }
        if (hostThreads < 1) {
            throw new IllegalArgumentException("host threads " + hostThreads + ": must be at least 1");
        }
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(bugHandler, "bug handler");
    }

    /** All of the host's processors, most of the JVM's heap, the host's clock. */
    public static KernelOptions defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new KernelOptions(processors, Ledger.defaultBudget(), 4_000_000, new SystemClock(), 8, TO_STDERR, false);
    }

    public KernelOptions withProcessors(int count) {
        return new KernelOptions(count, memoryBudget, timeSlice, clock, hostThreads, bugHandler, deterministic);
    }

    public KernelOptions withMemoryBudget(long bytes) {
        return new KernelOptions(processors, bytes, timeSlice, clock, hostThreads, bugHandler, deterministic);
    }

    public KernelOptions withTimeSlice(long nanoseconds) {
        return new KernelOptions(processors, memoryBudget, nanoseconds, clock, hostThreads, bugHandler, deterministic);
    }

    public KernelOptions withHostThreads(int count) {
        return new KernelOptions(processors, memoryBudget, timeSlice, clock, count, bugHandler, deterministic);
    }

    public KernelOptions withBugHandler(BugHandler other) {
        return new KernelOptions(processors, memoryBudget, timeSlice, clock, hostThreads, other, deterministic);
    }

    /** The scheduler that repeats: the same inputs give the same run. */
    public KernelOptions withDeterminism() {
        return new KernelOptions(processors, memoryBudget, timeSlice, clock, hostThreads, bugHandler, true);
    }
}
