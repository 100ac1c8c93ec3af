// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.process.Descriptor;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;

/**
 * WASI's rights, which programs read more than hosts enforce: libc derives the access mode from them, and takes a character device without
 * SEEK and TELL for a terminal. They follow from how the file was opened, less what the program gave up.
 */
final class RightsOf {
    static final long DATASYNC = 1;
    static final long READ = 1 << 1;
    static final long SEEK = 1 << 2;
    static final long SYNC = 1 << 4;
    static final long TELL = 1 << 5;
    static final long WRITE = 1 << 6;
    static final long ALLOCATE = 1 << 8;
    static final long READDIR = 1 << 14;
    static final long SET_SIZE = 1 << 22;

    /** Flags, stat, times, poll: what any descriptor can do. */
    private static final long ANY = 1 << 3 | 1 << 7 | 1 << 21 | 1 << 23 | 1 << 27;
    /** All that is done to paths below a directory. */
    private static final long PATHS = 0x3ffL << 9 & ~READDIR | 1 << 19 | 1 << 20 | 1 << 24 | 1 << 25 | 1 << 26 | 1 << 18;
    private static final long SOCKETS = 0x7ffL << 28;

    private RightsOf() {}

    static long base(Descriptor descriptor) {
        OpenFileDescription file = descriptor.file();
        FileType type = file.attributes().type();
        long rights = ANY;
        if (type == FileType.DIRECTORY) {
            rights |= PATHS | READDIR | SYNC | DATASYNC;
        } else {
            rights |= type == FileType.SOCKET ? SOCKETS : 0;
            rights |= file.seekable() ? SEEK | TELL : 0;
            rights |= file.readable() ? READ : 0;
            rights |= file.writable() ? WRITE | DATASYNC | SYNC | ALLOCATE | SET_SIZE : 0;
        }
        return rights & descriptor.rights().base();
    }

    /** Directories pass everything on; others have nothing below them. */
    static long inheriting(Descriptor descriptor) {
        boolean directory = descriptor.file().attributes().type() == FileType.DIRECTORY;
        return directory ? descriptor.rights().inheriting() : 0;
    }
}
