// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.wsh.vfs.BlockingWork;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.Inode;

/** A folder of the host as a filesystem; the package's page says how it is confined. */
public final class HostFilesystem extends Filesystem {
    private final HostOptions options;
    private final BlockingWork work;

    /** Guards every name and handle. Taken inside {@link #work} only, for it is held over host I/O. */
    final ReentrantLock names = new ReentrantLock();

    // Guarded by names.
    final HostFolders folders;
    private final Map<Object, Known> known = new HashMap<>();
    private final ReferenceQueue<HostInode> unreachable = new ReferenceQueue<>();

    /** Counts changes of contents through this filesystem: read-ahead from before one is not used. */
    final AtomicLong changes = new AtomicLong();

    private final HostInode root;

    /**
     * Opens the folder. Symbolic links in {@code folder} itself are followed: it is the embedder's path.
     *
     * @param work does all host I/O; its threads must not be interrupted, for that closes a Java file channel
     * @throws IllegalArgumentException if it is no directory, cannot be read, or the host cannot confine it
     */
    public HostFilesystem(Path folder, HostOptions options, BlockingWork work) {
        super("hostfs", !options.writable());
        this.options = options;
        this.work = work;
        folders = new HostFolders(folder.toAbsolutePath().normalize());
        try {
            root = new HostInode(this, readOwn(folders.root()));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read host folder " + folder + ": " + e, e);
        }
    }

    @Override
    public Inode root() {
        return root;
    }

    /** Closes all handles. */
    @Override
    public void close() {
        io(null, () -> {
            folders.close();
            return null;
        });
    }

    HostOptions options() {
        return options;
    }

    HostInode rootInode() {
        return root;
    }

    /** Does host I/O on names: away from the guest's thread, under the lock, with the host's failures made errnos. */
    <T> T io(String about, Callable<T> task) {
        return transfer(about, () -> {
            names.lock();
            try {
                return task.call();
            } finally {
                names.unlock();
            }
        });
    }

    /** As {@link #io}, without the lock: for what works on an open file. */
    <T> T transfer(String about, Callable<T> task) {
        try {
            return work.run(task);
        } catch (Exception e) {
            throw HostErrors.translate(e, about);
        }
    }

    // ---- Below: the caller holds names.

    /** What the host has under this name, never following it; null if nothing. */
    HostAttributes read(HostInode directory, String name) throws IOException {
        try {
            HostAttributes found = HostAttributes.of(view(directory, name).readAttributes());
            return found.type() == FileType.REGULAR ? found.withLinks(HostNames.linksOf(this, directory, name, found.key())) : found;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    PosixFileAttributeView view(HostInode directory, String name) throws IOException {
        return folders.of(directory).getFileAttributeView(component(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    static HostAttributes readOwn(SecureDirectoryStream<Path> handle) throws IOException {
        PosixFileAttributes attributes = handle.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
        return HostAttributes.of(attributes);
    }

    /** The inode of what was just read: the one known, if anybody still holds it. */
    HostInode inode(HostInode directory, String name, HostAttributes attributes) {
        if (attributes.key().equals(root.key())) {
            throw new ErrnoException(Errno.ELOOP, name);   // a bind mount of the folder into itself
        }
        for (Reference<? extends HostInode> gone = unreachable.poll(); gone != null; gone = unreachable.poll()) {
            known.remove(((Known) gone).key, gone);
        }
        Known reference = known.get(attributes.key());
        HostInode inode = reference == null ? null : reference.get();
        if (inode == null || inode.type() != attributes.type() || inode.removed()) {
            inode = new HostInode(this, attributes);
            known.put(attributes.key(), new Known(attributes.key(), inode, unreachable));
        }
        inode.found(directory, name, attributes);
        return inode;
    }

    /** Its last name went: the host may give the number to another file. */
    void forget(HostInode inode) throws IOException {
        known.remove(inode.key());
        if (inode.type() == FileType.DIRECTORY) {
            folders.forget(inode);
        }
    }

    /** A guest's name as a path of one component. EILSEQ if the host cannot encode it, EINVAL if it would mean more than a name. */
    static Path component(String name) {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new ErrnoException(Errno.EILSEQ, name);
        }
        if (path.isAbsolute() || path.getNameCount() != 1 || !path.toString().equals(name) || name.equals(".") || name.equals("..")) {
            throw new ErrnoException(Errno.EINVAL, name);
        }
        return path;
    }

    private static final class Known extends WeakReference<HostInode> {
        private final Object key;

        Known(Object key, HostInode inode, ReferenceQueue<HostInode> queue) {
            super(inode, queue);
            this.key = key;
        }
    }
}
