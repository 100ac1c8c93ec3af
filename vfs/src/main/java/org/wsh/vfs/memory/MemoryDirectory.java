// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import java.util.List;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Caller;
import org.wsh.vfs.DirectoryDescription;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Inode;
import org.wsh.vfs.Location;
import org.wsh.vfs.NewInode;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.Permissions;

/** A directory: its names, and where it is itself. */
final class MemoryDirectory extends MemoryInode {
    /** What Linux's tmpfs shows for an entry. */
    private static final int SIZE_OF_ENTRY = 20;

    private final Names names = new Names();

    // Written under the tree lock, read without.
    private volatile MemoryDirectory parent;
    private volatile String name;
    private volatile boolean removed;
    /** The lower directory whose entries are not among {@link #names} yet; null if none or no longer. */
    private volatile Inode unread;

    // Guarded by the tree lock.
    private int subdirectories;

    /** @param parent null for a root */
    MemoryDirectory(MemoryFilesystem filesystem, long number, NewInode what, MemoryDirectory parent, String name) {
        super(filesystem, number, what);
        this.parent = parent == null ? this : parent;
        this.name = name;
    }

    /** Shows a lower directory. */
    MemoryDirectory(MemoryFilesystem filesystem, Attributes attributes, Inode lower, MemoryDirectory parent, String name) {
        super(filesystem, attributes);
        this.parent = parent == null ? this : parent;
        this.name = name;
        unread = lower;
    }

