// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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
import org.wsh.vfs.Location;
import org.wsh.vfs.NewInode;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/** A file of the host, named by device and inode number; reached by the name it was last found under. */
final class HostInode extends Inode {
    /** For so long after a lookup its attributes are taken as they were: a stat() is a lookup and a look. */
    private static final long FRESH = 1_000_000;

    private final HostFilesystem filesystem;
    private final Object key;
    private final FileType type;
    private final long number;

    /** Makes appending atomic among guests. */
    final ReentrantLock appendLock = new ReentrantLock();

    // Written under filesystem.names, read without.
    private volatile HostInode parent;
    private volatile String name = "";
    private volatile boolean removed;
    private volatile HostAttributes last;
    private volatile long lastRead;

    HostInode(HostFilesystem filesystem, HostAttributes attributes) {
        this.filesystem = filesystem;
        key = attributes.key();
        type = attributes.type();
        HostInode root = filesystem.rootInode();
        number = HostAttributes.number(key, root == null ? key : root.key);
        parent = this;
        last = attributes;
    }

    /** Just found there. */
    void found(HostInode directory, String newName, HostAttributes attributes) {
        parent = directory;
        name = newName;
        removed = false;
        last = attributes;
        lastRead = System.nanoTime();
    }

    Object key() {
        return key;
    }

    boolean isRoot() {
        return parent == this;
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
        return last.mode();
    }

    @Override
    public int uid() {
        return filesystem.options().uid();
    }

    @Override
    public int gid() {
        return filesystem.options().gid();
    }

    @Override
    public Attributes attributes() {
        if (!removed && (lastRead == 0 || System.nanoTime() - lastRead > FRESH)) {
            last = filesystem.io(name, this::look);
        }
        HostAttributes seen = last;
        int links = removed ? 0 : seen.links();
        return new Attributes(filesystem.device(), number, type, seen.mode(), links, uid(), gid(), 0, seen.size(),
                (seen.size() + 511) / 512, seen.accessTime(), seen.modificationTime(), seen.modificationTime());
    }

    /** What is known of it may be old: look again next time. */
    void changed() {
        lastRead = 0;
    }

    /** Caller holds names. What was known, if somebody of the host took the file away. */
    private HostAttributes look() throws IOException {
        HostAttributes now = type == FileType.DIRECTORY
                ? HostFilesystem.readOwn(filesystem.folders.of(this))
                : filesystem.read(parent, name);
        return now != null && now.key().equals(key) ? now : last;
    }

    @Override
    public Inode lookup(Caller caller, String wanted) {
        requireDirectory();
        return filesystem.io(wanted, () -> child(wanted));
    }

    @Override
    public HostInode parent() {
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
    public List<DirectoryEntry> list(Caller caller, long after, int limit) {
        requireDirectory();
        return filesystem.io(name, () -> {
            List<DirectoryEntry> entries = new ArrayList<>();
            long cookie = DirectoryDescription.DOTS;
            for (String text : names()) {
                HostAttributes found = filesystem.read(this, text);
                if (found != null && ++cookie > after && entries.size() < limit) {
                    long inode = HostAttributes.number(found.key(), filesystem.rootInode().key);
                    entries.add(new DirectoryEntry(text, inode, found.type(), cookie));
                }
            }
            return entries;
        });
    }

    /** Sorted: the host's order is an accident, and a run should be repeatable elsewhere. */
    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (SecureDirectoryStream<Path> stream = filesystem.folders.forListing(this)) {
            for (Path each : stream) {
                String text = each.getFileName().toString();
                if (each.getFileName().equals(encoded(text)) && !text.equals(".") && !text.equals("..")) {
                    names.add(text);   // else a name that Java cannot say again
                }
            }
        }
        Collections.sort(names);
        return names;
    }

