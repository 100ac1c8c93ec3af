// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/** A filesystem's place in the tree. Immutable. */
public final class Mount {
    private final Filesystem filesystem;
    private final MountOptions options;
    private final Location point;
    private final String path;
    private final Location root;

    /**
     * @param point the directory it covers; null for the root mount
     * @param path  where it was mounted, for {@code /proc/mounts}
     */
    Mount(Filesystem filesystem, MountOptions options, Location point, String path) {
        this.filesystem = filesystem;
        this.options = options;
        this.point = point;
        this.path = path;
        root = new Location(this, filesystem.root(), null, null);
    }

    public Filesystem filesystem() {
        return filesystem;
    }

    public MountOptions options() {
        return options;
    }

    /** The path it was mounted at. */
    public String path() {
        return path;
    }

    public boolean readOnly() {
        return options.readOnly() || filesystem.readOnly();
    }

    public Location root() {
        return root;
    }

    /** The covered directory; null for the root of the tree. */
    Location point() {
        return point;
    }

    void requireWritable(String about) {
        if (readOnly()) {
            throw new ErrnoException(Errno.EROFS, about);
        }
    }

    @Override
    public String toString() {
        return filesystem.typeName() + " on " + path;
    }
}
