// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * How full a filesystem is: POSIX {@code statvfs()}. 0 where nothing is counted.
 *
 * @param blockSize unit of {@code blocks} and {@code freeBlocks}, in bytes
 * @param files     inodes there may be
 */
public record FilesystemStatistics(int blockSize, long blocks, long freeBlocks, long files, long freeFiles) {
    public static final FilesystemStatistics NONE = new FilesystemStatistics(4096, 0, 0, 0, 0);
}
