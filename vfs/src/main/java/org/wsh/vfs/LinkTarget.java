// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/** Where a symbolic link leads when it is followed. */
public sealed interface LinkTarget {
    /** An ordinary link: its text is walked as a path. */
    record Text(String path) implements LinkTarget {}

    /** A magic link to a place in the tree, whatever its text says: {@code /proc/PID/cwd}. */
    record Place(Location location) implements LinkTarget {}

    /** A magic link to something without a place: {@code /proc/PID/fd/3} for a pipe. */
    record Node(Inode inode) implements LinkTarget {}
}
