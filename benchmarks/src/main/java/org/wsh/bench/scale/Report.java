// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.scale;

import java.lang.management.ManagementFactory;

/** The table: what was measured, how much it came to, what it should be. */
final class Report {
    private boolean allMet = true;

    void title(String text) {
        System.out.printf("%n%-62s %16s %12s%n", text, "measured", "goal");
    }

    /** A figure that should be at most {@code goal}. */
    void atMost(String what, double measured, double goal, String unit) {
        boolean met = measured <= goal;
        allMet &= met;
        System.out.printf("  %-60s %16s %12s %s%n", what, text(measured, unit), "<= " + text(goal, unit), met ? "" : "MISSED");
    }

    /** One without a goal. */
    void figure(String what, double measured, String unit) {
        System.out.printf("  %-60s %16s%n", what, text(measured, unit));
    }

    private static String text(double figure, String unit) {
        return String.format(Math.abs(figure) >= 100 || figure == Math.rint(figure) ? "%.0f %s" : "%.2f %s", figure, unit).strip();
    }

    /** How many others the host's processors are busy with: figures of a loaded host are not comparable. */
    static String load() {
        return String.format("load average %.2f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    boolean allMet() {
        return allMet;
    }
}
