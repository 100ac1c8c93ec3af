// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;

/**
 * The one file of the host that an interactive session keeps: what was typed. The guest has a copy, and knows nothing of this
 * one. Sessions at the same time each add what they typed; the oldest lines go when there are too many.
 */
public final class HistoryFile {
    private static final int MOST = 256 << 10;

    private final Path path;
    private byte[] loaded = new byte[0];

    private HistoryFile(Path path) {
        this.path = path;
    }

    /** {@code $XDG_STATE_HOME/wsh/history}, or that of {@code ~/.local/state}; null if neither is known. */
    public static HistoryFile of(Map<String, String> environment) {
        String state = environment.get("XDG_STATE_HOME");
        String home = environment.get("HOME");
        if (state != null && state.startsWith("/")) {
            return new HistoryFile(Path.of(state, "wsh", "history"));
        }
        return home == null || home.isEmpty() ? null : new HistoryFile(Path.of(home, ".local", "state", "wsh", "history"));
    }

    /** What earlier sessions left. Unreadable is empty: a session is worth more than its past. */
    public byte[] load() {
        try {
            loaded = newest(read());
        } catch (IOException e) {
            loaded = new byte[0];
        }
        return loaded.clone();
    }

    private byte[] read() throws IOException {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException none) {
            return new byte[0];
        }
    }

    /**
     * Keeps what this session has added, behind what others have added since; or, when the guest has rewritten its file, all of
     * that. Replaces the host's file in one step.
     */
    public void save(byte[] now) throws IOException {
        if (Arrays.equals(now, loaded)) {
            return;
        }
        byte[] kept = now;
        if (startsWith(now, loaded)) {
            byte[] there = read();
            kept = Arrays.copyOf(there, there.length + now.length - loaded.length);
            System.arraycopy(now, loaded.length, kept, there.length, now.length - loaded.length);
        }
        Path folder = path.getParent();
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, "history", null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(fresh, newest(kept), StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] beginning) {
        return bytes.length >= beginning.length
                && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
    }

    /** The last whole lines that fit. */
    private static byte[] newest(byte[] all) {
        if (all.length <= MOST) {
            return all;
        }
        int from = all.length - MOST;
        while (from < all.length && all[from - 1] != '\n') {
            from++;
        }
        return Arrays.copyOfRange(all, from, all.length);
    }
}
