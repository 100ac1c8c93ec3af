// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * A set of inodes under one root directory: what a mount plugs into the tree. Linux's superblock.
 *
 * <p>A filesystem belongs to one tree: its device number is given by the tree that mounts it first.
 */
public abstract class Filesystem implements AutoCloseable {
    private final String typeName;
    private final boolean readOnly;
    private volatile long device;
    private volatile VirtualFilesystem tree;

    /** @param typeName as {@code /proc/mounts} shows it: "tmpfs", "overlay" … */
    protected Filesystem(String typeName, boolean readOnly) {
        this.typeName = typeName;
        this.readOnly = readOnly;
    }

    public final String typeName() {
        return typeName;
    }

    /** Whether every change fails with EROFS, however it is mounted. */
    public final boolean readOnly() {
        return readOnly;
    }

    /** The device number that {@link Attributes#device} shows; 0 before the first mount. */
    public final long device() {
        return device;
    }

    /** The root directory: always the same object. */
    public abstract Inode root();

    public FilesystemStatistics statistics() {
        return FilesystemStatistics.NONE;
    }

    /** Gives back what the filesystem holds of the host (open folders, reserved space). It must not be used afterwards. */
    @Override
    public void close() {}

    /** Called under the tree's mount lock. */
    final void attach(VirtualFilesystem newTree, long newDevice) {
        if (tree == null) {
            tree = newTree;
            device = newDevice;
        } else if (tree != newTree) {
            throw new IllegalArgumentException(typeName + " filesystem is already mounted in another machine's tree");
        }
    }
}
