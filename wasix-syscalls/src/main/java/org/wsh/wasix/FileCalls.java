// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.process.Process;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.VirtualFilesystem;

/** wsh_1: files with modes and owners; and WASIX's calls on descriptors. */
public final class FileCalls {
    private static final int STAT = 88;
    private static final int BLOCK_SIZE = 4096;
    private static final int EFFECTIVE = 2;

    private FileCalls() {}

    private static VirtualFilesystem vfs(Instance in) {
        return Guest.thread(in).processes().vfs();
    }

    public static int path_stat(Instance in, int dirfd, int flags, int path, int length, int stat) {
        Guest.requireRange(in, stat, STAT);
        writeStat(in, stat, vfs(in).attributes(
                Guest.process(in), Guest.base(in, dirfd, path), Guest.string(in, path, length), PathCalls.follows(flags)));
        return WasiErrno.SUCCESS;
    }

    public static int fd_stat(Instance in, int fd, int stat) {
        Guest.requireRange(in, stat, STAT);
        try (var file = Guest.process(in).descriptors().borrow(fd)) {
            writeStat(in, stat, file.file().attributes());
        }
        return WasiErrno.SUCCESS;
    }

    private static void writeStat(Instance in, int at, Attributes of) {
        Guest.writeLong(in, at, of.device());
        Guest.writeLong(in, at + 8, of.inode());
        Guest.writeInt(in, at + 16, FileTypes.modeBits(of.type()) | of.mode());
        Guest.writeInt(in, at + 20, of.links());
        Guest.writeInt(in, at + 24, of.uid());
        Guest.writeInt(in, at + 28, of.gid());
        Guest.writeLong(in, at + 32, of.rdev());
        Guest.writeLong(in, at + 40, of.size());
        Guest.writeLong(in, at + 48, BLOCK_SIZE);
        Guest.writeLong(in, at + 56, of.blocks());
        Guest.writeLong(in, at + 64, of.accessTime());
        Guest.writeLong(in, at + 72, of.modificationTime());
        Guest.writeLong(in, at + 80, of.changeTime());
    }

    /** openat(): {@code access} is read 1, write 2, close-on-exec 4, not as the controlling terminal 8. */
    public static int path_open(Instance in, int dirfd, int flags, int path, int length, int oflags, int access, int fdflags, int mode,
            int fd) {
        Guest.requireRange(in, fd, 4);
        Process process = Guest.process(in);
        OpenFileDescription file = Guest.thread(in).waiting().opened(vfs(in).open(process, Guest.base(in, dirfd, path), Guest.string(in, path, length),
                PathCalls.flags((access & 1) != 0, (access & 2) != 0, oflags, fdflags, flags), mode));
        file.setSynchrony(DescriptorCalls.synchrony(fdflags));
        Guest.writeInt(in, fd, process.descriptors().add(file, (access & 4) != 0));
        if ((access & 8) == 0) {
            Guest.thread(in).terminals().opened(file);
        }
        return WasiErrno.SUCCESS;
    }

    public static int path_mkdir(Instance in, int dirfd, int path, int length, int mode) {
        vfs(in).makeDirectory(Guest.process(in), Guest.base(in, dirfd, path), Guest.string(in, path, length), mode);
        return WasiErrno.SUCCESS;
    }

    /** mknod(): {@code mode} has the type's bits, none is a regular file. PERM: a device, by an ordinary user. */
    public static int path_mknod(Instance in, int dirfd, int path, int length, int mode, long device) {
        FileType type = FileTypes.ofMode(mode);
        vfs(in).makeNode(Guest.process(in), Guest.base(in, dirfd, path), Guest.string(in, path, length), type, mode & 07777, device);
        return WasiErrno.SUCCESS;
    }

    public static int path_chmod(Instance in, int dirfd, int flags, int path, int length, int mode) {
        vfs(in).setMode(Guest.process(in), Guest.base(in, dirfd, path), Guest.string(in, path, length), PathCalls.follows(flags), mode);
        return WasiErrno.SUCCESS;
    }

    public static int fd_chmod(Instance in, int fd, int mode) {
        try (var file = Guest.process(in).descriptors().borrow(fd)) {
            file.file().setMode(Guest.process(in), mode);
        }
        return WasiErrno.SUCCESS;
    }

    public static int path_chown(Instance in, int dirfd, int flags, int path, int length, int uid, int gid) {
        vfs(in).setOwner(Guest.process(in), Guest.base(in, dirfd, path), Guest.string(in, path, length), PathCalls.follows(flags), uid, gid);
        return WasiErrno.SUCCESS;
    }

    public static int fd_chown(Instance in, int fd, int uid, int gid) {
        try (var file = Guest.process(in).descriptors().borrow(fd)) {
            file.file().setOwner(Guest.process(in), uid, gid);
        }
        return WasiErrno.SUCCESS;
    }

    /** access() asks for the real ids, unless the flags say effective. */
    public static int path_access(Instance in, int dirfd, int flags, int path, int length, int mode) {
        if ((mode & ~7) != 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        Process process = Guest.process(in);
        String name = Guest.string(in, path, length);
        var caller = (flags & EFFECTIVE) != 0 ? process : process.withRealIds();
        if (PathCalls.follows(flags) || mode != 0) {
            vfs(in).access(caller, Guest.base(in, dirfd, path), name, mode);
        } else {
            vfs(in).attributes(caller, Guest.base(in, dirfd, path), name, false);
        }
        return WasiErrno.SUCCESS;
    }

    public static int fd_chdir(Instance in, int fd) {
        Guest.thread(in).changeDirectory(fd);
        return WasiErrno.SUCCESS;
    }

    // WASIX.

    public static int fd_dup(Instance in, int fd, int result) {
        return fd_dup2(in, fd, 0, 0, result);
    }

    /** Despite its name F_DUPFD: the lowest free number not below {@code least}. */
    public static int fd_dup2(Instance in, int fd, int least, int closeOnExec, int result) {
        Guest.requireRange(in, result, 4);
        Guest.writeInt(in, result, Guest.process(in).descriptors().duplicate(fd, least, closeOnExec != 0));
        return WasiErrno.SUCCESS;
    }

    public static int fd_fdflags_get(Instance in, int fd, int flags) {
        Guest.requireRange(in, flags, 2);
        Guest.writeShort(in, flags, Guest.process(in).descriptors().get(fd).closeOnExec() ? PathCalls.CLOSE_ON_EXEC : 0);
        return WasiErrno.SUCCESS;
    }

    public static int fd_fdflags_set(Instance in, int fd, int flags) {
        Guest.process(in).descriptors().setCloseOnExec(fd, (flags & PathCalls.CLOSE_ON_EXEC) != 0);
        return WasiErrno.SUCCESS;
    }

    public static int fd_pipe(Instance in, int readEnd, int writeEnd) {
        Guest.requireRange(in, readEnd, 4);
        Guest.requireRange(in, writeEnd, 4);
        int[] ends = Guest.thread(in).processes().openPipe(Guest.process(in), false);
        Guest.writeInt(in, readEnd, ends[0]);
        Guest.writeInt(in, writeEnd, ends[1]);
        return WasiErrno.SUCCESS;
    }
}
