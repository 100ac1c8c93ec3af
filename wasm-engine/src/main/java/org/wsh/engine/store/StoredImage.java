// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.store;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import org.wsh.engine.link.CodeStore;

/** One image's code: what a file has of it, and what was made since and isn't in the file yet. */
final class StoredImage implements CodeStore.Shelf {
    /** A write pays off when it takes less than what it saves took: so much for any, and so much for each byte. */
    private static final long WRITE_NANOS = 4_000_000, NANOS_PER_BYTE = 1;

    private final DiskCodeStore store;
    private final CodeFolder folder;
    private final String name;
    private final Seal seal;
    private final ImageFile file;       // as it was when opened; null if there was none

    // Guarded by this.
    private Map<Long, byte[]> added = new HashMap<>();
    private long bytes, nanos;

    StoredImage(DiskCodeStore store, CodeFolder folder, String name, Seal seal) {
        this.store = store;
        this.folder = folder;
        this.name = name;
        this.seal = seal;
        this.file = folder.open(name);
    }

    private static long id(char kind, int number) {
        return (long) kind << 32 | number & 0xffff_ffffL;
    }

    @Override
    public byte[] find(char kind, int number) {
        if (file == null) {
            return null;
        }
        long id = id(kind, number);
        var entry = file.entry(id);
        if (entry == null) {
            return null;
        }
        try {
            byte[] code = file.read(entry);
            return MessageDigest.isEqual(seal.of(id, code), entry.seal()) ? code : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void keep(char kind, int number, byte[] code, long took) {
        long pending;
        synchronized (this) {
            if (added.put(id(kind, number), code) == null) {
                bytes += code.length;
                nanos += took;
            }
            pending = nanos;
        }
        store.added(this, pending, code.length);
    }

    /** Writes what was added, if that is worth it. What can't be written is forgotten: it was only ever a copy. */
    void write() throws IOException {
        Map<Long, byte[]> taken;
        synchronized (this) {
            long size = bytes + (file == null ? 0 : file.size());
            if (nanos < WRITE_NANOS + size * NANOS_PER_BYTE) {
                return;
            }
            taken = added;
            added = new HashMap<>();
            bytes = 0;
            nanos = 0;
        }
        // Another process may have written meanwhile: what lies there now is what is added to.
        ImageFile present = folder.open(name);
        try {
            long size = present == null ? 0 : present.size();
            for (byte[] code : taken.values()) {
                size += code.length;
            }
            if (folder.hasRoom(size)) {
                folder.replace(name, out -> ImageFile.write(out, present, taken, seal));
            }
        } finally {
            if (present != null) {
                present.close();
            }
        }
    }
}
