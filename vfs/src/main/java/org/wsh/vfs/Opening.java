// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * One open(), once its path has been walked: the rules of which flags and permissions go with what was found there.
 *
 * @param mode permission bits if a file is made, before the umask
 */
record Opening(Caller caller, OpenFlags flags, int mode, SpecialFiles specialFiles) {
    /** What {@link VirtualFilesystem#open} says; ESTALE or EEXIST also when others were faster than we. */
    OpenFileDescription at(PathWalk walk) {
        return walk.found == null ? openNew(walk) : openFound(walk);
    }

    private OpenFileDescription openNew(PathWalk walk) {
        if (!flags.create()) {
            throw walk.fail(Errno.ENOENT);
        }
        if (walk.trailingSlash) {
            throw walk.fail(Errno.EISDIR);
        }
        if (flags.directory()) {
            throw walk.fail(Errno.EINVAL);
        }
        Location made = walk.create(FileType.REGULAR, mode, 0, null);
        return made.inode().open(caller, flags, made);
    }

    private OpenFileDescription openFound(PathWalk walk) {
        if (flags.create() && flags.exclusive()) {
            throw walk.fail(Errno.EEXIST);
        }
        Location place = walk.found;
        Inode inode = place.inode();
        FileType type = inode.type();
        if (type == FileType.SYMBOLIC_LINK) {
            throw walk.fail(flags.directory() ? Errno.ENOTDIR : Errno.ELOOP);
        }
        if (type == FileType.DIRECTORY && (flags.write() || flags.create() || flags.truncate())) {
            throw walk.fail(Errno.EISDIR);
        }
        if (type != FileType.DIRECTORY && (flags.directory() || walk.trailingSlash)) {
            throw walk.fail(Errno.ENOTDIR);
        }
        boolean truncate = flags.truncate() && type == FileType.REGULAR;
        int mask = (flags.read() ? Permissions.READ : 0) | (flags.write() || truncate ? Permissions.WRITE : 0);
        if ((mask & Permissions.WRITE) != 0 && type.isStored()) {
            place.mount().requireWritable(walk.name);
        }
        if (mask != 0 && !Permissions.allows(caller.credentials(), inode, mask)) {
            throw walk.fail(Errno.EACCES);
        }
        OpenFileDescription opened = inode.open(caller, flags, place);
        if (opened == null) {
            opened = specialFiles.open(caller, place, flags);
        }
        if (truncate) {
            try {
                inode.setSize(0);
            } catch (ErrnoException e) {
                opened.release();
                throw e;
            }
        }
        return opened;
    }
}
