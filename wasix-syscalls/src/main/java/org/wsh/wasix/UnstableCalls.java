// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Snapshot 0 of WASI (wasi_unstable), where it differs from preview 1: a shorter filestat, other numbers of whence. */
public final class UnstableCalls {
    private static final int FILESTAT = 56;

    private UnstableCalls() {}

    /** {@code whence}: CUR 0, END 1, SET 2. */
    public static int fd_seek(Instance in, int fd, long delta, int whence, int position) {
        int now = switch (whence) {
            case 0 -> 1;
            case 1 -> 2;
            case 2 -> 0;
            default -> throw new ErrnoException(Errno.EINVAL);
        };
        return DescriptorCalls.fd_seek(in, fd, delta, now, position);
    }

    public static int fd_filestat_get(Instance in, int fd, int stat) {
        Guest.requireRange(in, stat, FILESTAT);
        try (var file = Guest.process(in).descriptors().borrow(fd)) {
            RightsOf.require(file.descriptor(), RightsOf.STAT);
            return write(in, stat, file.file().attributes());
        }
    }

    public static int path_filestat_get(Instance in, int dirfd, int lookup, int path, int length, int stat) {
        Guest.requireRange(in, stat, FILESTAT);
        return write(in, stat, Guest.thread(in).processes().vfs().attributes(
                Guest.process(in), Guest.base(in, dirfd, path, RightsOf.PATH_STAT), Guest.string(in, path, length), PathCalls.follows(lookup)));
    }

    /** 0 dev u64, 8 ino u64, 16 type u8, 20 links u32, 24 size u64, 32 atim, 40 mtim, 48 ctim (u64). */
    private static int write(Instance in, int stat, Attributes of) {
        Guest.writeLong(in, stat, of.device());
        Guest.writeLong(in, stat + 8, of.inode());
        Guest.writeInt(in, stat + 16, FileTypes.wasi(of.type()));
        Guest.writeInt(in, stat + 20, of.links());
        Guest.writeLong(in, stat + 24, DescriptorCalls.sizeOf(of));
        Guest.writeLong(in, stat + 32, of.accessTime());
        Guest.writeLong(in, stat + 40, of.modificationTime());
        Guest.writeLong(in, stat + 48, of.changeTime());
        return WasiErrno.SUCCESS;
    }
}
