// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.wsh.engine.link.CodeStore;

/**
 * Keeps compiled code in a folder, a file an image, so that the next process needn't compile it. Bounded in bytes: what was used longest ago goes first. Whatever
 * goes wrong (no such place, another's folder, a full or read-only disk, damaged files), code is compiled as if there were no store; nobody is told.
 *
 * <p>What it hands out was written by this user: the folder is used only if it is this user's alone, and each class carries an authentication code under a random
 * key that lies there, readable by the user only. Thread-safe; nothing is written on the threads that compile. {@link #flush} writes what is left.
 */
public final class DiskCodeStore implements CodeStore {
    /** What compilation may have taken, and what it may have made, before it is written in the background. */
    private static final long BACKGROUND_NANOS = 2_000_000_000L, BACKGROUND_BYTES = 32 << 20;

    private final Path place;
    private final long mostBytes;
    private final String build;
    private final AtomicBoolean writing = new AtomicBoolean();
    /** Held while writing; taken before this. */
    private final ReentrantLock flushing = new ReentrantLock();

    // Guarded by this.
    private CodeFolder folder;
    private boolean opened;
    private final Set<StoredImage> unwritten = new LinkedHashSet<>();
    private long unwrittenBytes;

    /**
     * Touches nothing yet.
     *
     * @param folder    is made when there is code to keep; nothing else should lie in it
     * @param mostBytes how much may lie there
     * @param build     tells this build of the engine from others of the same version, or empty
     */
    public DiskCodeStore(Path folder, long mostBytes, String build) {
        this.place = folder;
        this.mostBytes = mostBytes;
        this.build = build;
    }

    @Override
    public Shelf open(String key) {
        var found = folder();
        String image = key + "-" + build;
        return found == null ? Shelf.EMPTY : new StoredImage(this, found, fileName(image), new Seal(found.key(), image));
    }

    private synchronized CodeFolder folder() {
        if (!opened) {
            opened = true;
            try {
                folder = CodeFolder.at(place, mostBytes);
            } catch (IOException | SecurityException e) {
                folder = null;
            }
        }
        return folder;
    }

    private static String fileName(String image) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(image.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void added(StoredImage image, long nanos, int bytes) {
        boolean much;
        synchronized (this) {
            unwritten.add(image);
            unwrittenBytes += bytes;
            much = nanos > BACKGROUND_NANOS || unwrittenBytes > BACKGROUND_BYTES;
        }
        if (much && writing.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("wsh-code-store").start(() -> {
                try {
                    flush();
                } finally {
                    writing.set(false);
                }
            });
        }
    }

    /** Writes what was compiled and isn't on disk yet, as far as that is worth the time: for the end of a process. When it returns, what others were writing is written too. Fails silently. */
    public void flush() {
        flushing.lock();
        try {
            writeAll();
        } finally {
            flushing.unlock();
        }
    }

    private void writeAll() {
        List<StoredImage> images;
        synchronized (this) {
            images = List.copyOf(unwritten);
            unwritten.clear();
            unwrittenBytes = 0;
        }
        for (var image : images) {
            try {
                image.write();
            } catch (IOException e) {
                // A full or read-only disk. Next time it may have room.
            }
        }
    }
}
