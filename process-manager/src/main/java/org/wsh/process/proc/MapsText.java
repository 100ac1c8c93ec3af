// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

import java.util.Locale;
import org.wsh.process.Process;

/** {@code /proc/PID/maps}: a line a linear memory, whose addresses begin at 0 each. Code has no addresses in WebAssembly; a hosted program has no memory of its own. */
final class MapsText {
    /** The column that names stand in: Linux's, for 32-bit addresses. */
    private static final int NAME = 49;

    private MapsText() {}

    static String of(Process process) {
        StringBuilder text = new StringBuilder();
        long[] sizes = process.memorySizes();
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] > 0) {
                String range = String.format(Locale.ROOT, "%08x-%08x rw-p 00000000 00:00 0", 0, sizes[i]);
                text.append(range).append(" ".repeat(Math.max(1, NAME - range.length()))).append(i == 0 ? "[memory]" : "[memory " + i + "]").append('\n');
            }
        }
        return text.toString();
    }
}