    private static Path encoded(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    @Override
    public Inode create(Caller caller, String wanted, NewInode what) {
        return filesystem.io(wanted, () -> HostNames.create(filesystem, this, wanted, what));
    }

    @Override
    public void link(Caller caller, String wanted, Inode target) {
        filesystem.io(wanted, () -> HostNames.link(filesystem, this, wanted, (HostInode) target));
    }

    @Override
    public void unlink(Caller caller, String wanted) {
        filesystem.io(wanted, () -> HostNames.unlink(filesystem, this, wanted));
    }

    @Override
    public void removeDirectory(Caller caller, String wanted) {
        filesystem.io(wanted, () -> HostNames.removeDirectory(filesystem, this, wanted));
    }

    @Override
    public void rename(Caller caller, String wanted, Inode newDirectory, String newName) {
        filesystem.io(wanted, () -> HostNames.rename(filesystem, caller, this, wanted, (HostInode) newDirectory, newName));
    }

    @Override
    public String readLink(Caller caller) {
        if (type != FileType.SYMBOLIC_LINK) {
            throw new ErrnoException(Errno.EINVAL, name);
        }
        return filesystem.io(name, () -> HostNames.readLink(filesystem, this));
    }

    @Override
    public OpenFileDescription open(Caller caller, OpenFlags flags, Location where) {
        return switch (type) {
            case DIRECTORY -> new DirectoryDescription(flags, this, where, caller, false);
            case REGULAR -> new HostDescription(flags, filesystem, this, where, openChannel(flags.read() || !flags.write(), flags.write()));
            case SYMBOLIC_LINK -> throw new ErrnoException(Errno.ELOOP, name);
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> throw new ErrnoException(Errno.ENXIO, name);
        };
    }

    /** By handle, without following a link. ESTALE if the name leads to another file now. */
    private FileChannel openChannel(boolean read, boolean write) {
        return filesystem.io(name, () -> {
            requireStillThere();
            Set<OpenOption> options = new HashSet<>(Set.of(LinkOption.NOFOLLOW_LINKS));
            if (read) {
                options.add(StandardOpenOption.READ);
            }
            if (write) {
                options.add(StandardOpenOption.WRITE);
            }
            SeekableByteChannel channel = filesystem.folders.of(parent).newByteChannel(HostFilesystem.component(name), options);
            if (channel instanceof FileChannel file) {
                return file;
            }
            channel.close();
            throw new IllegalStateException("the host's file channels are " + channel.getClass());
        });
    }

    @Override
    public void setSize(long size) {
        if (type != FileType.REGULAR) {
            super.setSize(size);
        }
        try (FileChannel channel = openChannel(false, true)) {
            filesystem.transfer(name, () -> resize(channel, size));
        } catch (IOException e) {
            throw HostErrors.translate(e, name);
        }
    }

    /** Inside BlockingWork. */
    Void resize(FileChannel channel, long size) throws IOException {
        if (size < channel.size()) {
            channel.truncate(size);
        } else if (size > channel.size()) {
            channel.write(ByteBuffer.allocate(1), size - 1);
        }
        filesystem.changes.incrementAndGet();
        changed();
        return null;
    }

    @Override
    protected void setMode(int newMode) {
        filesystem.io(name, () -> {
            attributeView().setPermissions(HostAttributes.permissions(newMode));
            last = look();
            return null;
        });
    }

    /** All files belong to one owner here: EPERM for any other. */
    @Override
    protected void setOwner(int newUid, int newGid, int newMode) {
        if (newUid != uid() || newGid != gid()) {
            throw new ErrnoException(Errno.EPERM, name);
        }
    }

    @Override
    protected void setTimes(FileTimes times) {
        filesystem.io(name, () -> {
            FileTime now = FileTime.from(Instant.now());
            FileTime modified = pick(times.modificationTime(), now);
            FileTime accessed = pick(times.accessTime(), now);
            if (type == FileType.SYMBOLIC_LINK) {
                HostNames.setTimesOfLink(filesystem, this, modified, accessed);
            } else {
                attributeView().setTimes(modified, accessed, null);
            }
            last = look();
            return null;
        });
    }

    private static FileTime pick(long wanted, FileTime now) {
        if (wanted == FileTimes.KEEP) {
            return null;
        }
        return wanted == FileTimes.NOW ? now : FileTime.from(wanted, TimeUnit.NANOSECONDS);
    }

    // ---- Below: the caller holds names.

    /** Null if there is none. */
    HostInode child(String wanted) throws IOException {
        HostAttributes found = filesystem.read(this, wanted);
        return found == null ? null : filesystem.inode(this, wanted, found);
    }

    void moved(HostInode newParent, String newName) {
        parent = newParent;
        name = newName;
    }

    /** A name of it went; if that was its last, or the last we know of, it is gone. */
    void unlinked(HostInode directory, String oldName) throws IOException {
        if (last.links() > 1) {
            last = last.withLinks(last.links() - 1);
        } else if (parent == directory && name.equals(oldName)) {
            removed = true;
            filesystem.forget(this);
        }
    }

    /** Only files and directories: changing a device's or FIFO's mode would open it. */
    private PosixFileAttributeView attributeView() throws IOException {
        if (type == FileType.DIRECTORY) {
            return filesystem.folders.of(this).getFileAttributeView(PosixFileAttributeView.class);
        }
        if (type != FileType.REGULAR) {
            throw new ErrnoException(Errno.EPERM, name);
        }
        requireStillThere();
        return filesystem.view(parent, name);
    }

    private void requireStillThere() throws IOException {
        HostAttributes now = removed ? null : filesystem.read(parent, name);
        if (now == null || !now.key().equals(key) || now.type() != type) {
            throw new ErrnoException(Errno.ESTALE, name);
        }
    }

    private void requireDirectory() {
        if (type != FileType.DIRECTORY) {
            throw new ErrnoException(Errno.ENOTDIR, name);
        }
    }
}
