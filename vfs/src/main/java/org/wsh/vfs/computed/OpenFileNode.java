// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.computed;

import org.wsh.vfs.Attributes;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileTimes;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.Inode;
import org.wsh.vfs.LinkTarget;
import org.wsh.vfs.Location;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/**
 * What {@code /proc/self/fd/N} and {@code /dev/stdin} lead to: an open file description. Opening it hands out that very
 * description with one more reference, as dup() would (the BSDs' /dev/fd; Linux opens the file anew where it can).
 */
public final class OpenFileNode extends Inode {
    private final Filesystem filesystem;
    private final OpenFileDescription description;
    private final Attributes attributes;

    private OpenFileNode(Filesystem filesystem, OpenFileDescription description) {
        this.filesystem = filesystem;
        this.description = description;
        attributes = description.attributes();
    }

    /**
     * Where a magic link to {@code description} leads: an open directory to its place in the tree, so that paths go on from
     * there; anything else to an inode that opens as the description itself.
     *
     * @param filesystem the one with the link
     */
    public static LinkTarget of(Filesystem filesystem, OpenFileDescription description) {
        Location place = description.location();
        return place != null && place.isDirectory()
                ? new LinkTarget.Place(place)
                : new LinkTarget.Node(new OpenFileNode(filesystem, description));
    }

    @Override
    public Filesystem filesystem() {
        return filesystem;
    }

    @Override
    public long number() {
        return attributes.inode();
    }

    @Override
    public FileType type() {
        return attributes.type();
    }

    /** Whoever holds the descriptor may do what it was opened for, whatever the file's mode says. */
    @Override
    public int mode() {
        return (description.readable() ? 0444 : 0) | (description.writable() ? 0222 : 0);
    }

    @Override
    public int uid() {
        return attributes.uid();
    }

    @Override
    public int gid() {
        return attributes.gid();
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    /** EACCES when asked for more than it was opened for; ENOENT if it was closed meanwhile. */
    @Override
    public OpenFileDescription open(Caller caller, OpenFlags flags, Location where) {
        if ((flags.read() && !description.readable()) || (flags.write() && !description.writable())) {
            throw new ErrnoException(Errno.EACCES);
        }
        if (!description.retain()) {
            throw new ErrnoException(Errno.ENOENT);
        }
        return description;
    }

    @Override
    public void setSize(long size) {
        description.setSize(size);
    }

    @Override
    protected void setTimes(FileTimes times) {}
}
