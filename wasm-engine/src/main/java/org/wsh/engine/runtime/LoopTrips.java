// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/**
 * How often a counting loop is sure to go round. Called by generated code before such a loop; see {@code compile.CountingLoop}. A distance is how far the counter is from its limit:
 * positive, or else nothing is sure.
 */
public final class LoopTrips {
    private LoopTrips() {}

    /** From {@code from} up to but not including {@code to}. */
    public static long signed(int from, int to) {
        return (long) to - from;
    }

    public static long unsigned(int from, int to) {
        return (to & 0xffff_ffffL) - (from & 0xffff_ffffL);
    }

    /** Until they are equal, by way of the numbers' wrapping around if need be; if they are equal now, a whole round. */
    public static long wrapping(int from, int to) {
        return (to - from - 1 & 0xffff_ffffL) + 1;
    }

    /** How many times the loop's body can be run, at least once, before its condition has to be looked at or the budget is spent. {@code stride} is positive. */
    public static int rounds(long distance, int stride, int budget) {
        return (int) Math.clamp(Math.min((distance - 1) / stride, budget) + 1, 1, Integer.MAX_VALUE);
    }
}
