// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.FileType;

/** An inode of the {@link MiniMachine}; guarded by its lock. */
final class MiniFile {
    private static long last;

    final FileType type;
    int mode;
    byte[] bytes = new byte[0];
    int size;
    final Map<String, MiniFile> entries;
    final long number = ++last;

    MiniFile(FileType type, int mode) {
        this.type = type;
        this.mode = mode;
        entries = type == FileType.DIRECTORY ? new TreeMap<>() : null;
    }

    static MiniFile directory() {
        return new MiniFile(FileType.DIRECTORY, 0755);
    }

    void replace(byte[] content) {
        bytes = content.clone();
        size = content.length;
    }

    void write(int at, byte[] from, int offset, int length) {
        if (at + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(at + length, bytes.length * 2));
        }
        System.arraycopy(from, offset, bytes, at, length);
        size = Math.max(size, at + length);
    }

    Attributes attributes() {
        return new Attributes(1, number, type, mode, 1, 1000, 1000, 0, size, 0, 0, 0, 0);
    }
}
