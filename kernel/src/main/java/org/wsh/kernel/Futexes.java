// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Who sleeps on which word of which memory: fast user-space mutexes. Programs take a free lock by themselves and come here only to wait and to wake.
 *
 * <p>Comparing the word and joining the queue is one step under this object's monitor, which {@link #wake} takes, too: who changes the word and then wakes finds everyone
 * who has seen the old value.
 */
public final class Futexes {
    /** A word: the memory by identity, and the address in it. */
    private record Word(Object memory, long address) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Word word && word.memory == memory && word.address == address;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(memory) * 31 + Long.hashCode(address);
        }
    }

    /** One that sleeps. */
    public static final class Sleeper {
        private final Word word;
        /** Woken when {@link #woken} becomes true. */
        public final WaitQueue queue = new WaitQueue();
        private volatile boolean woken;

        private Sleeper(Word word) {
            this.word = word;
        }

        public boolean woken() {
            return woken;
        }
    }

    private final Map<Word, ArrayDeque<Sleeper>> sleepers = new HashMap<>(); // guarded by this

    /**
     * Joins the queue of that word if it still holds what the caller expects. Must {@link #leave} afterwards.
     *
     * @param unchanged looks at the word; quick
     * @return null if it has changed
     */
    public synchronized Sleeper join(Object memory, long address, BooleanSupplier unchanged) {
        if (!unchanged.getAsBoolean()) {
            return null;
        }
        var sleeper = new Sleeper(new Word(memory, address));
        sleepers.computeIfAbsent(sleeper.word, none -> new ArrayDeque<>()).add(sleeper);
        return sleeper;
    }

    /** It doesn't sleep any more, for whatever reason. */
    public synchronized void leave(Sleeper sleeper) {
        var queue = sleepers.get(sleeper.word);
        if (queue != null && queue.remove(sleeper) && queue.isEmpty()) {
            sleepers.remove(sleeper.word);
        }
    }

    /** Wakes at most {@code most} of that word's, who came first first. @return how many */
    public synchronized int wake(Object memory, long address, long most) {
        var word = new Word(memory, address);
        var queue = sleepers.get(word);
        if (queue == null) {
            return 0;
        }
        int count = 0;
        for (Iterator<Sleeper> all = queue.iterator(); all.hasNext() && count < most; count++) {
            Sleeper sleeper = all.next();
            all.remove();
            sleeper.woken = true;
            sleeper.queue.wakeAll();
        }
        if (queue.isEmpty()) {
            sleepers.remove(word);
        }
        return count;
    }

    /** How many sleep: for tests. */
    public synchronized int size() {
        int size = 0;
        for (var queue : sleepers.values()) {
            size += queue.size();
        }
        return size;
    }
}
