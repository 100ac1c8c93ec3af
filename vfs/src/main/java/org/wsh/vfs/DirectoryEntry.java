// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * One name in a directory, as {@code readdir} sees it.
 *
 * @param next cookie of the position after this entry: opaque, stable while other entries come and go; 0 is the beginning
 */
public record DirectoryEntry(String name, long inode, FileType type, long next) {}
