// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.process.Buffers;
import org.wsh.process.ProcessThread;
import org.wsh.process.descriptor.Descriptor;
import org.wsh.process.descriptor.DescriptorTable;
import org.wsh.process.descriptor.Rights;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileTimes;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.Synchrony;
import org.wsh.vfs.Whence;

/** WASI preview 1's calls on descriptors. */
public final class DescriptorCalls {
    static final int FLAG_APPEND = 1;
    private static final int FLAG_DSYNC = 2;
    static final int FLAG_NONBLOCK = 4;
    private static final int FLAG_RSYNC = 8;
    private static final int FLAG_SYNC = 16;
    private static final int ALL_FLAGS = 31;

    private DescriptorCalls() {}

    private static DescriptorTable table(Instance in) {
        return Guest.process(in).descriptors();
    }

    // Reading and writing.

    public static int fd_read(Instance in, int fd, int iovs, int count, int nread) {
        ProcessThread thread = Guest.thread(in);
        try (var file = table(in).borrow(fd)) {
            Guest.requireRange(in, nread, 4);
            Buffers pieces = Guest.pieces(in, iovs, count);
            RightsOf.require(file.descriptor(), RightsOf.READ);
            Guest.writeInt(in, nread, (int) thread.transfers().read(file.file(), pieces));
            return WasiErrno.SUCCESS;
        }
    }

    public static int fd_write(Instance in, int fd, int iovs, int count, int nwritten) {
        ProcessThread thread = Guest.thread(in);
        try (var file = table(in).borrow(fd)) {
            Guest.requireRange(in, nwritten, 4);
            Buffers pieces = Guest.pieces(in, iovs, count);
            RightsOf.require(file.descriptor(), RightsOf.WRITE);
            Guest.writeInt(in, nwritten, (int) thread.transfers().write(file.file(), pieces));
            thread.signals().returning(); // what ended it after a part
            return WasiErrno.SUCCESS;
        }
    }

    public static int fd_pread(Instance in, int fd, int iovs, int count, long offset, int nread) {
        ProcessThread thread = Guest.thread(in);
        try (var file = table(in).borrow(fd)) {
            Guest.requireRange(in, nread, 4);
            Buffers pieces = Guest.pieces(in, iovs, count);
            RightsOf.require(file.descriptor(), RightsOf.READ | RightsOf.SEEK);
            Guest.writeInt(in, nread, (int) thread.transfers().readAt(file.file(), pieces, offset));
            return WasiErrno.SUCCESS;
        }
    }

    public static int fd_pwrite(Instance in, int fd, int iovs, int count, long offset, int nwritten) {
        ProcessThread thread = Guest.thread(in);
        try (var file = table(in).borrow(fd)) {
            Guest.requireRange(in, nwritten, 4);
            Buffers pieces = Guest.pieces(in, iovs, count);
            RightsOf.require(file.descriptor(), RightsOf.WRITE | RightsOf.SEEK);
            Guest.writeInt(in, nwritten, (int) thread.transfers().writeAt(file.file(), pieces, offset));
            return WasiErrno.SUCCESS;
        }
    }

    // Position and size.

    public static int fd_seek(Instance in, int fd, long delta, int whence, int position) {
        try (var file = table(in).borrow(fd)) {
            Guest.requireRange(in, position, 8);
            Whence from = switch (whence) {
                case 0 -> Whence.START;
                case 1 -> Whence.CURRENT;
                case 2 -> Whence.END;
                default -> throw new ErrnoException(Errno.EINVAL);
            };
            RightsOf.require(file.descriptor(), delta == 0 && from == Whence.CURRENT ? RightsOf.TELL : RightsOf.SEEK);
            Guest.writeLong(in, position, positioned(in, file.file()).seek(delta, from));
            return WasiErrno.SUCCESS;
        }
    }

    public static int fd_tell(Instance in, int fd, int position) {
        return fd_seek(in, fd, 0, 1, position);
    }

    /** In preview 1 a directory has no offset (BADF), in POSIX it has. */
    private static OpenFileDescription positioned(Instance in, OpenFileDescription file) {
        if (file.attributes().type() == FileType.DIRECTORY && !Guest.thread(in).usesPosixCalls()) {
            throw new ErrnoException(Errno.EBADF);
        }
        return file;
    }

