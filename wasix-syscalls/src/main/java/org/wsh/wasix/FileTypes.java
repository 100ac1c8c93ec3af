// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.kernel.EventCounter;
import org.wsh.kernel.EventPoll;
import org.wsh.kernel.net.Socket;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;

/** WASI's numbers of file types, and the type bits of a POSIX mode. */
final class FileTypes {
    private FileTypes() {}

    /** WASI has no FIFO: it is UNKNOWN (0). */
    static int wasi(FileType type) {
        return switch (type) {
            case FIFO -> 0;
            case BLOCK_DEVICE -> 1;
            case CHARACTER_DEVICE -> 2;
            case DIRECTORY -> 3;
            case REGULAR -> 4;
            case SOCKET -> 6;
            case SYMBOLIC_LINK -> 7;
        };
    }

    /** Of a mode's S_IFMT bits. INVAL. */
    static FileType ofMode(int mode) {
        int bits = mode & 0170000;
        for (FileType type : FileType.values()) {
            if (bits == modeBits(type)) {
                return type;
            }
        }
        if (bits != 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        return FileType.REGULAR;
    }

    /** Of an open file: sockets are of two types; what has no type for Linux either is unknown, lest it be taken for a terminal. */
    static int wasi(OpenFileDescription file) {
        if (file instanceof EventCounter || file instanceof EventPoll) {
            return 0;
        }
        return file instanceof Socket socket && socket.isDatagram() ? 5 : wasi(file.attributes().type());
    }

    /** S_IFMT bits, with Linux's values. */
    static int modeBits(FileType type) {
        return switch (type) {
            case FIFO -> 0010000;
            case CHARACTER_DEVICE -> 0020000;
            case DIRECTORY -> 0040000;
            case BLOCK_DEVICE -> 0060000;
            case REGULAR -> 0100000;
            case SYMBOLIC_LINK -> 0120000;
            case SOCKET -> 0140000;
        };
    }

    /** S_IFMT bits of WASI's filetype. */
    static int modeOf(int wasi) {
        for (FileType type : FileType.values()) {
            if (wasi(type) == wasi) {
                return modeBits(type);
            }
        }
        return 0;
    }

    /** What C calls the type in those bits. */
    static String modeName(int mode) {
        for (FileType type : FileType.values()) {
            if (modeBits(type) == (mode & 0170000)) {
                return switch (type) {
                    case FIFO -> "S_IFIFO";
                    case CHARACTER_DEVICE -> "S_IFCHR";
                    case DIRECTORY -> "S_IFDIR";
                    case BLOCK_DEVICE -> "S_IFBLK";
                    case REGULAR -> "S_IFREG";
                    case SYMBOLIC_LINK -> "S_IFLNK";
                    case SOCKET -> "S_IFSOCK";
                };
            }
        }
        return "0";
    }
}
