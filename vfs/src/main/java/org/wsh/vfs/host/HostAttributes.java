// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.wsh.vfs.FileType;

/** What the host says of a file. */
record HostAttributes(
        Object key, FileType type, int mode, int links, long size, long accessTime, long modificationTime) {
    private static final PosixFilePermission[] BITS = PosixFilePermission.values();   // owner read … others execute

    static HostAttributes of(PosixFileAttributes host) {
        FileType type;
        if (host.isRegularFile()) {
            type = FileType.REGULAR;
        } else if (host.isDirectory()) {
            type = FileType.DIRECTORY;
        } else if (host.isSymbolicLink()) {
            type = FileType.SYMBOLIC_LINK;
        } else {
            type = FileType.SOCKET;
        }
        return new HostAttributes(host.fileKey(), type, mode(host.permissions()), 1, host.size(),
                nanos(host.lastAccessTime()), nanos(host.lastModifiedTime()));
    }

    HostAttributes withLinks(int count) {
        return new HostAttributes(key, type, mode, count, size, accessTime, modificationTime);
    }

    static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < BITS.length; i++) {
            if ((mode & 0400 >> i) != 0) {
                permissions.add(BITS[i]);
            }
        }
        return permissions;
    }

    private static int mode(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (int i = 0; i < BITS.length; i++) {
            if (permissions.contains(BITS[i])) {
                mode |= 0400 >> i;
            }
        }
        return mode;
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    /** The host's inode number, out of Java's "(dev=…,ino=…)"; with another device than the root's, mixed with it. */
    static long number(Object key, Object rootKey) {
        String text = key.toString();
        int at = text.indexOf("ino=");
        if (at < 0) {
            return text.hashCode() & 0xffffffffL | 1L << 40;
        }
        long number = Long.parseLong(text, at + 4, text.length() - 1, 10);
        String device = text.substring(0, at);
        return rootKey.toString().startsWith(device) ? number : number ^ (device.hashCode() & 0xffffL) << 46;
    }
}
