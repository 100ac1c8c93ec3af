// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.concurrent.atomic.AtomicLong;
import org.wsh.vfs.SpaceBudget;

/**
 * How many bytes the machine may take, and who holds them. Whatever a guest can make grow is reserved here before it is
 * allocated and refused when there is no room, so that an OutOfMemoryError (which hits any thread, at any place) cannot come
 * first.
 *
 * <p>The money is in {@linkplain Account accounts}: one a process, one a filesystem. An account that closes gives back exactly
 * what it holds, whatever its owner forgot.
 */
public final class Ledger {
    /** Heap that is never given to guests: our own code and objects, and what the collector needs to move in. */
    private static final long RESERVE = 32L << 20;

    private final long budget;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    public Ledger(long budget) {
        if (budget < 0) {
            throw new IllegalArgumentException("memory budget " + budget + ": must not be negative");
        }
        this.budget = budget;
    }

    /**
     * Five sixths of the JVM's largest heap, less a fixed reserve. The sixth is for what is allocated beside the guests'
     * bytes and for arrays that only fill half of the collector's last region. (Of an array that grows, old and new are both reserved.)
     */
    public static long defaultBudget() {
        long heap = Runtime.getRuntime().maxMemory();
        return Math.max(heap / 4, heap - heap / 6 - RESERVE);
    }

    /** A new account. {@code name} is for people. */
    public Account account(String name) {
        return new Account(name, null);
    }

    /** A new account within another: what it holds, that one holds too, and refuses if it is too much for it. */
    public Account account(String name, Account parent) {
        return new Account(name, parent);
    }

    public long budget() {
        return budget;
    }

    /** Bytes that are reserved now. */
    public long used() {
        return used.get();
    }

    /** The most that were ever reserved at once. */
    public long peak() {
        return peak.get();
    }

    private boolean take(long bytes) {
        long now;
        do {
            now = used.get();
            if (bytes > budget - now) {
                return false;
            }
        } while (!used.compareAndSet(now, now + bytes));
        long most = peak.get();
        while (now + bytes > most && !peak.compareAndSet(most, now + bytes)) {
            most = peak.get();
        }
        return true;
    }

    /** One holder's part. Thread-safe. */
    public final class Account implements SpaceBudget, AutoCloseable {
        private final String name;
        private final Account parent; // null: the ledger itself. Its monitor is taken within ours

        // Guarded by this account's monitor.
        private long held;
        private long peak;
        private long limit = Long.MAX_VALUE;
        private boolean closed;

        private Account(String name, Account parent) {
            this.name = name;
            this.parent = parent;
        }

        private boolean takeAbove(long bytes) {
            return parent == null ? take(bytes) : parent.reserve(bytes);
        }

        private void giveAbove(long bytes) {
            if (parent == null) {
                used.addAndGet(-bytes);
            } else {
                parent.release(bytes);
            }
        }

        /** False when the machine, or the limit of this account or one that it is in, has no room for that many, or the account is closed. */
        @Override
        public synchronized boolean reserve(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("cannot reserve " + bytes + " bytes");
            }
            if (closed || bytes > limit - held || !takeAbove(bytes)) {
                return false;
            }
            held += bytes;
            peak = Math.max(peak, held);
            return true;
        }

        /** Gives bytes back. After {@link #close} this does nothing: they are back already. */
        @Override
        public synchronized void release(long bytes) {
            if (closed) {
                return;
            }
            if (bytes < 0 || bytes > held) {
                throw new IllegalStateException(name + " releases " + bytes + " bytes and holds " + held);
            }
            held -= bytes;
            giveAbove(bytes);
        }

        /** From now on this account refuses what would take it above {@code bytes}; what it holds it keeps. */
        public synchronized void limit(long bytes) {
            limit = bytes;
        }

        public synchronized long held() {
            return held;
        }

        /** The most that it has held; still known when it is closed. */
        public synchronized long peak() {
            return peak;
        }

        public String name() {
            return name;
        }

        /** Gives everything back. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                giveAbove(held);
                held = 0;
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
