// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The folder of stored code. It is used only if nobody else can change what is in it: a real directory, this user's, mode 0700; and so its key, mode 0600. Any
 * number of processes use it at once, without locks: a file appears whole under its name or not at all, and is only ever replaced or removed.
 */
final class CodeFolder {
    static final String CODE = ".code", TEMPORARY = ".tmp", KEY = "key";
    private static final int KEY_BYTES = 32;
    private static final Set<PosixFilePermission> OWN_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWN_FILE = PosixFilePermissions.fromString("rw-------");
    private static final long ABANDONED_MILLIS = 3_600_000;
    private static final long TOUCH_MILLIS = 60_000;

    private final Path folder;
    private final long mostBytes;
    private final byte[] key;

    private CodeFolder(Path folder, long mostBytes, byte[] key) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.key = key;
    }

    /** Makes it if it isn't there. IOException says why it can't be used. */
    static CodeFolder at(Path folder, long mostBytes) throws IOException {
        try {
            if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(folder.toAbsolutePath().getParent());
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWN_FOLDER));
            }
        } catch (java.nio.file.FileAlreadyExistsException e) {
            // Another process was faster; what it made is looked at like any other.
        } catch (UnsupportedOperationException e) {
            throw new IOException("no POSIX permissions here, so nobody can tell whose the folder is", e);
        }
        requireOwn(folder, OWN_FOLDER);
        return new CodeFolder(folder, mostBytes, key(folder));
    }

    byte[] key() {
        return key;
    }

    private static PosixFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static PosixFileAttributes requireOwn(Path path, Set<PosixFilePermission> most) throws IOException {
        PosixFileAttributes found = attributes(path);
        boolean folder = most == OWN_FOLDER;
        if (folder ? !found.isDirectory() : !found.isRegularFile()) {
            throw new IOException(path + ": not a " + (folder ? "directory" : "regular file"));
        }
        if (!found.owner().getName().equals(System.getProperty("user.name"))) {
            throw new IOException(path + ": belongs to " + found.owner().getName());
        }
        if (!most.containsAll(found.permissions())) {
            throw new IOException(path + ": others may use it: " + PosixFilePermissions.toString(found.permissions()));
        }
        return found;
    }

    /** Two processes that make it at once end with one key; what was sealed with the other isn't believed and made again. */
    private static byte[] key(Path folder) throws IOException {
        Path path = folder.resolve(KEY);
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                if (requireOwn(path, OWN_FILE).size() == KEY_BYTES) {
                    byte[] key = Files.readAllBytes(path);
                    if (key.length == KEY_BYTES) {
                        return key;
                    }
                }
            } catch (NoSuchFileException e) {
                // Then it is made.
            }
            var fresh = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            Path temporary = temporary(folder, KEY);
            Files.createFile(temporary, PosixFilePermissions.asFileAttribute(OWN_FILE));
            Files.write(temporary, fresh);
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        throw new IOException(path + ": can't be made");
    }

    private static Path temporary(Path folder, String name) {
        return folder.resolve(name + "." + ProcessHandle.current().pid() + "." + Long.toHexString(System.nanoTime()) + TEMPORARY);
    }

    /** The file of that name, or null if there is none that can be read. Being read makes it young again. */
    ImageFile open(String name) {
        Path path = folder.resolve(name + CODE);
        try {
            PosixFileAttributes found = requireOwn(path, OWN_FILE);
            var file = new ImageFile(path);
            if (System.currentTimeMillis() - found.lastModifiedTime().toMillis() > TOUCH_MILLIS) {
                touch(path);
            }
            return file;
        } catch (IOException e) {
            return null;
        }
    }

    private static void touch(Path path) {
        try {
            Files.setLastModifiedTime(path, FileTime.fromMillis(System.currentTimeMillis()));
        } catch (IOException e) {
            // On a read-only disk nothing is ever evicted either.
        }
    }

    /** What fills a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(FileChannel out) throws IOException;
    }

    /** Replaces or makes the file of that name, and then removes what was used longest ago if there is too much. */
    void replace(String name, Content content) throws IOException {
        Path temporary = temporary(folder, name);
        try {
            var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (var out = FileChannel.open(temporary, options, PosixFilePermissions.asFileAttribute(OWN_FILE))) {
                content.writeTo(out);
            }
            Files.move(temporary, folder.resolve(name + CODE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        evict();
    }

    /** Whether that much fits at all: into the bound, and on the disk with some room left for others. */
    boolean hasRoom(long bytes) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        return bytes <= mostBytes && disk.getUsableSpace() > 2 * bytes + (64L << 20);
    }

    private record Stored(Path path, long size, long modified) {}

    private void evict() throws IOException {
        long now = System.currentTimeMillis();
        long total = 0;
        var files = new ArrayList<Stored>();
        for (Path path : list()) {
            try {
                PosixFileAttributes found = attributes(path);
                String name = path.getFileName().toString();
                if (name.endsWith(CODE)) {
                    files.add(new Stored(path, found.size(), found.lastModifiedTime().toMillis()));
                    total += found.size();
                } else if (name.endsWith(TEMPORARY) && now - found.lastModifiedTime().toMillis() > ABANDONED_MILLIS) {
                    Files.deleteIfExists(path);
                }
            } catch (NoSuchFileException e) {
                // Another process evicts too.
            }
        }
        files.sort(Comparator.comparingLong(Stored::modified));
        for (var oldest : files) {
            if (total <= mostBytes) {
                return;
            }
            Files.deleteIfExists(oldest.path());
            total -= oldest.size();
        }
    }

    private List<Path> list() throws IOException {
        try (var paths = Files.list(folder)) {
            return paths.toList();
        }
    }
}
