// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.process.Process;
import org.wsh.process.descriptor.Rights;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.VirtualFilesystem;

/** WASI preview 1's calls on paths. A relative path starts at a descriptor's directory, an absolute one at the process's root. */
public final class PathCalls {
    static final int CREATE = 1;
    static final int DIRECTORY = 2;
    static final int EXCLUSIVE = 4;
    static final int TRUNCATE = 8;
    static final int CLOSE_ON_EXEC = 1;
    private static final int FOLLOW = 1;

    private PathCalls() {}

    private static VirtualFilesystem vfs(Instance in) {
        return Guest.thread(in).processes().vfs();
    }

    static boolean follows(int flags) {
        return (flags & FOLLOW) != 0;
    }

    public static int path_open(Instance in, int dirfd, int lookup, int path, int length, int oflags, long base, long inheriting,
            int fdflags, int fd) {
        return path_open2(in, dirfd, lookup, path, length, oflags, base, inheriting, fdflags, 0, fd);
    }

    /** WASIX: path_open with close-on-exec. WASI says by rights what POSIX says by the access mode. */
    public static int path_open2(Instance in, int dirfd, int lookup, int path, int length, int oflags, long base, long inheriting,
            int fdflags, int fdflagsext, int fd) {
        Guest.requireRange(in, fd, 4);
        boolean read = (base & (RightsOf.READ | RightsOf.READDIR)) != 0;
        boolean write = (base & (RightsOf.WRITE | RightsOf.ALLOCATE | RightsOf.SET_SIZE)) != 0;
        long needed = RightsOf.OPEN | ((oflags & CREATE) != 0 ? RightsOf.CREATE_FILE : 0) | ((oflags & TRUNCATE) != 0 ? RightsOf.PATH_SET_SIZE : 0);
        Rights rights = new Rights(base, inheriting);
        if (Guest.process(in).descriptors().isOpen(dirfd)) {
            long most = Guest.process(in).descriptors().get(dirfd).rights().inheriting();
            if ((base & RightsOf.WRITE & ~most) != 0) {
                throw new ErrnoException(Errno.ENOTCAPABLE);
            }
            rights = new Rights(base & most, inheriting & most);
        }
        OpenFlags flags = flags(read, write, oflags, fdflags, lookup);
        String name = Guest.string(in, path, length);
        OpenFileDescription file = Guest.thread(in).waiting().opened(vfs(in).open(Guest.process(in), Guest.base(in, dirfd, path, needed), name, flags, 0666));
        file.setSynchrony(DescriptorCalls.synchrony(fdflags));
        int opened = Guest.process(in).descriptors().add(file, (fdflagsext & CLOSE_ON_EXEC) != 0);
        Guest.process(in).descriptors().setRights(opened, rights);
        Guest.writeInt(in, fd, opened);
        return WasiErrno.SUCCESS;
    }

    static OpenFlags flags(boolean read, boolean write, int oflags, int fdflags, int lookup) {
        return new OpenFlags(read, write, (oflags & CREATE) != 0, (oflags & EXCLUSIVE) != 0, (oflags & TRUNCATE) != 0,
                (fdflags & DescriptorCalls.FLAG_APPEND) != 0, (fdflags & DescriptorCalls.FLAG_NONBLOCK) != 0,
                (oflags & DIRECTORY) != 0, !follows(lookup));
    }

    public static int path_create_directory(Instance in, int dirfd, int path, int length) {
        vfs(in).makeDirectory(Guest.process(in), Guest.base(in, dirfd, path, RightsOf.CREATE_DIRECTORY), Guest.string(in, path, length), 0777);
        return WasiErrno.SUCCESS;
    }

    public static int path_remove_directory(Instance in, int dirfd, int path, int length) {
        vfs(in).removeDirectory(Guest.process(in), Guest.base(in, dirfd, path, RightsOf.REMOVE_DIRECTORY), Guest.string(in, path, length));
        return WasiErrno.SUCCESS;
    }

    public static int path_unlink_file(Instance in, int dirfd, int path, int length) {
        vfs(in).unlink(Guest.process(in), Guest.base(in, dirfd, path, RightsOf.UNLINK), Guest.string(in, path, length));
        return WasiErrno.SUCCESS;
    }

