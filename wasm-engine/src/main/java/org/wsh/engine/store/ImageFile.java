// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * One image's classes in a file that never changes once it has its name:
 * <pre>
 *   magic 8 | count 4 | 0 4 | count times: name 8, offset 8, length 4, 0 4, seal 16, ascending by name | the classes
 * </pre>
 * Only an index is read at first. Nothing in it is believed: an entry that leads astray leads to bytes without their seal.
 */
final class ImageFile {
    static final long MAGIC = 0x7773_6863_6f64_6531L;   // wshcode1
    private static final int HEADER = 16, ENTRY = 40;
    private static final int MOST_ENTRIES = 4_000_000;
    private static final int LONGEST_CLASS = 64 << 20;

    /** A class as it lies in a file. */
    record Entry(long offset, int length, byte[] seal) {}

    /** Not a FileChannel: an interrupted thread would close that for all. Guarded by itself. */
    private final RandomAccessFile file;
    private final long size;
    private final ByteBuffer index;
    private final int count;

    /** Throws IOException if it can't be read or isn't such a file. */
    ImageFile(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "r");
        boolean good = false;
        try {
            size = file.length();
            var header = ByteBuffer.wrap(read(0, HEADER));
            count = header.getInt(8);
            if (header.getLong(0) != MAGIC || count < 0 || count > MOST_ENTRIES || HEADER + (long) count * ENTRY > size) {
                throw new IOException("not stored code: " + path);
            }
            index = ByteBuffer.wrap(read(HEADER, count * ENTRY));
            good = true;
        } finally {
            if (!good) {
                file.close();
            }
        }
    }

    long size() {
        return size;
    }

    /** Where the entry says that the class is, or null. */
    Entry entry(long name) {
        int low = 0, high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = index.getLong(middle * ENTRY);
            if (found == name) {
                return at(middle);
            }
            if (found < name) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /** Null if it leads out of the file. */
    private Entry at(int i) {
        long offset = index.getLong(i * ENTRY + 8);
        int length = index.getInt(i * ENTRY + 16);
        if (length <= 0 || length > LONGEST_CLASS || offset < dataStart() || offset > size - length) {
            return null;
        }
        int seal = i * ENTRY + 24;
        return new Entry(offset, length, Arrays.copyOfRange(index.array(), seal, seal + Seal.BYTES));
    }

    private long dataStart() {
        return HEADER + (long) count * ENTRY;
    }

    byte[] read(Entry entry) throws IOException {
        return read(entry.offset(), entry.length());
    }

    private byte[] read(long offset, int length) throws IOException {
        var bytes = new byte[length];
        synchronized (file) {
            file.seek(offset);
            file.readFully(bytes);
        }
        return bytes;
    }

    void close() throws IOException {
        file.close();
    }

    /** Writes into {@code out} what {@code old} has (null for nothing) and {@code added}, which comes before what is in {@code old} under the same name. */
    static void write(FileChannel out, ImageFile old, Map<Long, byte[]> added, Seal seal) throws IOException {
        var all = new TreeMap<Long, Entry>();
        if (old != null) {
            for (int i = 0; i < old.count; i++) {
                Entry entry = old.at(i);
                if (entry != null) {
                    all.put(old.index.getLong(i * ENTRY), entry);
                }
            }
        }
        int oldEntries = all.size();
        long oldStart = old == null ? 0 : old.dataStart();
        long oldBytes = oldEntries == 0 ? 0 : old.size - oldStart;
        added.forEach((name, code) -> all.put(name, new Entry(-1, code.length, null)));
        long start = HEADER + (long) all.size() * ENTRY;
        var head = ByteBuffer.allocate((int) start).putLong(MAGIC).putInt(all.size()).putInt(0);
        long next = start + oldBytes;
        for (var each : all.entrySet()) {
            Entry entry = each.getValue();
            boolean isNew = entry.offset() < 0;
            head.putLong(each.getKey()).putLong(isNew ? next : entry.offset() - oldStart + start).putInt(entry.length()).putInt(0);
            head.put(isNew ? seal.of(each.getKey(), added.get(each.getKey())) : entry.seal());
            next += isNew ? entry.length() : 0;
        }
        writeAll(out, head.flip());
        if (oldBytes > 0) {
            copy(old.file.getChannel(), oldStart, oldBytes, out);
        }
        var gathered = ByteBuffer.allocate(1 << 16);
        for (long name : all.keySet()) {
            byte[] code = added.get(name);
            if (code == null) {
                continue;
            }
            if (code.length > gathered.remaining()) {
                writeAll(out, gathered.flip());
                gathered.clear();
            }
            if (code.length > gathered.remaining()) {
                writeAll(out, ByteBuffer.wrap(code));
            } else {
                gathered.put(code);
            }
        }
        writeAll(out, gathered.flip());
    }

    private static void copy(FileChannel from, long position, long bytes, FileChannel out) throws IOException {
        while (bytes > 0) {
            long n = from.transferTo(position, bytes, out);
            if (n <= 0) {
                throw new IOException("the file has become shorter");
            }
            position += n;
            bytes -= n;
        }
    }

    private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
