// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

/**
 * How many wanted to run in the last one, five and fifteen minutes, fading exponentially as Linux's. Looked at when somebody asks, not every five seconds: a timer of its own would
 * wake a sleeping machine, and keep one with a virtual clock from ever being idle. So what is true when somebody asks counts for the time since somebody asked before.
 */
final class LoadAverage {
    private static final double[] MINUTES = {1, 5, 15};
    private static final double MINUTE = 60e9;

    // Guarded by this object's monitor.
    private final double[] averages = new double[MINUTES.length];
    private long last;

    /** @param now monotonic ns */
    synchronized double[] with(int runnable, long now) {
        for (int i = 0; i < MINUTES.length; i++) {
            double kept = Math.exp(-(now - last) / (MINUTES[i] * MINUTE));
            averages[i] = averages[i] * kept + runnable * (1 - kept);
        }
        last = now;
        return averages.clone();
    }
}
