// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import java.util.List;

/**
 * A file without its names: type, owner, mode, times, and what it holds. POSIX "file serial number" and all that hangs on it.
 *
 * <p>Life: made by {@link #create} in a directory or decoded by its filesystem; alive while a name, an open file description
 * or a working directory leads to it. The object is the identity: as long as anybody holds it, looking the file up again gives
 * the same object, and its {@link #number} never changes.
 *
 * <p>The usual sequence: {@link #lookup} from directory to directory (the walk checks search permission in between), then one
 * operation. Operations on names ({@link #create}, {@link #link}, {@link #unlink} …) are atomic: the filesystem decides about
 * existence, type, emptiness and the sticky bit under its own lock. The tree has checked before: read-only mounts, write and
 * search permission of the directory, that names are valid and not {@code .} or {@code ..}, mount points.
 *
 * <p>The defaults here answer for a file that is no directory (ENOTDIR), no link (EINVAL), and cannot be changed (EROFS).
 * Thread-safe.
 */
public abstract class Inode {
    /** A mount covers this directory somewhere: the walk must look. Set under the tree's mount lock. */
    volatile boolean covered;

    public abstract Filesystem filesystem();

    /** Unique in its filesystem, never 0, stable. */
    public abstract long number();

    public abstract FileType type();

    /** The twelve permission bits. */
    public abstract int mode();

    public abstract int uid();

    public abstract int gid();

    public abstract Attributes attributes();

    // ---- Directories

    /** The inode that {@code name} leads to, or null if there is none. {@code name} is never {@code .} or {@code ..}. */
    public Inode lookup(Caller caller, String name) {
        throw new ErrnoException(Errno.ENOTDIR, name);
    }

    /** For a directory: the one it is in (itself for a root; the last one once removed). */
    public Inode parent() {
        throw new ErrnoException(Errno.ENOTDIR);
    }

    /** For a directory: its name in {@link #parent}; empty for a root. */
    public String name() {
        throw new ErrnoException(Errno.ENOTDIR);
    }

    /** For a directory: no name leads to it any more. */
    public boolean removed() {
        return false;
    }

    /**
     * Entries whose cookie is greater than {@code after}, at most {@code limit}, without {@code .} and {@code ..}. Cookies are
     * greater than {@link DirectoryDescription#DOTS}.
     */
    public List<DirectoryEntry> list(Caller caller, long after, int limit) {
        throw new ErrnoException(Errno.ENOTDIR);
    }

    /** Makes a file of any type. EEXIST; ENOENT (this directory was removed); ENOSPC; EMLINK; EPERM (type not possible here). */
    public Inode create(Caller caller, String name, NewInode what) {
        throw new ErrnoException(Errno.EROFS, name);
    }

    /** Adds a name to {@code target}, which is of this filesystem and no directory. EEXIST, ENOENT, ENOSPC, EMLINK, EPERM. */
    public void link(Caller caller, String name, Inode target) {
        throw new ErrnoException(Errno.EROFS, name);
    }

    /** Removes the name of what is no directory. ENOENT, EISDIR; EPERM (sticky). */
    public void unlink(Caller caller, String name) {
        throw new ErrnoException(Errno.EROFS, name);
    }

    /** Removes an empty directory. ENOENT, ENOTDIR, ENOTEMPTY; EPERM (sticky). */
    public void removeDirectory(Caller caller, String name) {
        throw new ErrnoException(Errno.EROFS, name);
    }

    /**
     * Moves {@code name} to {@code newName} in {@code newDirectory} (of the same filesystem), replacing what is there if POSIX
     * {@code rename()} allows. ENOENT, EISDIR, ENOTDIR, ENOTEMPTY, EINVAL (into its own subtree), EPERM (sticky), EACCES.
     */
    public void rename(Caller caller, String name, Inode newDirectory, String newName) {
        throw new ErrnoException(Errno.EROFS, name);
    }

    // ---- Symbolic links

    /** The text of a symbolic link. EINVAL if it is none. */
    public String readLink(Caller caller) {
        throw new ErrnoException(Errno.EINVAL);
    }

    /** Where following this link leads; differs from {@link #readLink} for magic links only. */
    public LinkTarget follow(Caller caller) {
        return new LinkTarget.Text(readLink(caller));
    }

    // ---- Content

    /**
     * Opens this file; permission, type and read-only mounts are already checked. Truncation is the tree's job.
     *
     * @return null for a FIFO or device node that the filesystem only stores: {@link SpecialFiles} opens it
     */
    public abstract OpenFileDescription open(Caller caller, OpenFlags flags, Location where);

    // ---- Metadata: the change… methods hold the rules, the set… methods do it.

    /** chmod(). EPERM unless owner or root; EROFS. */
    public final void changeMode(Caller caller, int newMode) {
        setMode(Permissions.modeToSet(caller.credentials(), this, newMode));
    }

    /** chown(); −1 keeps an id. EPERM; EROFS. */
    public final void changeOwner(Caller caller, int newUid, int newGid) {
        Permissions.requireMayOwn(caller.credentials(), this, newUid, newGid);
        if (newUid != -1 || newGid != -1) {
            setOwner(newUid == -1 ? uid() : newUid, newGid == -1 ? gid() : newGid, Permissions.modeAfterChown(this));
        }
    }

    /** utimensat(). EPERM unless owner or root; EACCES if both are NOW and neither owner nor writable; EROFS. */
    public final void changeTimes(Caller caller, FileTimes times) {
        Permissions.requireMayTouch(caller.credentials(), this, times);
        setTimes(times);
    }

    /** Sets the twelve permission bits and the change time. */
    protected void setMode(int newMode) {
        throw new ErrnoException(Errno.EROFS);
    }

    /** Sets both ids, the mode (set-id bits may have gone) and the change time. */
    protected void setOwner(int newUid, int newGid, int newMode) {
        throw new ErrnoException(Errno.EROFS);
    }

    /** Sets times; knows {@link FileTimes#KEEP} and {@link FileTimes#NOW}. */
    protected void setTimes(FileTimes times) {
        throw new ErrnoException(Errno.EROFS);
    }

    /** Cuts or extends a regular file. Permission is checked. EINVAL if not regular, ENOSPC, EFBIG. */
    public void setSize(long size) {
        throw new ErrnoException(type() == FileType.DIRECTORY ? Errno.EISDIR : Errno.EINVAL);
    }
}
