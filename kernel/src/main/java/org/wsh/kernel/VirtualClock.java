// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

/**
 * Time that passes because work is done, or because everybody sleeps and the next deadline is all there is to wait for. Moved by the
 * {@link DeterministicScheduler} alone; read by anybody.
 */
final class VirtualClock implements Clock {
    /** When the machine is switched on: 2026-01-01T00:00Z, on every run. */
    static final long EPOCH = 1_767_225_600L * 1_000_000_000L;

    private volatile long now;

    @Override
    public long realtime() {
        return EPOCH + now;
    }

    @Override
    public long monotonic() {
        return now;
    }

    /** By whoever has the machine: see {@link DeterministicScheduler}. Never back. */
    void moveTo(long moment) {
        if (moment > now) {
            now = moment;
        }
    }
}
