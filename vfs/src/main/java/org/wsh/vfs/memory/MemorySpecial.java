// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import org.wsh.vfs.Attributes;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Location;
import org.wsh.vfs.NewInode;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/** A FIFO, socket or device node: only a name for something the kernel has. */
final class MemorySpecial extends MemoryInode {
    private final long rdev;

    MemorySpecial(MemoryFilesystem filesystem, long number, NewInode what) {
        super(filesystem, number, what);
        rdev = what.rdev();
    }

    MemorySpecial(MemoryFilesystem filesystem, Attributes lower) {
        super(filesystem, lower);
        rdev = lower.rdev();
    }

    @Override
    long size() {
        return 0;
    }

    @Override
    long rdev() {
        return rdev;
    }

    /** ENXIO for a socket: one connects to it. */
    @Override
    public OpenFileDescription open(Caller caller, OpenFlags flags, Location where) {
        if (type() == FileType.SOCKET) {
            throw new ErrnoException(Errno.ENXIO);
        }
        return null;
    }
}
