// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import java.nio.charset.StandardCharsets;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.Location;
import org.wsh.vfs.NewInode;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/** A symbolic link. */
final class MemoryLink extends MemoryInode {
    private final String target;

    MemoryLink(MemoryFilesystem filesystem, long number, NewInode what) {
        super(filesystem, number, what);
        target = what.target();
    }

    MemoryLink(MemoryFilesystem filesystem, Attributes lower, String target) {
        super(filesystem, lower);
        this.target = target;
    }

    @Override
    long size() {
        return target.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String readLink(Caller caller) {
        return target;
    }

    @Override
    public OpenFileDescription open(Caller caller, OpenFlags flags, Location where) {
        throw new ErrnoException(Errno.ELOOP);
    }
}
