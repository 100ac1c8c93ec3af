// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A caller for tests, with the calls a shell user would make. */
public final class Guest implements Caller {
    public final VirtualFilesystem tree;
    private final Credentials credentials;
    private Location root;
    private Location workingDirectory;
    private int umask = 022;

    public Guest(VirtualFilesystem tree, Credentials credentials) {
        this.tree = tree;
        this.credentials = credentials;
        root = tree.root();
        workingDirectory = root;
    }

    public static Guest root(Filesystem filesystem) {
        return new Guest(new VirtualFilesystem(filesystem), Credentials.ROOT);
    }

    /** Somebody else in the same tree. */
    public Guest as(int uid, int gid, Integer... groups) {
        Guest other = new Guest(tree, new Credentials(uid, gid, List.of(groups)));
        other.root = root;
        return other;
    }

    @Override
    public Credentials credentials() {
        return credentials;
    }

    @Override
    public int umask() {
        return umask;
    }

    @Override
    public Location root() {
        return root;
    }

    @Override
    public Location workingDirectory() {
        return workingDirectory;
    }

    public void umask(int mask) {
        umask = mask;
    }

    public void cd(String path) {
        workingDirectory = tree.directory(this, null, path);
    }

    public void chroot(String path) {
        root = tree.directory(this, null, path);
    }

    public String pwd() {
        return tree.pathOf(this, workingDirectory);
    }

    public OpenFileDescription open(String path, OpenFlags flags) {
        return tree.open(this, null, path, flags, 0666);
    }

    public void mkdir(String path) {
        tree.makeDirectory(this, null, path, 0777);
    }

    public void mkdirs(String path) {
        tree.makeDirectories(path);
    }

    public void write(String path, String text) {
        put(path, OpenFlags.REWRITE, text);
    }

    public void append(String path, String text) {
        put(path, OpenFlags.APPEND, text);
    }

    private void put(String path, OpenFlags flags, String text) {
        OpenFileDescription file = open(path, flags);
        try {
            writeFully(file, text.getBytes(StandardCharsets.UTF_8));
        } finally {
            file.release();
        }
    }

    public static void writeFully(OpenFileDescription file, byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        while (from.hasRemaining()) {
            file.write(from);
        }
    }

    public String read(String path) {
        OpenFileDescription file = open(path, OpenFlags.READ);
        try {
            return new String(readFully(file), StandardCharsets.UTF_8);
        } finally {
            file.release();
        }
    }

    public static byte[] readFully(OpenFileDescription file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(64 << 10);
        while (file.read(piece.clear()) > 0) {
            bytes.write(piece.array(), 0, piece.position());
        }
        return bytes.toByteArray();
    }

    public List<String> ls(String path) {
        OpenFileDescription directory = open(path, OpenFlags.DIRECTORY);
        try {
            List<String> names = new ArrayList<>();
            long cookie = 0;
            while (true) {
                List<DirectoryEntry> entries = directory.readDirectory(cookie, 3);
                if (entries.isEmpty()) {
                    names.sort(null);
                    return names;
                }
                for (DirectoryEntry entry : entries) {
                    if (!entry.name().equals(".") && !entry.name().equals("..")) {
                        names.add(entry.name());
                    }
                    cookie = entry.next();
                }
            }
        } finally {
            directory.release();
        }
    }

    public Attributes stat(String path) {
        return tree.attributes(this, null, path, true);
    }

    public Attributes lstat(String path) {
        return tree.attributes(this, null, path, false);
    }

    public boolean exists(String path) {
        try {
            lstat(path);
            return true;
        } catch (ErrnoException e) {
            return false;
        }
    }

    public void ln(String old, String path) {
        tree.link(this, null, old, false, null, path);
    }

    public void symlink(String target, String path) {
        tree.symlink(this, target, null, path);
    }

    public String readlink(String path) {
        return tree.readLink(this, null, path);
    }

    public void mv(String old, String path) {
        tree.rename(this, null, old, null, path);
    }

    public void rm(String path) {
        tree.unlink(this, null, path);
    }

    public void rmdir(String path) {
        tree.removeDirectory(this, null, path);
    }

    public void chmod(String path, int mode) {
        tree.setMode(this, null, path, true, mode);
    }

    public void chown(String path, int uid, int gid) {
        tree.setOwner(this, null, path, true, uid, gid);
    }

    public void truncate(String path, long size) {
        tree.setSize(this, null, path, size);
    }

    public void mknod(String path, FileType type) {
        tree.makeNode(this, null, path, type, 0666, 0);
    }
}
