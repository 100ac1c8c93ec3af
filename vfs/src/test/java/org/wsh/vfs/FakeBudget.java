// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/** A budget that can be looked at. */
public final class FakeBudget implements SpaceBudget {
    private final long limit;
    private long used;

    public FakeBudget(long limit) {
        this.limit = limit;
    }

    @Override
    public synchronized boolean reserve(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("reserve " + bytes);
        }
        if (used + bytes > limit) {
            return false;
        }
        used += bytes;
        return true;
    }

    @Override
    public synchronized void release(long bytes) {
        used -= bytes;
        if (bytes < 0 || used < 0) {
            throw new IllegalStateException("released more than reserved: " + used);
        }
    }

    public synchronized long used() {
        return used;
    }
}
