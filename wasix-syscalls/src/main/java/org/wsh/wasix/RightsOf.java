// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.process.descriptor.Descriptor;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
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
    static final long SET_FLAGS = 1 << 3;
    static final long SYNC = 1 << 4;
    static final long TELL = 1 << 5;
    static final long WRITE = 1 << 6;
    static final long ADVISE = 1 << 7;
    static final long ALLOCATE = 1 << 8;
    static final long CREATE_DIRECTORY = 1 << 9;
    static final long CREATE_FILE = 1 << 10;
    static final long LINK_SOURCE = 1 << 11;
    static final long LINK_TARGET = 1 << 12;
    static final long OPEN = 1 << 13;
    static final long READDIR = 1 << 14;
    static final long READLINK = 1 << 15;
    static final long RENAME_SOURCE = 1 << 16;
    static final long RENAME_TARGET = 1 << 17;
    static final long PATH_STAT = 1 << 18;
    static final long PATH_SET_SIZE = 1 << 19;
    static final long PATH_SET_TIMES = 1 << 20;
    static final long STAT = 1 << 21;
    static final long SET_SIZE = 1 << 22;
    static final long SET_TIMES = 1 << 23;
    static final long SYMLINK = 1 << 24;
    static final long REMOVE_DIRECTORY = 1 << 25;
    static final long UNLINK = 1 << 26;
    static final long POLL = 1 << 27;
    static final long SHUTDOWN = 1 << 28;

    /** Flags, stat, times, poll: what any descriptor can do. */
    private static final long ANY = SET_FLAGS | ADVISE | STAT | SET_TIMES | POLL;
    /** All that is done to paths below a directory. */
    private static final long PATHS = CREATE_DIRECTORY | CREATE_FILE | LINK_SOURCE | LINK_TARGET | OPEN | READLINK | RENAME_SOURCE | RENAME_TARGET | PATH_STAT
            | PATH_SET_SIZE | PATH_SET_TIMES | SYMLINK | REMOVE_DIRECTORY | UNLINK;
    private static final long SOCKETS = 0x7ffL << 28;

    private RightsOf() {}

    /** NOTCAPABLE: the program, or whoever opened the descriptor for it, gave one of these rights up. */
    static void require(Descriptor descriptor, long rights) {
        if ((rights & ~descriptor.rights().base()) != 0) {
            throw new ErrnoException(Errno.ENOTCAPABLE);
        }
    }

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
