// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

/**
 * Tasks that are ready and wait for a processor, the one with the smallest virtual runtime first; among equals, who came first.
 * As in Linux's CFS: a task's virtual runtime is the processor time it had <em>while others waited</em>, divided by its weight.
 * So all tasks of one weight get the same, each step of {@code nice} is worth 25 %, and what a task used when nobody else wanted
 * it is not held against it.
 *
 * <p>The <em>floor</em> is the virtual runtime of the last to leave. Who is below it has credit, and runs before those who use all
 * they get. Credit comes from sleeping (a quarter of the time slept) and ends at eight slices: so an interactive task stays ahead
 * of the hogs as long as it does not become one, and a long sleep cannot be saved up. A new task gets half of what its parent
 * has, and gives back what it has left when it ends: what is typed at a prompt runs soon, line after line, and a fork bomb has soon shared out what it had.
 *
 * <p>Guarded by the scheduler's lock.
 */
final class RunQueue {
    // Entry.run
    static final int NEW = 0;
    static final int READY = 1;
    static final int RUNNING = 2;
    static final int SLEEPING = 3;
    /** Has a slot, but lets other machines' threads use the carrier for a moment. */
    static final int BREATHING = 4;
    static final int DEAD = 5;

    /** Weight by nice + 20, and what nice 0 weighs. */
    private static final long[] WEIGHTS = weights();

    private static final long NORMAL = 1 << 20;

    /**
     * So much at most counts between two polls, which are a millisecond or some apart. What takes longer was the host's affair: a collection, another program on the processor. A
     * third of a second of that, counted whole, made a task wait for 15 seconds beside a hundred others.
     */
    static final long MOST_COUNTED = 16_000_000;

    /**
     * And so much from the last poll to a sleep or the end. Who sleeps mostly lives on its credit, and the host takes the processor from anybody for some milliseconds (a compiler thread of the JVM is enough):
     * counted whole, that put a prompt and its commands behind all others for a second.
     */
    static final long MOST_COUNTED_AT_LAST = 1_000_000;

    private static long[] weights() {
        var weights = new long[40];
        for (int nice = 0; nice < 20; nice++) {
            weights[20 + nice] = nice == 0 ? NORMAL : weights[19 + nice] * 4 / 5;
        }
        for (int nice = -1; nice >= -20; nice--) {
            weights[20 + nice] = weights[21 + nice] * 5 / 4;
        }
        return weights;
    }

    /** {@code amount} of what a task with {@code nice} 0 gets, for one with another. */
    static long weighted(long amount, int nice) {
        return Math.max(1, amount * WEIGHTS[nice + 20] / NORMAL);
    }

    /** What is noted on a task. */
    static final class Entry extends BinaryHeap.Member {
        final Task task;

        /** Written under the scheduler's lock (BREATHING: by the task); read by anybody. */
        volatile int run = NEW;

        // Guarded by the scheduler's lock.
        long virtualRuntime;
        long asleepSince;
        private Entry parent; // who is given what credit is left; null after the end, so that nobody keeps the dead
        boolean woken; // ready() came before block(): it keeps its slot
        long readySince;

        // Written under the scheduler's lock or by the task itself while it runs; read by anybody.
        private volatile long cpuTime;
        volatile long onSince; // when it was last accounted, while it runs

        // Owned by who has just given it a slot, then by the task's thread.
        boolean started;
        long sliceBegan;
        long lastPoll;
        long budget = FreeScheduler.FIRST_BUDGET;

        Entry(Task task) {
            this.task = task;
        }

        long cpuTime() {
            long had = cpuTime;
            int now = run;
            return now == RUNNING || now == BREATHING ? had + Math.max(0, System.nanoTime() - onSince) : had;
        }

        /** At a poll: adds the time since it was last accounted. {@code contended}: others waited meanwhile. */
        void account(long now, boolean contended) {
            account(now, contended, MOST_COUNTED);
        }

        /** The same where it sleeps or ends. */
        void accountLast(long now, boolean contended) {
            account(now, contended, MOST_COUNTED_AT_LAST);
        }

        private void account(long now, boolean contended, long most) {
            long ran = now - onSince;
            onSince = now;
            cpuTime += ran;
            if (contended) {
                long counts = Math.min(ran, most);
                virtualRuntime += task.nice() == 0 ? counts : counts * NORMAL / WEIGHTS[task.nice() + 20];
            }
        }

        /** It was given a slot. */
        long granted(long now) {
            onSince = now;
            sliceBegan = now;
            lastPoll = now;
            run = RUNNING;
            return now - readySince;
        }
    }

    private final BinaryHeap<Entry> ready = new BinaryHeap<>();
    private long floor;

    int size() {
        return ready.size();
    }

    /** The next to run, or null. */
    Entry first() {
        return ready.first();
    }

    /** Before {@link #add}: the task was woken, or has slept for no time and was made to wait. */
    void place(Entry entry, long slept, long mostCredit, long now) {
        entry.virtualRuntime = Math.max(entry.virtualRuntime - slept / 4, floor - mostCredit);
        entry.readySince = now;
    }

    /** Before {@link #add}: the task is new. {@code parent} runs, or is null. */
    void placeNew(Entry entry, Entry parent, long now) {
        entry.virtualRuntime = floor;
        entry.readySince = now;
        entry.parent = parent;
        if (parent != null && parent.virtualRuntime < floor) {
            parent.virtualRuntime += (floor - parent.virtualRuntime) / 2;
            entry.virtualRuntime = parent.virtualRuntime;
        }
    }

    /** A task ends. Its parent isn't in the queue if it waits for it; one that is there keeps its place. */
    void end(Entry entry, long mostCredit) {
        Entry parent = entry.parent;
        entry.parent = null;
        entry.run = DEAD;
        long left = floor - entry.virtualRuntime;
        if (parent != null && left > 0 && parent.run != READY && parent.run != DEAD) {
            long most = floor - mostCredit;
            parent.virtualRuntime = Math.min(parent.virtualRuntime, Math.max(parent.virtualRuntime - left, most));
        }
    }

    /** Its place is by the virtual runtime that it has now. */
    void add(Entry entry) {
        entry.run = READY;
        ready.add(entry, entry.virtualRuntime);
    }

    /** Removes the next to run; null if there is none. */
    Entry poll() {
        Entry first = ready.poll();
        if (first != null) {
            floor = Math.max(floor, first.virtualRuntime);
        }
        return first;
    }
}
