// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.wsh.vfs.FileType;

/** Makes an image archive; the package's page has the format. Missing parents become directories of mode 0755, root's, of 1970. */
public final class ImageWriter {
    static final byte[] MAGIC = "WSHIMG2\n".getBytes(StandardCharsets.US_ASCII);

    /** By path with '/' replaced by the smallest character, so that a directory comes before its files and those before its next sibling. */
    private final TreeMap<String, ImageEntry> entries = new TreeMap<>();

    public ImageWriter() {
        entries.put(key("/"), ImageEntry.directory("/", 0755));
    }

    /** An archive of these, at once. */
    public static byte[] archive(List<ImageEntry> entries) {
        ImageWriter writer = new ImageWriter();
        for (ImageEntry entry : entries) {
            writer.add(entry);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.writeTo(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("writing to an array cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /** Adds a file; a directory may be added again, to set its mode and owner. IllegalArgumentException for other doubles. */
    public ImageWriter add(ImageEntry entry) {
        ImageEntry old = entries.put(key(entry.path()), entry);
        if (old != null && (old.type() != FileType.DIRECTORY || entry.type() != FileType.DIRECTORY)) {
            throw new IllegalArgumentException("added twice: " + entry.path());
        }
        for (String parent = parent(entry.path()); ; parent = parent(parent)) {
            ImageEntry known = entries.get(key(parent));
            if (known == null) {
                entries.put(key(parent), ImageEntry.directory(parent, 0755));
            } else if (known.type() != FileType.DIRECTORY) {
                throw new IllegalArgumentException(entry.path() + " lies below " + parent + ", which is no directory");
            }
            if (parent.equals("/")) {
                return this;
            }
        }
    }

    public void writeTo(OutputStream out) throws IOException {
        Map<ByteBuffer, Long> contents = new LinkedHashMap<>();
        long length = 0;
        for (ImageEntry entry : entries.values()) {
            if (entry.content() != null && entry.content().length > 0
                    && contents.putIfAbsent(ByteBuffer.wrap(entry.content()), length) == null) {
                length += entry.content().length;
            }
        }
        long start = MAGIC.length + index(contents, 0).length;   // offsets have fixed width: the index's length is the same
        byte[] index = index(contents, start);
        if (start + length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("an image must be below 2 GiB: " + (start + length));
        }
        out.write(MAGIC);
        out.write(index);
        for (ByteBuffer content : contents.keySet()) {
            out.write(content.array());
        }
    }

    private byte[] index(Map<ByteBuffer, Long> contents, long start) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Map<String, Integer> numbers = new HashMap<>();
        out.writeInt(entries.size());
        for (ImageEntry entry : new ArrayList<>(entries.values())) {
            numbers.put(entry.path(), numbers.size() + 1);
            boolean root = entry.path().equals("/");
            out.writeByte(code(entry.type()));
            out.writeInt(root ? 0 : numbers.get(parent(entry.path())));
            writeText(out, entry.path().substring(entry.path().lastIndexOf('/') + 1));
            out.writeShort(entry.mode() & 07777);
            out.writeInt(entry.uid());
            out.writeInt(entry.gid());
            out.writeLong(entry.time());
            switch (entry.type()) {
                case REGULAR -> {
                    boolean empty = entry.content().length == 0;
                    out.writeLong(empty ? start : start + contents.get(ByteBuffer.wrap(entry.content())));
                    out.writeLong(entry.content().length);
                    out.write(sha256(entry.content()));
                }
                case SYMBOLIC_LINK -> writeText(out, entry.target());
                case CHARACTER_DEVICE, BLOCK_DEVICE -> out.writeLong(entry.rdev());
                case DIRECTORY, FIFO, SOCKET -> {}
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** SOCKET never gets here: {@link ImageEntry} refuses it. */
    private static int code(FileType type) {
        return switch (type) {
            case REGULAR -> 0;
            case DIRECTORY -> 1;
            case SYMBOLIC_LINK -> 2;
            case CHARACTER_DEVICE -> 3;
            case BLOCK_DEVICE -> 4;
            case FIFO -> 5;
            case SOCKET -> throw new IllegalStateException("socket in an image");
        };
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 4095) {
            throw new IllegalArgumentException("longer than 4095 bytes: " + text);
        }
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static String key(String path) {
        return path.equals("/") ? "" : path.replace('/', '\0');
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }
}
