// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import org.wsh.engine.runtime.Ledger;

/** Counts what is reserved, refuses above a budget. */
public final class TestLedger implements Ledger {
    final long budget;
    long reserved;

    public TestLedger(long budget) {
        this.budget = budget;
    }

    @Override
    public boolean reserve(long bytes) {
        if (reserved + bytes > budget) {
            return false;
        }
        reserved += bytes;
        return true;
    }

    @Override
    public void release(long bytes) {
        reserved -= bytes;
    }
}
