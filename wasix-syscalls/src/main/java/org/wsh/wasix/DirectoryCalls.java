// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.List;
import org.wsh.engine.runtime.Instance;
import org.wsh.vfs.DirectoryEntry;

/** fd_readdir: a packed stream of entries, the last of which is cut off where the buffer ends. */
public final class DirectoryCalls {
    private static final int HEADER = 24;
    private static final int ENTRIES_AT_ONCE = 256;

    private DirectoryCalls() {}

    /**
     * Entry: 0 next cookie u64, 8 inode u64, 16 name length u32, 20 type u8, then the name. A {@code used} below the buffer's length tells the
     * caller that the end was reached, so as long as there are entries the buffer is filled to its last byte.
     */
    public static int fd_readdir(Instance in, int fd, int buffer, int length, long cookie, int used) {
        try (var file = Guest.process(in).descriptors().borrow(fd)) {
            Guest.requireRange(in, buffer, length);
            Guest.requireRange(in, used, 4);
            RightsOf.require(file.descriptor(), RightsOf.READDIR);
            int filled = 0;
            long from = cookie;
            while (filled < length) {
                List<DirectoryEntry> entries = file.file().readDirectory(from, ENTRIES_AT_ONCE);
                if (entries.isEmpty()) {
                    break;
                }
                for (DirectoryEntry entry : entries) {
                    filled += put(in, buffer + filled, length - filled, entry);
                    if (filled == length) {
                        break;
                    }
                }
                from = entries.getLast().next();
            }
            Guest.writeInt(in, used, filled);
            return WasiErrno.SUCCESS;
        }
    }

    /** Writes as much of the entry as there is room for. @return bytes written */
    private static int put(Instance in, int at, int room, DirectoryEntry entry) {
        byte[] name = Arguments.encode(entry.name());
        byte[] record = new byte[HEADER + name.length];
        putLong(record, 0, entry.next());
        putLong(record, 8, entry.inode());
        putLong(record, 16, Integer.toUnsignedLong(name.length) | (long) FileTypes.wasi(entry.type()) << 32);
        System.arraycopy(name, 0, record, HEADER, name.length);
        int length = Math.min(room, record.length);
        Guest.write(in, at, record, 0, length);
        return length;
    }

    private static void putLong(byte[] into, int at, long value) {
        for (int i = 0; i < 8; i++) {
            into[at + i] = (byte) (value >>> 8 * i);
        }
    }
}
