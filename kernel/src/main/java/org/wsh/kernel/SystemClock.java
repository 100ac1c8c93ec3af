// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

/** The host's clocks. */
final class SystemClock implements Clock {
    /** System.nanoTime may start anywhere, also below 0; ours starts at boot. */
    private final long origin = System.nanoTime();

    @Override
    public long realtime() {
        var now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public long monotonic() {
        return System.nanoTime() - origin;
    }
}
