// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.NewInode;
import org.wsh.vfs.Permissions;

/**
 * Making, removing and moving names in a host folder. All of it under {@link HostFilesystem#names}, so that a guest cannot
 * change a directory between a check and its use.
 */
final class HostNames {
    private HostNames() {}

    static HostInode create(HostFilesystem filesystem, HostInode directory, String name, NewInode what) throws IOException {
        requireFree(directory, name);
        switch (what.type()) {
            case REGULAR -> createFile(filesystem, directory, name, what.mode());
            case DIRECTORY -> {
                Path made = temporary(filesystem);
                Files.createDirectory(made, PosixFilePermissions.asFileAttribute(HostAttributes.permissions(what.mode() | 0700)));
                moveIntoPlace(filesystem, made, directory, name);
            }
            case SYMBOLIC_LINK -> {
                Path made = temporary(filesystem);
                Files.createSymbolicLink(made, made.getFileSystem().getPath(what.target()));
                moveIntoPlace(filesystem, made, directory, name);
            }
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> throw new ErrnoException(Errno.EPERM, name);
        }
        HostInode made = directory.child(name);
        if (made == null) {
            throw new ErrnoException(Errno.ESTALE, name);
        }
        if (what.type() != FileType.SYMBOLIC_LINK && made.mode() != (what.mode() & 0777)) {
            made.setMode(what.mode());   // the JVM's own umask took some
        }
        return made;
    }

    private static void createFile(HostFilesystem filesystem, HostInode directory, String name, int mode) throws IOException {
        filesystem.folders.of(directory).newByteChannel(HostFilesystem.component(name),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(HostAttributes.permissions(mode))).close();
    }

    static Void link(HostFilesystem filesystem, HostInode directory, String name, HostInode target) throws IOException {
        requireFree(directory, name);
        if (target.type() != FileType.REGULAR && target.type() != FileType.SYMBOLIC_LINK) {
            throw new ErrnoException(Errno.EPERM, name);
        }
        moveIntoPlace(filesystem, secondName(filesystem, target), directory, name);
        target.changed();
        return null;
    }

    /** A temporary name for that very file. */
    private static Path secondName(HostFilesystem filesystem, HostInode target) throws IOException {
        Path made = temporary(filesystem);
        Files.createLink(made, path(filesystem, target));
        if (!target.key().equals(keyOf(made))) {
            Files.delete(made);
            throw new ErrnoException(Errno.ESTALE, target.name());
        }
        return made;
    }

    /** Of the link itself. A link cannot be opened, so Java does it by path only: by one on which nobody can have put another file. */
    static void setTimesOfLink(HostFilesystem filesystem, HostInode link, FileTime modified, FileTime accessed) throws IOException {
        Path made = secondName(filesystem, link);
        try {
            Files.getFileAttributeView(made, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).setTimes(modified, accessed, null);
        } finally {
            Files.delete(made);
        }
    }

    /**
     * How many names a file has, told by path since Java tells it no other way. The answer counts only if it is of that very file; else, and where the host doesn't tell, it is one.
     */
    static int linksOf(HostFilesystem filesystem, HostInode directory, String name, Object key) {
        try {
            Map<String, Object> told = Files.readAttributes(path(filesystem, directory).resolve(name), "unix:fileKey,nlink", LinkOption.NOFOLLOW_LINKS);
            return key.equals(told.get("fileKey")) ? (Integer) told.get("nlink") : 1;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return 1;
        }
    }

    static Void unlink(HostFilesystem filesystem, HostInode directory, String name) throws IOException {
        HostInode victim = requireChild(directory, name);
        if (victim.type() == FileType.DIRECTORY) {
            throw new ErrnoException(Errno.EISDIR, name);
        }
        filesystem.folders.of(directory).deleteFile(HostFilesystem.component(name));
        victim.unlinked(directory, name);
        directory.changed();
        return null;
    }

