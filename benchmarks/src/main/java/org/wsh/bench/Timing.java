// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench;

import java.util.Arrays;

/** Times of repeated runs of one thing, in nanoseconds. */
record Timing(long median, long least) {
    /** Something worth timing. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Runs it {@code warm} times for nothing, then {@code count} times. */
    static Timing of(int warm, int count, Work work) throws Exception {
        for (int i = 0; i < warm; i++) {
            work.run();
        }
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            work.run();
            times[i] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        return new Timing(times[count / 2], times[0]);
    }

    Timing per(long operations) {
        return new Timing(median / operations, least / operations);
    }

    @Override
    public String toString() {
        return text(median) + " (least " + text(least) + ")";
    }

    /** In the unit that suits it. */
    static String text(double nanos) {
        if (nanos < 1_000) {
            return String.format("%.0f ns", nanos);
        }
        if (nanos < 1_000_000) {
            return String.format("%.1f µs", nanos / 1e3);
        }
        return nanos < 1e9 ? String.format("%.1f ms", nanos / 1e6) : String.format("%.2f s", nanos / 1e9);
    }
}