    public static int fd_filestat_set_size(Instance in, int fd, long size) {
        try (var file = table(in).borrow(fd)) {
            RightsOf.require(file.descriptor(), RightsOf.SET_SIZE);
            Guest.thread(in).transfers().setSize(file.file(), size);
            return WasiErrno.SUCCESS;
        }
    }

    public static int fd_allocate(Instance in, int fd, long offset, long length) {
        try (var file = table(in).borrow(fd)) {
            RightsOf.require(file.descriptor(), RightsOf.ALLOCATE);
            Guest.thread(in).transfers().allocate(file.file(), offset, length);
            return WasiErrno.SUCCESS;
        }
    }

    /** Advice is taken and not needed. */
    public static int fd_advise(Instance in, int fd, long offset, long length, int advice) {
        try (var file = table(in).borrow(fd)) {
            RightsOf.require(file.descriptor(), RightsOf.ADVISE);
            if (advice < 0 || advice > 5 || offset < 0 || length < 0) {
                throw new ErrnoException(Errno.EINVAL);
            }
            if (!file.file().seekable()) {
                throw new ErrnoException(Errno.ESPIPE);
            }
            return WasiErrno.SUCCESS;
        }
    }

    public static int fd_sync(Instance in, int fd) {
        return sync(in, fd, RightsOf.SYNC);
    }

    public static int fd_datasync(Instance in, int fd) {
        return sync(in, fd, RightsOf.DATASYNC);
    }

    private static int sync(Instance in, int fd, long right) {
        try (var file = table(in).borrow(fd)) {
            RightsOf.require(file.descriptor(), right);
            file.file().sync();
            return WasiErrno.SUCCESS;
        }
    }

    // What a descriptor is.

    /** fdstat: 0 type u8, 2 flags u16, 8 rights u64, 16 inheriting u64. */
    public static int fd_fdstat_get(Instance in, int fd, int stat) {
        try (var file = table(in).borrow(fd)) {
            Guest.requireRange(in, stat, 24);
            OpenFileDescription open = file.file();
            Guest.writeLong(in, stat, FileTypes.wasi(open));
            Guest.writeShort(in, stat + 2, flags(open));
            Guest.writeLong(in, stat + 8, RightsOf.base(file.descriptor()));
            Guest.writeLong(in, stat + 16, RightsOf.inheriting(file.descriptor()));
            return WasiErrno.SUCCESS;
        }
    }

    private static int flags(OpenFileDescription open) {
        Synchrony synchrony = open.synchrony();
        return (open.append() ? FLAG_APPEND : 0) | (open.nonblock() ? FLAG_NONBLOCK : 0) | (synchrony.data() ? FLAG_DSYNC : 0) | (synchrony.read() ? FLAG_RSYNC : 0)
                | (synchrony.whole() ? FLAG_SYNC : 0);
    }

    static Synchrony synchrony(int flags) {
        return (flags & (FLAG_DSYNC | FLAG_RSYNC | FLAG_SYNC)) == 0 ? Synchrony.NONE
                : new Synchrony((flags & FLAG_DSYNC) != 0, (flags & FLAG_RSYNC) != 0, (flags & FLAG_SYNC) != 0);
    }

    public static int fd_fdstat_set_flags(Instance in, int fd, int flags) {
        try (var file = table(in).borrow(fd)) {
            RightsOf.require(file.descriptor(), RightsOf.SET_FLAGS);
            if ((flags & 0xffff & ~ALL_FLAGS) != 0) {
                throw new ErrnoException(Errno.EINVAL);
            }
            file.file().setStatus((flags & FLAG_APPEND) != 0, (flags & FLAG_NONBLOCK) != 0);
            file.file().setSynchrony(synchrony(flags));
            return WasiErrno.SUCCESS;
        }
    }

    public static int fd_fdstat_set_rights(Instance in, int fd, long base, long inheriting) {
        Descriptor descriptor = table(in).get(fd);
        if ((base & ~RightsOf.base(descriptor)) != 0 || (inheriting & ~RightsOf.inheriting(descriptor)) != 0) {
            throw new ErrnoException(Errno.ENOTCAPABLE);
        }
        table(in).setRights(fd, new Rights(base, inheriting));
        return WasiErrno.SUCCESS;
    }

