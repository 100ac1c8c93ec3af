// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.limit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many descriptors the tables of a tree of processes may have in use together. An open file description that ten tables share counts ten times: what is bounded is what a guest can
 * make grow. Thread-safe; needs no lock, and may be asked under a table's.
 */
public final class DescriptorQuota {
    public static final DescriptorQuota UNLIMITED = new DescriptorQuota(ControlLimits.NONE);

    private final int most;
    private final AtomicInteger used = new AtomicInteger();

    /** @param most {@link ControlLimits#NONE} for any number */
    public DescriptorQuota(int most) {
        this.most = most;
    }

    /** @return whether there was room for so many more; none is taken if not */
    public boolean take(int count) {
        if (most == ControlLimits.NONE) {
            return true;
        }
        int before = used.get();
        while (before <= most - count) {
            int seen = used.compareAndExchange(before, before + count);
            if (seen == before) {
                return true;
            }
            before = seen;
        }
        return false;
    }

    public void giveBack(int count) {
        if (most != ControlLimits.NONE) {
            used.addAndGet(-count);
        }
    }
}
