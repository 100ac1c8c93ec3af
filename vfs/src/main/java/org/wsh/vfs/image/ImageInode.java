// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Caller;
import org.wsh.vfs.DirectoryDescription;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.Inode;
import org.wsh.vfs.Location;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.RegularFileDescription;

/** A file of an image, as decoded from its index. Never changes after decoding, so it needs no lock. */
final class ImageInode extends Inode {
    private final ImageFilesystem filesystem;
    private final int number;
    private final FileType type;
    private final ImageInode parent;
    private final String name;
    private final int mode;
    private final int uid;
    private final int gid;
    private final long time;
    private final long rdev;
    private final String target;
    private final int contentStart;
    private final int contentLength;
    private final int digestStart;

    /** Of a directory, sorted by name; filled while decoding. */
    private final ArrayList<ImageInode> children;
    private int subdirectories;

    /** What the index says of one inode; a field that its type has not is 0 or null. */
    record Fields(FileType type, ImageInode parent, String name, int mode, int uid, int gid, long time, long rdev,
            String target, int contentStart, int contentLength, int digestStart) {}

    ImageInode(ImageFilesystem filesystem, int number, Fields fields) {
        this.filesystem = filesystem;
        this.number = number;
        type = fields.type;
        parent = fields.parent == null ? this : fields.parent;
        name = fields.name;
        mode = fields.mode;
        uid = fields.uid;
        gid = fields.gid;
        time = fields.time;
        rdev = fields.rdev;
        target = fields.target;
        contentStart = fields.contentStart;
        contentLength = fields.contentLength;
        digestStart = fields.digestStart;
        children = type == FileType.DIRECTORY ? new ArrayList<>() : null;
        if (fields.parent != null) {
            parent.children.add(this);
            parent.subdirectories += type == FileType.DIRECTORY ? 1 : 0;
        }
    }

    /** The name of the last child so far, to check the archive's order; null if none. */
    String lastChild() {
        return children.isEmpty() ? null : children.getLast().name;
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
        return type;
    }

    @Override
    public int mode() {
        return mode;
    }

    @Override
    public int uid() {
        return uid;
    }

    @Override
    public int gid() {
        return gid;
    }

    @Override
    public Attributes attributes() {
        int links = type == FileType.DIRECTORY ? 2 + subdirectories : 1;
        long size = switch (type) {
            case REGULAR -> contentLength;
            case SYMBOLIC_LINK -> target.getBytes(StandardCharsets.UTF_8).length;
            case DIRECTORY, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> 0;
        };
        return new Attributes(filesystem.device(), number, type, mode, links, uid, gid, rdev, size, (size + 511) / 512,
                time, time, time);
    }

    @Override
    public Inode lookup(Caller caller, String wanted) {
        requireDirectory();
        int low = 0;
        int high = children.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = children.get(middle).name.compareTo(wanted);
            if (order == 0) {
                return children.get(middle);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    @Override
    public ImageInode parent() {
        return parent;
    }

    @Override
    public String name() {
        return name;
    }

    /** Cookies count children: they never change. */
    @Override
    public List<DirectoryEntry> list(Caller caller, long after, int limit) {
        requireDirectory();
        List<DirectoryEntry> entries = new ArrayList<>();
        for (long i = Math.max(0, after - DirectoryDescription.DOTS); i < children.size() && entries.size() < limit; i++) {
            ImageInode child = children.get((int) i);
            entries.add(new DirectoryEntry(child.name, child.number, child.type, DirectoryDescription.DOTS + 1 + i));
        }
        return entries;
    }

    @Override
    public String readLink(Caller caller) {
        if (target == null) {
            throw new ErrnoException(Errno.EINVAL, name);
        }
        return target;
    }

    @Override
    public OpenFileDescription open(Caller caller, OpenFlags flags, Location where) {
        return switch (type) {
            case REGULAR -> new Description(flags, where);
            case DIRECTORY -> new DirectoryDescription(flags, this, where, caller, true);
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> null;
            case SYMBOLIC_LINK -> throw new ErrnoException(Errno.ELOOP, name);
            case SOCKET -> throw new ErrnoException(Errno.ENXIO, name);
        };
    }

    private void requireDirectory() {
        if (children == null) {
            throw new ErrnoException(Errno.ENOTDIR, name);
        }
    }

    /** An open file of an image: reads slices of the archive. */
    private final class Description extends RegularFileDescription {
        Description(OpenFlags flags, Location where) {
            super(flags, ImageInode.this, where);
        }

        @Override
        protected int transferTo(ByteBuffer into, long position) {
            int count = (int) Math.min(into.remaining(), Math.max(0, contentLength - position));
            if (count > 0) {
                into.put(into.position(), filesystem.archive(), contentStart + (int) position, count);
                into.position(into.position() + count);
            }
            return count;
        }

        @Override
        protected int transferFrom(ByteBuffer from, long position) {
            throw new ErrnoException(Errno.EROFS);
        }

        @Override
        protected long append(ByteBuffer from) {
            throw new ErrnoException(Errno.EROFS);
        }

        @Override
        public String knownSha256() {
            return filesystem.sha256(digestStart);
        }

        @Override
        protected long size() {
            return contentLength;
        }

        @Override
        public void setSize(long size) {
            throw new ErrnoException(writable() ? Errno.EROFS : Errno.EINVAL);
        }
    }
}
