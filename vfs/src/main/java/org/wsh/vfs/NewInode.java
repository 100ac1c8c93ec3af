// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * What {@link Inode#create} shall make.
 *
 * @param mode   permission bits, umask already applied
 * @param rdev   for device nodes, else 0
 * @param target for symbolic links, else null
 */
public record NewInode(FileType type, int mode, int uid, int gid, long rdev, String target) {}
