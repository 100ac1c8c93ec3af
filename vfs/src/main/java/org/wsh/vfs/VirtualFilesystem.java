// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tree of mounts of one machine, and the operations on paths that its processes ask for. Thread-safe.
 *
 * <p>Each operation takes the caller (credentials, umask, root, working directory), a directory that relative paths start at
 * (null: the caller's working directory) and the path. All of them may fail with what a walk may fail with: EACCES (search
 * permission), ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR. Each names what it adds.
 */
public final class VirtualFilesystem {
    /** How often an open looks again when others made or removed the name in between. */
    private static final int TRIES = 100;

    private final SpecialFiles specialFiles;
    private final ReentrantLock mountLock = new ReentrantLock();

    // Replaced under mountLock, read without.
    private volatile Mounts mounts;
    private long lastDevice;

    public VirtualFilesystem(Filesystem root) {
        this(root, SpecialFiles.NONE);
    }

    /** @param specialFiles opens FIFOs and device nodes */
    public VirtualFilesystem(Filesystem root, SpecialFiles specialFiles) {
        this.specialFiles = specialFiles;
        root.attach(this, ++lastDevice);
        mounts = new Mounts(List.of(new Mount(root, new MountOptions(false, root.typeName()), null, "/")));
    }

    /** The root directory of the tree: a machine's first process has it as root and working directory. */
    public Location root() {
        return mounts.over(mounts.root(), mounts.root().filesystem().root());
    }

    // ---- Mounts

    /**
     * Mounts {@code filesystem} over the directory at {@code path}, as root, from the root.
     *
     * @throws ErrnoException ENOENT, ENOTDIR
     */
    public void mount(String path, Filesystem filesystem, MountOptions options) {
        mountLock.lock();
        try {
            Location point = directory(caller(), null, path);
            filesystem.attach(this, filesystem.device() == 0 ? ++lastDevice : filesystem.device());
            Mount mount = new Mount(filesystem, options, point, pathOf(caller(), point));
            mounts = mounts.with(mount);
            point.inode().covered = true;
        } finally {
            mountLock.unlock();
        }
    }

    /** Takes away the mount seen at {@code path}; what is still open there stays usable. EINVAL if none, EBUSY if one is on top of it. */
    public void unmount(String path) {
        mountLock.lock();
        try {
            Location place = directory(caller(), null, path);
            Mount mount = place.mount();
            if (!place.isMountRoot() || mount == mounts.root()) {
                throw new ErrnoException(Errno.EINVAL, path);
            }
            for (Mount other : mounts.all()) {
                if (other.point() != null && other.point().mount() == mount) {
                    throw new ErrnoException(Errno.EBUSY, path);
                }
            }
            mounts = mounts.without(mount);
        } finally {
            mountLock.unlock();
        }
    }

    /** In order of mounting, the root first. */
    public List<Mount> mounts() {
        return mounts.all();
    }

    /** Makes {@code path} and what is missing above it, as root, mode 0755: for mount points and the like. ENOTDIR, EROFS, ENOSPC. */
    public void makeDirectories(String path) {
        Caller root = caller();
        for (int end = path.indexOf('/', 1); ; end = path.indexOf('/', end + 1)) {
            String prefix = end < 0 ? path : path.substring(0, end);
            Location found = PathWalk.toFile(mounts, root, null, prefix, true).found;
            if (found == null) {
                makeDirectory(root, null, prefix, 0755);
            } else if (!found.isDirectory()) {
                throw new ErrnoException(Errno.ENOTDIR, prefix);
            }
            if (end < 0) {
                return;
            }
        }
    }

    // ---- Finding

    /** Where {@code path} leads. */
    public Location locate(Caller caller, Location base, String path, boolean followLast) {
        return PathWalk.toFile(mounts, caller, base, path, followLast).require();
    }

    public Attributes attributes(Caller caller, Location base, String path, boolean followLast) {
        return locate(caller, base, path, followLast).inode().attributes();
    }

    public Attributes attributes(Location place) {
        return place.inode().attributes();
    }

    /** A directory to work in: chdir(), chroot(). EACCES without search permission. */
    public Location directory(Caller caller, Location base, String path) {
        Location place = locate(caller, base, path, true);
        if (!place.isDirectory()) {
            throw new ErrnoException(Errno.ENOTDIR, path);
        }
        Permissions.require(caller.credentials(), place.inode(), Permissions.EXECUTE, path);
        return place;
    }

    /**
     * The path of {@code place} below the caller's root: getcwd(), {@code /proc/PID/exe}. A place outside of that root gets
     * Linux's prefix {@code (unreachable)}.
     *
     * @throws ErrnoException ENOENT when a directory on the way was removed; ENAMETOOLONG beyond PATH_MAX
     */
    public String pathOf(Caller caller, Location place) {
        return Mounts.path(place, caller.root());
    }

