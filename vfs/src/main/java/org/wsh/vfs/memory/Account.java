// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import org.wsh.vfs.SpaceBudget;

/** What one filesystem has reserved of a budget, so that closing it can give everything back at once. */
final class Account implements SpaceBudget {
    private final SpaceBudget budget;

    // Guarded by this.
    private long used;
    private boolean closed;

    Account(SpaceBudget budget) {
        this.budget = budget;
    }

    @Override
    public synchronized boolean reserve(long bytes) {
        if (closed || !budget.reserve(bytes)) {
            return false;
        }
        used += bytes;
        return true;
    }

    /** Ignored after {@link #close}: it is given back already. */
    @Override
    public synchronized void release(long bytes) {
        if (!closed) {
            used -= bytes;
            budget.release(bytes);
        }
    }

    synchronized long used() {
        return used;
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            budget.release(used);
            used = 0;
        }
    }
}
