// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * A place in the tree of mounts: what a path walk ends at, a working directory, a root. Immutable.
 *
 * <p>A directory's place is its inode below its mount (the inode knows its parent and its name, also after a rename). Any other
 * file may have many names, so its location remembers which directory and name it was reached by.
 */
public final class Location {
    private final Mount mount;
    private final Inode inode;
    private final Inode directory;
    private final String name;

    /**
     * @param directory for what is no directory, the one it was found in (on the same mount); null for directories
     * @param name      the name it was found under there; null for directories
     */
    Location(Mount mount, Inode inode, Inode directory, String name) {
        this.mount = mount;
        this.inode = inode;
        this.directory = directory;
        this.name = name;
    }

    static Location below(Mount mount, Inode directory, String name, Inode inode) {
        return inode.type() == FileType.DIRECTORY
                ? new Location(mount, inode, null, null)
                : new Location(mount, inode, directory, name);
    }

    public Mount mount() {
        return mount;
    }

    public Inode inode() {
        return inode;
    }

    public boolean isDirectory() {
        return inode.type() == FileType.DIRECTORY;
    }

    Inode directory() {
        return directory;
    }

    String name() {
        return name;
    }

    /** Whether both are the same file on the same mount. */
    public boolean samePlace(Location other) {
        return other != null && mount == other.mount && inode == other.inode;
    }

    boolean isMountRoot() {
        return inode == mount.filesystem().root();
    }

    @Override
    public String toString() {
        return "inode " + inode.number() + " of " + mount;
    }
}