    /**
     * access(): whether the caller's credentials allow {@code mask} (4 read, 2 write, 1 execute, 0 existence).
     *
     * @throws ErrnoException EACCES; EROFS (write, on a read-only mount, to what is no device)
     */
    public void access(Caller caller, Location base, String path, int mask) {
        if ((mask & ~7) != 0) {
            throw new ErrnoException(Errno.EINVAL, path);
        }
        Location place = locate(caller, base, path, true);
        if ((mask & Permissions.WRITE) != 0 && place.inode().type().isStored()) {
            place.mount().requireWritable(path);
        }
        Permissions.require(caller.credentials(), place.inode(), mask, path);
    }

    // ---- Opening

    /**
     * open().
     *
     * @param mode permission bits of a file made by {@link OpenFlags#create}, before the umask
     * @throws ErrnoException EACCES, EEXIST (exclusive), EISDIR (writing or creating a directory), ELOOP (nofollow), ENXIO
     *     (socket, or device without driver), EROFS, ENOSPC
     */
    public OpenFileDescription open(Caller caller, Location base, String path, OpenFlags flags, int mode) {
        var opening = new Opening(caller, flags, mode, specialFiles);
        boolean exclusive = flags.create() && flags.exclusive();
        for (int tries = 1; ; tries++) {
            PathWalk walk = PathWalk.toFile(mounts, caller, base, path, !flags.nofollow() && !exclusive);
            try {
                return opening.at(walk);
            } catch (ErrnoException e) {
                boolean madeMeanwhile = e.errno() == Errno.EEXIST && !exclusive;
                boolean goneMeanwhile = e.errno() == Errno.ESTALE;
                if (tries == TRIES || !(madeMeanwhile || goneMeanwhile)) {
                    throw e;
                }
            }
        }
    }

    // ---- Names

    /** mkdir(). EEXIST, EROFS, ENOSPC, EMLINK. */
    public void makeDirectory(Caller caller, Location base, String path, int mode) {
        PathWalk.toName(mounts, caller, base, path).create(FileType.DIRECTORY, mode, 0, null);
    }

    /** mknod(): regular files, FIFOs, sockets by anybody, devices by root (EPERM). EEXIST, EROFS, ENOSPC; EINVAL for other types. */
    public Location makeNode(Caller caller, Location base, String path, FileType type, int mode, long rdev) {
        switch (type) {
            case REGULAR, FIFO, SOCKET -> {}
            case CHARACTER_DEVICE, BLOCK_DEVICE -> {
                if (!caller.credentials().isRoot()) {
                    throw new ErrnoException(Errno.EPERM, path);
                }
            }
            case DIRECTORY, SYMBOLIC_LINK -> throw new ErrnoException(Errno.EINVAL, path);
        }
        PathWalk walk = PathWalk.toName(mounts, caller, base, path);
        walk.requireNew();
        return walk.create(type, mode, rdev, null);
    }

    /** symlink(). EEXIST, EROFS, ENOSPC; ENOENT if {@code target} is empty. */
    public void symlink(Caller caller, String target, Location base, String path) {
        if (target.isEmpty()) {
            throw new ErrnoException(Errno.ENOENT, target);
        }
        if (caller.confined() && target.charAt(0) == '/') {
            throw new ErrnoException(Errno.EPERM, target);
        }
        if (target.length() >= PathWalk.PATH_MAX) {
            throw new ErrnoException(Errno.ENAMETOOLONG, path);
        }
        PathWalk walk = PathWalk.toName(mounts, caller, base, path);
        walk.requireNew();
        walk.create(FileType.SYMBOLIC_LINK, 0777, 0, target);
    }

    /** readlink(). EINVAL if it is no symbolic link. */
    public String readLink(Caller caller, Location base, String path) {
        return locate(caller, base, path, false).inode().readLink(caller);
    }

    /** link(). EEXIST, EPERM (a directory), EXDEV, EROFS, EMLINK, ENOSPC. */
    public void link(Caller caller, Location oldBase, String oldPath, boolean followOld, Location newBase, String newPath) {
        Location old = locate(caller, oldBase, oldPath, followOld);
        PathWalk walk = PathWalk.toName(mounts, caller, newBase, newPath);
        if (walk.found != null) {
            throw walk.fail(Errno.EEXIST);
        }
        walk.requireNew();
        if (old.mount() != walk.directory.mount() || old.inode().filesystem() != walk.directory.inode().filesystem()) {
            throw walk.fail(Errno.EXDEV);
        }
        walk.requireChangeable();
        if (old.isDirectory()) {
            throw new ErrnoException(Errno.EPERM, oldPath);
        }
        walk.requireEncodable();
        walk.directory.inode().link(caller, walk.name, old.inode());
    }

