// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * What {@link Inode#create} shall make.
 *
 * @param mode   permission bits, umask already applied
 * @param rdev   for device nodes, else 0
 * @param target for symbolic links, else null
 */
public record NewInode(FileType type, int mode, int uid, int gid, long rdev, String target) {
    /** What {@code caller} makes in {@code directory}: its umask and ids, or the group of a set-group-id directory. */
    static NewInode by(Caller caller, Inode directory, FileType type, int mode, long rdev, String target) {
        Credentials who = caller.credentials();
        int bits = type == FileType.SYMBOLIC_LINK ? 0777 : mode & 07777 & ~caller.umask();
        int gid = who.gid();
        if ((directory.mode() & Permissions.SET_GID) != 0) {
            gid = directory.gid();
            if (type == FileType.DIRECTORY) {
                bits |= Permissions.SET_GID;
            }
        }
        return new NewInode(type, bits, who.uid(), gid, rdev, target);
    }
}
