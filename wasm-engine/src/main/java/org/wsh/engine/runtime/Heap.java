// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.wsh.engine.runtime.Trap.Kind;

/**
 * What an instance's structs, arrays and exceptions take from its ledger. The JVM collects them, so what is given back must be learned from it, and to watch every object would cost more
 * than the object. So allocation is cut into epochs of 16 KB. An epoch's bytes are reserved before its objects are made; one of them, chosen by a random
 * byte of the epoch, stands for all: when it is collected, the bytes come back. As an object is chosen with the probability of its share, the expected charge is what lives, whatever part of
 * an epoch that is, and the more there is the smaller the error. (A token held by all objects of an epoch would let one survivor keep all of it charged, and
 * every program that runs long enough would be refused.) Guests don't learn which object was chosen. What is larger than a quarter of an epoch stands for itself.
 *
 * <p>If the ledger refuses, the collector is asked for what is dead, but only if enough was charged since it was asked last; then the guest traps.
 */
final class Heap {
    private static final int EPOCH = 16 << 10;
    private static final int LARGE = EPOCH / 4;
    private static final int LEAST_BETWEEN_COLLECTIONS = 256 << 10;

    /** What comes back when an object is collected; in a list of all that are outstanding. */
    private static final class Charge extends PhantomReference<Object> {
        private final long bytes;
        private Charge before, after;
        private boolean givenBack;

        Charge(Object object, long bytes, ReferenceQueue<Object> queue) {
            super(object, queue);
            this.bytes = bytes;
        }
    }

    private final Ledger ledger;
    private ReferenceQueue<Object> dead;    // made with the first object
    private Charge outstanding;
    private long charged;                   // by outstanding objects and the present epoch
    private long sinceCollection = Long.MAX_VALUE / 2;
    private boolean closed;

    // The present epoch.
    private int left;
    private int mark = -1;                  // the object that takes what is left to here or below stands for the epoch
    private Object chosen;

    Heap(Ledger ledger) {
        this.ledger = ledger;
    }

    /** For a heap that begins as a copy: a refusal is no reason to look for the dead. */
    void neverCollect(boolean yes) {
        sinceCollection = yes ? Long.MIN_VALUE / 2 : Long.MAX_VALUE / 2;
    }

    /** Before an object of so many bytes is made: reserves them, or traps. */
    void charge(long bytes) {
        if (bytes > LARGE) {
            reserve(bytes);
        } else if (bytes <= left) {
            left -= (int) bytes;
        } else {
            nextEpoch();
            left -= (int) bytes;
        }
    }

    /** After it was made. */
    void made(Object object, long bytes) {
        if (left <= mark) {
            chosen = object;
            mark = -1;
        }
        if (bytes > LARGE) {
            watch(object, bytes);
        }
    }

    /** After it couldn't be made. */
    void notMade(long bytes) {
        if (bytes > LARGE) {
            release(bytes);
        } else {
            left += (int) bytes;
        }
    }

    private void nextEpoch() {
        if (chosen != null) {
            watch(chosen, EPOCH);
            chosen = null;
            left = 0;
            mark = -1;
        }
        // If nothing was chosen, the mark was in the part that no object came to take: that epoch's charge is now this one's.
        if (left == 0 && mark < 0) {
            reserve(EPOCH);
        }
        left = EPOCH;
        mark = ThreadLocalRandom.current().nextInt(EPOCH);
    }

    private void watch(Object object, long bytes) {
        if (dead == null) {
            dead = new ReferenceQueue<>();
        }
        var c = new Charge(object, bytes, dead);
        c.after = outstanding;
        if (outstanding != null) {
            outstanding.before = c;
        }
        outstanding = c;
    }

    // Reserving and giving back.

    private void reserve(long bytes) {
        if (closed) {
            throw new Trap(Kind.OUT_OF_MEMORY, "the instance is closed");
        }
        releaseDead();
        if (!ledger.reserve(bytes) && !reserveAfterCollection(bytes)) {
            sinceCollection = Long.MAX_VALUE / 2;       // the guest ends here; whoever calls it again may find all of it dead
            throw new Trap(Kind.OUT_OF_MEMORY, bytes + " bytes for structs and arrays were refused, " + charged + " are in use");
        }
        charged += bytes;
        sinceCollection += bytes;
    }

    private boolean reserveAfterCollection(long bytes) {
        if (sinceCollection < Math.max(LEAST_BETWEEN_COLLECTIONS, charged / 8)) {
            return false;
        }
        sinceCollection = 0;
        System.gc();
        // The collector clears references at once; into the queue they come later, by a thread of the JVM's.
        for (Charge c = outstanding; c != null; c = c.after) {
            if (c.refersTo(null)) {
                giveBack(c);
            }
        }
        return ledger.reserve(bytes);
    }

    /** Gives back what the collector has freed by itself meanwhile. */
    private void releaseDead() {
        if (dead != null) {
            for (Reference<?> r = dead.poll(); r != null; r = dead.poll()) {
                giveBack((Charge) r);
            }
        }
    }

    private void giveBack(Charge c) {
        if (!c.givenBack) {
            c.givenBack = true;
            unlink(c);
            release(c.bytes);
        }
    }

    private void unlink(Charge c) {
        if (c.before != null) {
            c.before.after = c.after;
        } else {
            outstanding = c.after;
        }
        if (c.after != null) {
            c.after.before = c.before;
        }
    }

    private void release(long bytes) {
        if (!closed) {
            charged -= bytes;
            ledger.release(bytes);
        }
    }

    /** Gives all back; objects that others still refer to are charged to nobody from here on. */
    void close() {
        if (!closed) {
            ledger.release(charged);
            charged = 0;
            closed = true;
            outstanding = null;
            dead = null;
            chosen = null;
            left = 0;
            mark = -1;
        }
    }
}
