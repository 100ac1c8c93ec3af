// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.FilesystemStatistics;
import org.wsh.vfs.Inode;
import org.wsh.vfs.OpenFileDescription;

/** A read-only filesystem out of an image archive, which stays where it is: opening and reading copy only what is asked for. */
public final class ImageFilesystem extends Filesystem {
    private static final FileType[] TYPES = {
        FileType.REGULAR, FileType.DIRECTORY, FileType.SYMBOLIC_LINK, FileType.CHARACTER_DEVICE, FileType.BLOCK_DEVICE,
        FileType.FIFO
    };
    private static final int SHA256_BYTES = 32;
    /** The least an inode takes in the index: its fixed fields. */
    private static final int SMALLEST = 25;

    private final ByteBuffer archive;
    private final boolean trusted;
    private final ImageInode[] inodes;

    /** @param archive not copied; must not change afterwards */
    public ImageFilesystem(byte[] archive) {
        this(ByteBuffer.wrap(archive));
    }

    /** One that is shipped with us, so that what its index says of contents need not be checked: see {@link OpenFileDescription#knownSha256}. */
    public static ImageFilesystem trusted(byte[] archive) {
        return new ImageFilesystem(ByteBuffer.wrap(archive), true);
    }

    /**
     * @param archive from its position on: an array, or a mapped file; must not change afterwards
     * @throws IllegalArgumentException if it is no image archive, naming what is wrong and where
     */
    public ImageFilesystem(ByteBuffer archive) {
        this(archive, false);
    }

    private ImageFilesystem(ByteBuffer archive, boolean trusted) {
        super("image", true);
        this.trusted = trusted;
        this.archive = archive.slice();
        ByteBuffer in = this.archive.duplicate();
        try {
            inodes = decode(in);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("image archive ends within its index, after " + in.position() + " bytes");
        }
    }

    /** An image of these entries, made and mounted at once: for tests and small machines. */
    public static ImageFilesystem of(List<ImageEntry> entries) {
        return new ImageFilesystem(ImageWriter.archive(entries));
    }

    @Override
    public Inode root() {
        return inodes[0];
    }

    @Override
    public FilesystemStatistics statistics() {
        return new FilesystemStatistics(512, (archive.limit() + 511) / 512, 0, inodes.length, 0);
    }

    ByteBuffer archive() {
        return archive;
    }

    /** The digest that lies at {@code at} in the index, in hexadecimal; null if nobody vouches for it. */
    String sha256(int at) {
        if (!trusted) {
            return null;
        }
        var digest = new byte[SHA256_BYTES];
        archive.get(at, digest);
        return HexFormat.of().formatHex(digest);
    }

    private ImageInode[] decode(ByteBuffer in) {
        byte[] magic = new byte[ImageWriter.MAGIC.length];
        in.get(magic);
        if (!Arrays.equals(magic, ImageWriter.MAGIC)) {
            throw new IllegalArgumentException("not an image archive: it does not begin with WSHIMG2");
        }
        int count = in.getInt();
        if (count < 1 || count > in.remaining() / SMALLEST) {
            throw new IllegalArgumentException("image archive claims " + count + " inodes");
        }
        ImageInode[] decoded = new ImageInode[count];
        for (int i = 0; i < count; i++) {
            int at = in.position();
            decoded[i] = new ImageInode(this, i + 1, fields(in, decoded, i, at));
        }
        return decoded;
    }

    private ImageInode.Fields fields(ByteBuffer in, ImageInode[] decoded, int index, int at) {
        int code = in.get();
        check(code >= 0 && code < TYPES.length, "unknown file type", at);
        FileType type = TYPES[code];
        int parentNumber = in.getInt();
        check(parentNumber >= 0 && parentNumber <= index && (parentNumber == 0) == (index == 0), "parent must come before", at);
        ImageInode parent = parentNumber == 0 ? null : decoded[parentNumber - 1];
        check(parent == null ? type == FileType.DIRECTORY : parent.type() == FileType.DIRECTORY, "parent is no directory", at);
        String name = text(in);
        if (parent != null) {
            check(isName(name), "bad name", at);
            check(parent.lastChild() == null || parent.lastChild().compareTo(name) < 0, "names out of order", at);
        }
        int mode = in.getShort() & 07777;
        int uid = in.getInt();
        int gid = in.getInt();
        long time = in.getLong();
        long start = type == FileType.REGULAR ? in.getLong() : 0;
        long length = type == FileType.REGULAR ? in.getLong() : 0;
        check(start >= 0 && length >= 0 && start <= archive.limit() && length <= archive.limit() - start,
                "content beyond the end", at);
        int digest = in.position();
        if (type == FileType.REGULAR) {
            if (in.remaining() < SHA256_BYTES) {
                throw new BufferUnderflowException();
            }
            in.position(digest + SHA256_BYTES);
        }
        String target = type == FileType.SYMBOLIC_LINK ? text(in) : null;
        boolean device = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
        long rdev = device ? in.getLong() : 0;
        return new ImageInode.Fields(type, parent, name, mode, uid, gid, time, rdev, target, (int) start, (int) length, digest);
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && !name.equals(".") && !name.equals("..") && name.indexOf('/') < 0 && name.indexOf('\0') < 0;
    }

    private static String text(ByteBuffer in) {
        int length = in.getShort() & 0xffff;
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void check(boolean holds, String otherwise, int at) {
        if (!holds) {
            throw new IllegalArgumentException("image archive: " + otherwise + ", at byte " + at);
        }
    }
}
