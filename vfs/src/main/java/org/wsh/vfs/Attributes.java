// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * What {@code stat} tells of an inode. Times are nanoseconds since 1970-01-01T00:00Z.
 *
 * @param device which filesystem it is on; with {@code inode} names the file in this machine
 * @param mode   the twelve permission bits (07777), without the type
 * @param links  names that lead to it
 * @param rdev   device number ({@code major << 8 | minor}) of a device node, else 0
 * @param size   bytes; for a symbolic link the length of its target
 * @param blocks units of 512 bytes that it occupies
 */
public record Attributes(
        long device, long inode, FileType type, int mode, int links, int uid, int gid, long rdev, long size, long blocks,
        long accessTime, long modificationTime, long changeTime) {}