    public static int path_filestat_get(Instance in, int dirfd, int lookup, int path, int length, int stat) {
        Guest.requireRange(in, stat, 64);
        DescriptorCalls.writeFilestat(in, stat, vfs(in).attributes(
                Guest.process(in), Guest.base(in, dirfd, path, RightsOf.PATH_STAT), Guest.string(in, path, length), follows(lookup)));
        return WasiErrno.SUCCESS;
    }

    public static int path_filestat_set_times(Instance in, int dirfd, int lookup, int path, int length, long accessed, long modified,
            int which) {
        vfs(in).setTimes(Guest.process(in), Guest.base(in, dirfd, path, RightsOf.PATH_SET_TIMES), Guest.string(in, path, length), follows(lookup),
                DescriptorCalls.times(accessed, modified, which));
        return WasiErrno.SUCCESS;
    }

    public static int path_link(Instance in, int oldDirfd, int lookup, int oldPath, int oldLength, int newDirfd, int newPath,
            int newLength) {
        Process process = Guest.process(in);
        vfs(in).link(process, Guest.base(in, oldDirfd, oldPath, RightsOf.LINK_SOURCE), Guest.string(in, oldPath, oldLength), follows(lookup),
                Guest.base(in, newDirfd, newPath, RightsOf.LINK_TARGET), Guest.string(in, newPath, newLength));
        return WasiErrno.SUCCESS;
    }

    public static int path_rename(Instance in, int oldDirfd, int oldPath, int oldLength, int newDirfd, int newPath, int newLength) {
        Process process = Guest.process(in);
        vfs(in).rename(process, Guest.base(in, oldDirfd, oldPath, RightsOf.RENAME_SOURCE), Guest.string(in, oldPath, oldLength),
                Guest.base(in, newDirfd, newPath, RightsOf.RENAME_TARGET), Guest.string(in, newPath, newLength));
        return WasiErrno.SUCCESS;
    }

    /** The text of the link comes first. */
    public static int path_symlink(Instance in, int target, int targetLength, int dirfd, int path, int length) {
        vfs(in).symlink(Guest.process(in), Guest.string(in, target, targetLength), Guest.base(in, dirfd, path, RightsOf.SYMLINK),
                Guest.string(in, path, length));
        return WasiErrno.SUCCESS;
    }

    /** A target longer than the buffer is cut off, as POSIX readlink() does. */
    public static int path_readlink(Instance in, int dirfd, int path, int length, int buffer, int bufferLength, int used) {
        Guest.requireRange(in, buffer, bufferLength);
        Guest.requireRange(in, used, 4);
        byte[] target = Arguments.encode(
                vfs(in).readLink(Guest.process(in), Guest.base(in, dirfd, path, RightsOf.READLINK), Guest.string(in, path, length)));
        int written = Math.min(target.length, bufferLength);
        Guest.write(in, buffer, target, 0, written);
        Guest.writeInt(in, used, written);
        return WasiErrno.SUCCESS;
    }

    // WASIX.

    /** Success: the path, a NUL if there is room, and its length. RANGE: too small; the length that is needed, with NUL. */
    public static int getcwd(Instance in, int buffer, int length) {
        int room = Guest.readInt(in, length);
        Process process = Guest.process(in);
        byte[] path = Arguments.encode(vfs(in).pathOf(process, process.workingDirectory()));
        if (Integer.compareUnsigned(room, path.length + 1) < 0) {
            Guest.writeInt(in, length, path.length + 1);
            throw new ErrnoException(Errno.ERANGE);
        }
        Guest.requireRange(in, buffer, path.length + 1);
        Guest.write(in, buffer, path, 0, path.length);
        Guest.writeByte(in, buffer + path.length, 0);
        Guest.writeInt(in, length, path.length);
        return WasiErrno.SUCCESS;
    }

    public static int chdir(Instance in, int path, int length) {
        Guest.thread(in).changeDirectory(Guest.string(in, path, length));
        return WasiErrno.SUCCESS;
    }
}