    /** unlink(). EISDIR, EPERM (sticky), EROFS. */
    public void unlink(Caller caller, Location base, String path) {
        PathWalk walk = PathWalk.toName(mounts, caller, base, path);
        if (walk.name == null) {
            throw walk.fail(Errno.EISDIR);
        }
        Location place = walk.require();
        walk.requireChangeable();
        if (place.isDirectory()) {
            throw walk.fail(Errno.EISDIR);
        }
        walk.directory.inode().unlink(caller, walk.name);
    }

    /** rmdir(). ENOTDIR, ENOTEMPTY, EBUSY (a mount point), EINVAL ({@code .}), EPERM (sticky), EROFS. */
    public void removeDirectory(Caller caller, Location base, String path) {
        PathWalk walk = PathWalk.toName(mounts, caller, base, path);
        switch (walk.last) {
            case DOT -> throw walk.fail(Errno.EINVAL);
            case DOT_DOT -> throw walk.fail(Errno.ENOTEMPTY);
            case ROOT -> throw walk.fail(Errno.EBUSY);
            case NAME -> {}
        }
        Location place = walk.require();
        walk.requireChangeable();
        if (!place.isDirectory()) {
            throw walk.fail(Errno.ENOTDIR);
        }
        walk.requireNoMountPoint();
        walk.directory.inode().removeDirectory(caller, walk.name);
    }

    /**
     * rename(). EXDEV, EBUSY (a mount point, {@code .} or {@code ..}), EINVAL (into its own subtree), EISDIR, ENOTDIR,
     * ENOTEMPTY, EPERM (sticky), EROFS.
     */
    public void rename(Caller caller, Location oldBase, String oldPath, Location newBase, String newPath) {
        PathWalk from = PathWalk.toName(mounts, caller, oldBase, oldPath);
        PathWalk to = PathWalk.toName(mounts, caller, newBase, newPath);
        if (from.name == null || to.name == null) {
            throw (from.name == null ? from : to).fail(Errno.EBUSY);
        }
        if (from.directory.mount() != to.directory.mount()) {
            throw to.fail(Errno.EXDEV);
        }
        Location moved = from.require();
        from.requireChangeable();
        to.requireChangeable();
        if (to.trailingSlash && !moved.isDirectory()) {
            throw to.fail(Errno.ENOTDIR);
        }
        from.requireNoMountPoint();
        to.requireNoMountPoint();
        to.requireEncodable();
        from.directory.inode().rename(caller, from.name, to.directory.inode(), to.name);
    }

    // ---- Metadata

    /** chmod(). EPERM, EROFS; ENOTSUP for a symbolic link itself, whose mode means nothing. */
    public void setMode(Caller caller, Location base, String path, boolean followLast, int mode) {
        Location place = locate(caller, base, path, followLast);
        if (place.inode().type() == FileType.SYMBOLIC_LINK) {
            throw new ErrnoException(Errno.ENOTSUP, path);
        }
        place.mount().requireWritable(path);
        place.inode().changeMode(caller, mode);
    }

    /** chown(), lchown(). −1 keeps an id. EPERM, EROFS. */
    public void setOwner(Caller caller, Location base, String path, boolean followLast, int uid, int gid) {
        Location place = locate(caller, base, path, followLast);
        place.mount().requireWritable(path);
        place.inode().changeOwner(caller, uid, gid);
    }

    /** utimensat(). EPERM, EACCES, EROFS. */
    public void setTimes(Caller caller, Location base, String path, boolean followLast, FileTimes times) {
        Location place = locate(caller, base, path, followLast);
        place.mount().requireWritable(path);
        place.inode().changeTimes(caller, times);
    }

    /** truncate(). EACCES, EISDIR, EINVAL, EFBIG, EROFS, ENOSPC. */
    public void setSize(Caller caller, Location base, String path, long size) {
        if (size < 0) {
            throw new ErrnoException(Errno.EINVAL, path);
        }
        Location place = locate(caller, base, path, true);
        if (place.isDirectory()) {
            throw new ErrnoException(Errno.EISDIR, path);
        }
        if (size > RegularFileDescription.MAXIMUM_SIZE) {
            throw new ErrnoException(Errno.EFBIG, path);
        }
        place.mount().requireWritable(path);
        Permissions.require(caller.credentials(), place.inode(), Permissions.WRITE, path);
        place.inode().setSize(size);
    }

    /** The machine itself. */
    private Caller caller() {
        return new PlacedCaller(Credentials.ROOT, root());
    }
}
