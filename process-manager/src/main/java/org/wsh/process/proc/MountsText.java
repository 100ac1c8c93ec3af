// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

import org.wsh.process.Processes;
import org.wsh.vfs.Mount;

/** {@code /proc/mounts}: fstab(5). */
final class MountsText {
    private MountsText() {}

    static String of(Processes processes) {
        StringBuilder text = new StringBuilder();
        for (Mount mount : processes.vfs().mounts()) {
            text.append(mount.filesystem().typeName()).append(' ').append(escaped(mount.path())).append(' ')
                    .append(mount.filesystem().typeName()).append(mount.readOnly() ? " ro" : " rw").append(" 0 0\n");
        }
        return text.toString();
    }

    /** Blanks in a path, as fstab has them. */
    private static String escaped(String path) {
        return path.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011").replace("\n", "\\012");
    }
}
