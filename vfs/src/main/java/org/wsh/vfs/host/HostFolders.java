// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Open handles of directories, the most recently used ones. Guarded by the filesystem's lock on names. */
final class HostFolders {
    /** Two host descriptors each. */
    private static final int KEPT_OPEN = 64;

    private final Path path;
    private final SecureDirectoryStream<Path> root;
    private final LinkedHashMap<HostInode, SecureDirectoryStream<Path>> open = new LinkedHashMap<>(16, 0.75f, true);

    /** @throws IllegalArgumentException if it is no directory, or this host cannot open directories by handle */
    HostFolders(Path path) {
        this.path = path;
        try {
            DirectoryStream<Path> stream = Files.newDirectoryStream(path);
            if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
                stream.close();
                throw new IllegalArgumentException("this host cannot confine a folder (no openat): " + path);
            }
            root = secure;
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot open host folder " + path + ": " + e, e);
        }
    }

    Path path() {
        return path;
    }

    SecureDirectoryStream<Path> root() {
        return root;
    }

    /**
     * The handle of a directory, opened from its parent's without following links. ESTALE if another file is there now.
     *
     * <p>No recursion: a guest can make directories as deep as it likes.
     */
    SecureDirectoryStream<Path> of(HostInode directory) throws IOException {
        ArrayDeque<HostInode> closed = new ArrayDeque<>();
        HostInode up = directory;
        while (!up.isRoot() && !open.containsKey(up)) {
            if (up.removed()) {
                throw new ErrnoException(Errno.ENOENT, up.name());
            }
            closed.push(up);
            up = up.parent();
        }
        SecureDirectoryStream<Path> handle = up.isRoot() ? root : open.get(up);
        for (HostInode next : closed) {
            handle = openBelow(handle, next);
            open.put(next, handle);
            if (open.size() > KEPT_OPEN) {
                closeEldest();
            }
        }
        return handle;
    }

    private static SecureDirectoryStream<Path> openBelow(SecureDirectoryStream<Path> parent, HostInode directory)
            throws IOException {
        SecureDirectoryStream<Path> handle = parent.newDirectoryStream(Path.of(directory.name()), LinkOption.NOFOLLOW_LINKS);
        Object key = handle.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
        if (!directory.key().equals(key)) {
            handle.close();
            throw new ErrnoException(Errno.ESTALE, directory.name());
        }
        return handle;
    }

    /** A second handle for listing: a stream can be read only once. */
    SecureDirectoryStream<Path> forListing(HostInode directory) throws IOException {
        return of(directory).newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS);
    }

    void forget(HostInode directory) throws IOException {
        SecureDirectoryStream<Path> handle = open.remove(directory);
        if (handle != null) {
            handle.close();
        }
    }

    void close() throws IOException {
        for (SecureDirectoryStream<Path> handle : open.values()) {
            handle.close();
        }
        open.clear();
        root.close();
    }

    private void closeEldest() throws IOException {
        Map.Entry<HostInode, SecureDirectoryStream<Path>> eldest = open.firstEntry();
        open.remove(eldest.getKey());
        eldest.getValue().close();
    }
}
