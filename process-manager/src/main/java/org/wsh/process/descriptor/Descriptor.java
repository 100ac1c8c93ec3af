// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.descriptor;

import org.wsh.vfs.OpenFileDescription;

/**
 * What a file descriptor stands for: an open file description, which others may share, and what belongs to this number alone.
 *
 * @param preopen the guest's name of a directory given to a WASI program at its start; null for all others
 * @param rights  WASI's rights; {@link Rights#NONE_WITHHELD} unless a WASI program gave some up
 */
public record Descriptor(OpenFileDescription file, boolean closeOnExec, String preopen, Rights rights) {
    Descriptor(OpenFileDescription file, boolean closeOnExec) {
        this(file, closeOnExec, null, Rights.NONE_WITHHELD);
    }

    /** What dup makes: the same file and rights, but no preopen. */
    Descriptor duplicate(boolean newCloseOnExec) {
        return new Descriptor(file, newCloseOnExec, null, rights);
    }
}