    static Void removeDirectory(HostFilesystem filesystem, HostInode directory, String name) throws IOException {
        HostInode victim = requireChild(directory, name);
        if (victim.type() != FileType.DIRECTORY) {
            throw new ErrnoException(Errno.ENOTDIR, name);
        }
        filesystem.folders.of(directory).deleteDirectory(HostFilesystem.component(name));
        victim.unlinked(directory, name);
        directory.changed();
        return null;
    }

    static Void rename(HostFilesystem filesystem, Caller caller, HostInode from, String name, HostInode to, String newName)
            throws IOException {
        HostInode moved = requireChild(from, name);
        requireAlive(to, newName);
        HostAttributes there = filesystem.read(to, newName);
        if (there != null && there.key().equals(moved.key())) {
            return null;   // two names of one file: POSIX says do nothing
        }
        Permissions.requireMayMove(caller.credentials(), moved, from, to, name);
        if (moved.type() == FileType.DIRECTORY) {
            requireNotBelow(to, moved, newName);
        }
        HostInode victim = there == null ? null : filesystem.inode(to, newName, there);
        if (victim != null && victim.type() == FileType.DIRECTORY && moved.type() != FileType.DIRECTORY) {
            throw new ErrnoException(Errno.EISDIR, newName);
        }
        if (victim != null && victim.type() != FileType.DIRECTORY && moved.type() == FileType.DIRECTORY) {
            throw new ErrnoException(Errno.ENOTDIR, newName);
        }
        SecureDirectoryStream<Path> target = filesystem.folders.of(to);
        filesystem.folders.of(from).move(HostFilesystem.component(name), target, HostFilesystem.component(newName));
        if (victim != null) {
            victim.unlinked(to, newName);
        }
        moved.moved(to, newName);
        from.changed();
        to.changed();
        return null;
    }

    /** By path, since Java has no readlinkat(): sure that it is the right file just before and just after. */
    static String readLink(HostFilesystem filesystem, HostInode link) throws IOException {
        Path path = path(filesystem, link);
        requireSame(link, path);
        String target = Files.readSymbolicLink(path).toString();
        requireSame(link, path);
        return target;
    }

    private static void requireSame(HostInode inode, Path path) throws IOException {
        if (!inode.key().equals(keyOf(path))) {
            throw new ErrnoException(Errno.ESTALE, inode.name());
        }
    }

    private static Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    }

    private static Path path(HostFilesystem filesystem, HostInode inode) {
        ArrayDeque<String> names = new ArrayDeque<>();
        for (HostInode up = inode; !up.isRoot(); up = up.parent()) {
            names.push(up.name());
        }
        return filesystem.folders.path().resolve(String.join("/", names));
    }

    /** A new name in the granted folder itself, which no guest can have replaced by a link. */
    private static Path temporary(HostFilesystem filesystem) {
        return filesystem.folders.path().resolve(".wsh-" + UUID.randomUUID());
    }

    /** From the granted folder to where it belongs, by handles. Nothing stays behind if that fails. */
    private static void moveIntoPlace(HostFilesystem filesystem, Path made, HostInode directory, String name)
            throws IOException {
        try {
            SecureDirectoryStream<Path> target = filesystem.folders.of(directory);
            filesystem.folders.root().move(made.getFileName(), target, HostFilesystem.component(name));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(made);
            throw e;
        }
        directory.changed();
    }

    private static HostInode requireChild(HostInode directory, String name) throws IOException {
        HostInode child = directory.child(name);
        if (child == null) {
            throw new ErrnoException(Errno.ENOENT, name);
        }
        return child;
    }

    private static void requireFree(HostInode directory, String name) throws IOException {
        requireAlive(directory, name);
        if (directory.child(name) != null) {
            throw new ErrnoException(Errno.EEXIST, name);
        }
    }

    private static void requireAlive(HostInode directory, String name) {
        if (directory.removed()) {
            throw new ErrnoException(Errno.ENOENT, name);
        }
    }

    private static void requireNotBelow(HostInode to, HostInode moved, String about) {
        for (HostInode up = to; ; up = up.parent()) {
            if (up == moved) {
                throw new ErrnoException(Errno.EINVAL, about);
            }
            if (up.isRoot()) {
                return;
            }
        }
    }
}