    public static int fd_filestat_get(Instance in, int fd, int stat) {
        try (var file = table(in).borrow(fd)) {
            RightsOf.require(file.descriptor(), RightsOf.STAT);
            writeFilestat(in, stat, file.file().attributes());
            Guest.writeByte(in, stat + 16, FileTypes.wasi(file.file()));
            return WasiErrno.SUCCESS;
        }
    }

    /** filestat, 64 bytes. */
    static void writeFilestat(Instance in, int stat, Attributes of) {
        Guest.requireRange(in, stat, 64);
        Guest.writeLong(in, stat, of.device());
        Guest.writeLong(in, stat + 8, of.inode());
        Guest.writeLong(in, stat + 16, FileTypes.wasi(of.type()));
        Guest.writeLong(in, stat + 24, of.links());
        Guest.writeLong(in, stat + 32, sizeOf(of));
        Guest.writeLong(in, stat + 40, of.accessTime());
        Guest.writeLong(in, stat + 48, of.modificationTime());
        Guest.writeLong(in, stat + 56, of.changeTime());
    }

    static long sizeOf(Attributes of) {
        return of.type() == FileType.REGULAR || of.type() == FileType.SYMBOLIC_LINK ? of.size() : 0;
    }

    public static int fd_filestat_set_times(Instance in, int fd, long accessed, long modified, int which) {
        FileTimes times = times(accessed, modified, which);
        try (var file = table(in).borrow(fd)) {
            RightsOf.require(file.descriptor(), RightsOf.SET_TIMES);
            file.file().setTimes(Guest.process(in), times);
            return WasiErrno.SUCCESS;
        }
    }

    /** {@code which}: ATIM 1, ATIM_NOW 2, MTIM 4, MTIM_NOW 8. INVAL: a time given and asked for from the clock. */
    static FileTimes times(long accessed, long modified, int which) {
        if ((which & 3) == 3 || (which & 12) == 12 || (which & ~15) != 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        return new FileTimes(
                (which & 1) != 0 ? accessed : (which & 2) != 0 ? FileTimes.NOW : FileTimes.KEEP,
                (which & 4) != 0 ? modified : (which & 8) != 0 ? FileTimes.NOW : FileTimes.KEEP);
    }

    // Numbers.

    public static int fd_close(Instance in, int fd) {
        table(in).close(fd);
        return WasiErrno.SUCCESS;
    }

    /**
     * Plain preview 1 moves; for a program that imports from WASIX or wsh_1 this is dup2: their libcs mean that by it.
     */
    public static int fd_renumber(Instance in, int from, int to) {
        if (Guest.thread(in).usesPosixCalls()) {
            table(in).duplicateTo(from, to);
        } else {
            table(in).move(from, to);
        }
        return WasiErrno.SUCCESS;
    }

    // Preopens: directories that a program is given at its start.

    /**
     * prestat: 0 tag u8 (0 a directory), 4 name length u32. libc scans from 3 up and stops at the first BADF, so a descriptor that was inherited
     * and lies below a preopen answers with a tag that libc skips.
     */
    public static int fd_prestat_get(Instance in, int fd, int prestat) {
        Guest.requireRange(in, prestat, 8);
        Descriptor descriptor = table(in).get(fd);
        if (descriptor.preopen() == null) {
            if (fd < 3 || fd > table(in).lastPreopen()) {
                throw new ErrnoException(Errno.EBADF);
            }
            Guest.writeLong(in, prestat, 0xff);
            return WasiErrno.SUCCESS;
        }
        Guest.writeInt(in, prestat, 0);
        Guest.writeInt(in, prestat + 4, Arguments.encode(descriptor.preopen()).length);
        return WasiErrno.SUCCESS;
    }

    public static int fd_prestat_dir_name(Instance in, int fd, int path, int length) {
        Descriptor descriptor = table(in).get(fd);
        if (descriptor.preopen() == null) {
            throw new ErrnoException(Errno.EBADF);
        }
        byte[] name = Arguments.encode(descriptor.preopen());
        if (Integer.compareUnsigned(length, name.length) < 0) {
            throw new ErrnoException(Errno.ENAMETOOLONG);
        }
        Guest.write(in, path, name, 0, name.length);
        return WasiErrno.SUCCESS;
    }
}
