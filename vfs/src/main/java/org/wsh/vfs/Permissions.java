// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/** Who may do what: POSIX 2024, 4.7 "File Access Permissions", and the rules of chmod(), chown(), utimensat() and unlink(). */
public final class Permissions {
    public static final int READ = 4;
    public static final int WRITE = 2;
    public static final int EXECUTE = 1;
    public static final int SET_UID = 04000;
    public static final int SET_GID = 02000;
    public static final int STICKY = 01000;

    private Permissions() {}

    /** Whether {@code who} has all of {@code mask}. Root has, but execute needs some execute bit on what is no directory. */
    public static boolean allows(Credentials who, Inode inode, int mask) {
        int mode = inode.mode();
        if (who.isRoot()) {
            return (mask & EXECUTE) == 0 || (mode & 0111) != 0 || inode.type() == FileType.DIRECTORY;
        }
        int granted;
        if (who.uid() == inode.uid()) {
            granted = mode >> 6;
        } else if (who.inGroup(inode.gid())) {
            granted = mode >> 3;
        } else {
            granted = mode;
        }
        return (granted & mask) == mask;
    }

    /** EACCES unless {@link #allows}. */
    public static void require(Credentials who, Inode inode, int mask, String about) {
        if (!allows(who, inode, mask)) {
            throw new ErrnoException(Errno.EACCES, about);
        }
    }

    /** The sticky bit: in such a directory one removes or renames only what is one's own. EPERM. */
    public static void requireMayRemove(Credentials who, Inode directory, Inode victim, String name) {
        if ((directory.mode() & STICKY) != 0 && !who.isRoot() && who.uid() != victim.uid() && who.uid() != directory.uid()) {
            throw new ErrnoException(Errno.EPERM, name);
        }
    }

    /**
     * The rules on {@code moved} beyond those on the two directories: its {@code ..} changes, so a directory must be writable.
     * EACCES.
     */
    public static void requireMayMove(Credentials who, Inode moved, Inode from, Inode to, String name) {
        if (moved.type() == FileType.DIRECTORY && from != to) {
            require(who, moved, WRITE, name);
        }
    }

    /** EPERM unless owner or root. A set-group-id bit for a foreign group is dropped. */
    static int modeToSet(Credentials who, Inode inode, int mode) {
        if (!who.isRoot() && who.uid() != inode.uid()) {
            throw new ErrnoException(Errno.EPERM);
        }
        boolean foreignGroup = !who.isRoot() && !who.inGroup(inode.gid());
        return mode & 07777 & (foreignGroup && inode.type() != FileType.DIRECTORY ? ~SET_GID : ~0);
    }

    /** _POSIX_CHOWN_RESTRICTED: the owner may give a file to a group of his, only root may do more. */
    static void requireMayOwn(Credentials who, Inode inode, int uid, int gid) {
        if (uid < -1 || gid < -1) {
            throw new ErrnoException(Errno.EINVAL);
        }
        if (who.isRoot() || (uid == -1 && gid == -1)) {
            return;
        }
        boolean keepsUser = uid == -1 || uid == inode.uid();
        boolean keepsGroup = gid == -1 || gid == inode.gid();
        if (who.uid() != inode.uid() || !keepsUser || !(keepsGroup || who.inGroup(gid))) {
            throw new ErrnoException(Errno.EPERM);
        }
    }

    /** Linux drops set-id bits of what is no directory on every chown, root's too. */
    static int modeAfterChown(Inode inode) {
        return inode.type() == FileType.DIRECTORY ? inode.mode() : withoutSetId(inode.mode());
    }

    /** The mode after somebody wrote into or took over a program: set-user-id goes, set-group-id too unless it is no such. */
    public static int withoutSetId(int mode) {
        return mode & ~SET_UID & ((mode & 0010) != 0 ? ~SET_GID : ~0);
    }

    static void requireMayTouch(Credentials who, Inode inode, FileTimes times) {
        boolean keepsBoth = times.accessTime() == FileTimes.KEEP && times.modificationTime() == FileTimes.KEEP;
        if (keepsBoth || who.isRoot() || who.uid() == inode.uid()) {
            return;
        }
        if (times.accessTime() == FileTimes.NOW && times.modificationTime() == FileTimes.NOW) {
            require(who, inode, WRITE, null);
            return;
        }
        throw new ErrnoException(Errno.EPERM);
    }
}
