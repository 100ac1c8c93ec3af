// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.computed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Caller;
import org.wsh.vfs.DirectoryDescription;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileTimes;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.Inode;
import org.wsh.vfs.LinkTarget;
import org.wsh.vfs.Location;
import org.wsh.vfs.NewInode;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/**
 * A node's inode. Its number is made of its path, so the same path has the same number though the object may be a new one at
 * each lookup (see {@link Node.Directory#lasting}).
 */
final class ComputedInode extends Inode {
    private final ComputedFilesystem filesystem;
    private final Node node;
    private final ComputedInode parent;
    private final String name;
    private final long number;

    /** The inodes of a lasting directory's nodes, by name; null elsewhere. */
    private final ConcurrentHashMap<String, ComputedInode> children;

    /** @param parent null for the root */
    ComputedInode(ComputedFilesystem filesystem, Node node, ComputedInode parent, String name) {
        this.filesystem = filesystem;
        this.node = node;
        this.parent = parent == null ? this : parent;
        this.name = name;
        number = parent == null ? 1 : mix(parent.number, name);
        children = node instanceof Node.Directory directory && directory.lasting() ? new ConcurrentHashMap<>() : null;
    }

    @Override
    public Filesystem filesystem() {
        return filesystem;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public FileType type() {
        return node.type();
    }

    @Override
    public int mode() {
        return node.mode();
    }

    @Override
    public int uid() {
        return node.uid();
    }

    @Override
    public int gid() {
        return node.gid();
    }

    @Override
    public Attributes attributes() {
        long rdev = node instanceof Node.Device device ? device.rdev() : 0;
        long time = filesystem.bootTime();
        int links = node instanceof Node.Directory ? 2 : 1;
        return new Attributes(filesystem.device(), number, type(), mode(), links, uid(), gid(), rdev, 0, 0, time, time, time);
    }

    @Override
    public Inode lookup(Caller caller, String wanted) {
        Node found = directory().lookup(caller, wanted);
        if (found == null) {
            return null;
        }
        if (children == null) {
            return new ComputedInode(filesystem, found, this, wanted);
        }
        ComputedInode known = children.get(wanted);
        if (known != null && known.node == found) {
            return known;
        }
        return children.compute(wanted, (key, old) ->
                old != null && old.node == found ? old : new ComputedInode(filesystem, found, this, wanted));
    }

    @Override
    public Inode parent() {
        return parent;
    }

    @Override
    public String name() {
        return name;
    }

    /** Numbered by position in what is listed now: {@link DirectoryDescription} keeps the snapshot. */
    @Override
    public List<DirectoryEntry> list(Caller caller, long after, int limit) {
        List<DirectoryEntry> entries = new ArrayList<>();
        long cookie = DirectoryDescription.DOTS;
        for (String each : directory().list(caller)) {
            Node found = directory().lookup(caller, each);
            if (found != null && ++cookie > after && entries.size() < limit) {
                entries.add(new DirectoryEntry(each, mix(number, each), found.type(), cookie));
            }
        }
        return entries;
    }

    @Override
    public String readLink(Caller caller) {
        return link().target(caller);
    }

    @Override
    public LinkTarget follow(Caller caller) {
        return link().follow(caller);
    }

    /** No pattern switch: the first one of a JVM costs some 10 ms, and this is on every start's way. */
    @Override
    public OpenFileDescription open(Caller caller, OpenFlags flags, Location where) {
        if (node instanceof Node.Device device) {
            return device.open(caller, flags, this, where);
        }
        if (node instanceof Node.Text text) {
            return new TextDescription(flags, this, where, caller, text);
        }
        if (node instanceof Node.Directory) {
            return new DirectoryDescription(flags, this, where, caller, false);
        }
        throw new ErrnoException(Errno.ELOOP, name);
    }

    /** {@code echo 1 > /proc/…} truncates: nothing to cut here. */
    @Override
    public void setSize(long size) {
        if (!(node instanceof Node.Text)) {
            super.setSize(size);
        }
    }

    /** {@code touch /dev/null} succeeds and changes nothing. */
    @Override
    protected void setTimes(FileTimes times) {}

    @Override
    protected void setMode(int newMode) {
        throw new ErrnoException(Errno.EPERM, name);
    }

    @Override
    protected void setOwner(int newUid, int newGid, int newMode) {
        throw new ErrnoException(Errno.EPERM, name);
    }

    @Override
    public Inode create(Caller caller, String wanted, NewInode what) {
        throw new ErrnoException(Errno.EPERM, wanted);
    }

    @Override
    public void link(Caller caller, String wanted, Inode target) {
        throw new ErrnoException(Errno.EPERM, wanted);
    }

    @Override
    public void unlink(Caller caller, String wanted) {
        throw new ErrnoException(Errno.EPERM, wanted);
    }

    @Override
    public void removeDirectory(Caller caller, String wanted) {
        throw new ErrnoException(Errno.EPERM, wanted);
    }

    @Override
    public void rename(Caller caller, String wanted, Inode newDirectory, String newName) {
        throw new ErrnoException(Errno.EPERM, wanted);
    }

    private Node.Directory directory() {
        if (node instanceof Node.Directory directory) {
            return directory;
        }
        throw new ErrnoException(Errno.ENOTDIR, name);
    }

    private Node.Link link() {
        if (node instanceof Node.Link link) {
            return link;
        }
        throw new ErrnoException(Errno.EINVAL, name);
    }

    /** FNV-1a over the name, going on from the parent's number; positive and never 0 or 1. */
    private static long mix(long seed, String name) {
        long hash = seed ^ 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return (hash & Long.MAX_VALUE) | 2;
    }
}