    @Override
    public MemoryDirectory parent() {
        return parent;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean removed() {
        return removed;
    }

    @Override
    long size() {
        return (long) names.size() * SIZE_OF_ENTRY;
    }

    /** Its name, its own dot, and each subdirectory's dot-dot. */
    @Override
    int shownLinks() {
        if (removed) {
            return 0;
        }
        return unread == null ? 2 + subdirectories : Math.max(2, links());
    }

    @Override
    public Inode lookup(Caller caller, String wanted) {
        if (unread != null) {
            readLower();
        }
        Names.Entry entry = names.find(wanted);
        return entry == null ? null : inodeOf(entry);
    }

    @Override
    public List<DirectoryEntry> list(Caller caller, long after, int limit) {
        filesystem.tree.lock();
        try {
            readLower();
            synchronized (this) {
                accessed();
            }
            return names.list(after, limit);
        } finally {
            filesystem.tree.unlock();
        }
    }

    @Override
    public OpenFileDescription open(Caller caller, OpenFlags flags, Location where) {
        return new DirectoryDescription(flags, this, where, caller, true);
    }

    @Override
    public Inode create(Caller caller, String wanted, NewInode what) {
        filesystem.tree.lock();
        try {
            requireFree(wanted);
            int charge = MemoryFilesystem.charge(what);
            filesystem.reserveInode(charge, wanted);
            try {
                filesystem.reserveName(wanted);
            } catch (ErrnoException e) {
                filesystem.releaseInode(charge);
                throw e;
            }
            MemoryInode made = make(wanted, what);
            enter(wanted, made);
            return made;
        } finally {
            filesystem.tree.unlock();
        }
    }

    private MemoryInode make(String wanted, NewInode what) {
        long number = filesystem.nextNumber();
        return switch (what.type()) {
            case REGULAR -> new MemoryFile(filesystem, number, what);
            case DIRECTORY -> new MemoryDirectory(filesystem, number, what, this, wanted);
            case SYMBOLIC_LINK -> new MemoryLink(filesystem, number, what);
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> new MemorySpecial(filesystem, number, what);
        };
    }

    @Override
    public void link(Caller caller, String wanted, Inode target) {
        filesystem.tree.lock();
        try {
            requireFree(wanted);
            MemoryInode inode = (MemoryInode) target;
            if (inode.links() == 0) {
                throw new ErrnoException(Errno.ENOENT, wanted);
            }
            filesystem.reserveName(wanted);
            inode.addLinks(1);
            enter(wanted, inode);
        } finally {
            filesystem.tree.unlock();
        }
    }

    @Override
    public void unlink(Caller caller, String wanted) {
        filesystem.tree.lock();
        try {
            Names.Entry entry = requireEntry(wanted);
            MemoryInode victim = inodeOf(entry);
            if (victim.type() == FileType.DIRECTORY) {
                throw new ErrnoException(Errno.EISDIR, wanted);
            }
            Permissions.requireMayRemove(caller.credentials(), this, victim, wanted);
            leave(entry);
            victim.addLinks(-1);
        } finally {
            filesystem.tree.unlock();
        }
    }

    @Override
    public void removeDirectory(Caller caller, String wanted) {
        filesystem.tree.lock();
        try {
            Names.Entry entry = requireEntry(wanted);
            if (!(inodeOf(entry) instanceof MemoryDirectory victim)) {
                throw new ErrnoException(Errno.ENOTDIR, wanted);
            }
            Permissions.requireMayRemove(caller.credentials(), this, victim, wanted);
            victim.requireEmpty(wanted);
            leave(entry);
            victim.remove();
        } finally {
            filesystem.tree.unlock();
        }
    }

    @Override
    public void rename(Caller caller, String wanted, Inode newDirectory, String newName) {
        MemoryDirectory to = (MemoryDirectory) newDirectory;
        filesystem.tree.lock();
        try {
            Names.Entry entry = requireEntry(wanted);
            MemoryInode moved = inodeOf(entry);
            to.requireAlive(newName);
            to.readLower();
            Names.Entry replaced = to.names.find(newName);
            MemoryInode victim = replaced == null ? null : inodeOf(replaced);
            if (victim == moved) {
                return;   // two names of one file: POSIX says do nothing
            }
            Permissions.requireMayRemove(caller.credentials(), this, moved, wanted);
            Permissions.requireMayMove(caller.credentials(), moved, this, to, wanted);
            if (moved instanceof MemoryDirectory directory) {
                to.requireNotBelow(directory, newName);
            }
            if (victim != null) {
                Permissions.requireMayRemove(caller.credentials(), to, victim, newName);
                requireReplaceable(moved, victim, newName);
            }
            filesystem.reserveName(newName);
            if (victim != null) {
                to.leave(replaced);
                if (victim instanceof MemoryDirectory directory) {
                    directory.remove();
                } else {
                    victim.addLinks(-1);
                }
            }
            leave(entry);
            to.enter(newName, moved);
            if (moved instanceof MemoryDirectory directory) {
                directory.parent = to;
                directory.name = newName;
            }
            moved.addLinks(0);
        } finally {
            filesystem.tree.unlock();
        }
    }

    private static void requireReplaceable(MemoryInode moved, MemoryInode victim, String newName) {
        if (victim instanceof MemoryDirectory directory) {
            if (moved.type() != FileType.DIRECTORY) {
                throw new ErrnoException(Errno.EISDIR, newName);
            }
            directory.requireEmpty(newName);
        } else if (moved.type() == FileType.DIRECTORY) {
            throw new ErrnoException(Errno.ENOTDIR, newName);
        }
    }

    // ---- Below: the caller holds the tree lock.

    private void requireAlive(String about) {
        if (removed) {
            throw new ErrnoException(Errno.ENOENT, about);
        }
    }

    private void requireFree(String wanted) {
        requireAlive(wanted);
        readLower();
        if (names.find(wanted) != null) {
            throw new ErrnoException(Errno.EEXIST, wanted);
        }
    }

    private Names.Entry requireEntry(String wanted) {
        readLower();
        Names.Entry entry = names.find(wanted);
        if (entry == null) {
            throw new ErrnoException(Errno.ENOENT, wanted);
        }
        return entry;
    }

    private void requireEmpty(String about) {
        readLower();
        if (names.size() != 0) {
            throw new ErrnoException(Errno.ENOTEMPTY, about);
        }
    }

    /** EINVAL if this is {@code directory} or below it. */
    private void requireNotBelow(MemoryDirectory directory, String about) {
        for (MemoryDirectory up = this; ; up = up.parent) {
            if (up == directory) {
                throw new ErrnoException(Errno.EINVAL, about);
            }
            if (up == up.parent) {
                return;
            }
        }
    }

    private void enter(String newName, MemoryInode inode) {
        names.add(newName, inode);
        changed(inode.type() == FileType.DIRECTORY ? 1 : 0);
    }

    private void leave(Names.Entry entry) {
        names.remove(entry);
        if (entry.lower == null) {
            filesystem.releaseName(entry.name);
        }
        changed(inodeOf(entry).type() == FileType.DIRECTORY ? -1 : 0);
    }

    private void changed(int directories) {
        synchronized (this) {
            subdirectories += directories;
            modified();
        }
    }

    private void remove() {
        removed = true;
        addLinks(-links());
    }

    /** Brings in the names of the lower directory, once. Takes the tree lock if the caller does not hold it. */
    private void readLower() {
        if (unread == null) {
            return;
        }
        filesystem.tree.lock();
        try {
            Inode lower = unread;
            if (lower == null) {
                return;
            }
            int directories = 0;
            for (DirectoryEntry entry : filesystem.lower().list(lower)) {
                names.addLower(entry);
                if (entry.type() == FileType.DIRECTORY) {
                    directories++;
                }
            }
            subdirectories = directories;
            lowerDirectory = lower;
            unread = null;
        } finally {
            filesystem.tree.unlock();
        }
    }

    /** Where entries not yet wrapped are looked up. Written before {@link #unread} becomes null. */
    private Inode lowerDirectory;

    private MemoryInode inodeOf(Names.Entry entry) {
        MemoryInode inode = entry.inode;
        if (inode != null) {
            return inode;
        }
        filesystem.tree.lock();
        try {
            if (entry.inode == null) {
                entry.inode = filesystem.lower().wrap(lowerDirectory, entry.lower, this);
            }
            return entry.inode;
        } finally {
            filesystem.tree.unlock();
        }
    }
}
