// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

import java.util.Locale;
import org.wsh.process.limit.ResourceLimits;

/** {@code /proc/PID/limits}: proc(5). */
final class LimitsText {
    private static final String LINE = "%-25s %-20s %-20s %-10s\n";

    /** By Linux's numbers: the name, then the unit. */
    private static final String[][] RESOURCES = {
        {"Max cpu time", "seconds"}, {"Max file size", "bytes"}, {"Max data size", "bytes"}, {"Max stack size", "bytes"}, {"Max core file size", "bytes"},
        {"Max resident set", "bytes"}, {"Max processes", "processes"}, {"Max open files", "files"}, {"Max locked memory", "bytes"}, {"Max address space", "bytes"},
        {"Max file locks", "locks"}, {"Max pending signals", "signals"}, {"Max msgqueue size", "bytes"}, {"Max nice priority", ""}, {"Max realtime priority", ""},
        {"Max realtime timeout", "us"}};

    private LimitsText() {}

    static String of(ResourceLimits limits) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, LINE, "Limit", "Soft Limit", "Hard Limit", "Units"));
        for (int i = 0; i < RESOURCES.length; i++) {
            text.append(String.format(Locale.ROOT, LINE, RESOURCES[i][0], value(limits.soft(i)), value(limits.hard(i)), RESOURCES[i][1]));
        }
        return text.toString();
    }

    private static String value(long limit) {
        return limit == ResourceLimits.INFINITY ? "unlimited" : Long.toUnsignedString(limit);
    }
}
