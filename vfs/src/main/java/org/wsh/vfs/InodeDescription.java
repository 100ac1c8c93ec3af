// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/** An open file description of something that has an inode: the part about metadata. */
public abstract class InodeDescription extends OpenFileDescription {
    private final Inode inode;
    private final Location location;

    /** @param location where it was opened; null if outside of any tree */
    protected InodeDescription(OpenFlags flags, Inode inode, Location location) {
        super(flags);
        this.inode = inode;
        this.location = location;
    }

    public final Inode inode() {
        return inode;
    }

    @Override
    public final Location location() {
        return location;
    }

    @Override
    public Attributes attributes() {
        return inode.attributes();
    }

    @Override
    public void setMode(Caller caller, int mode) {
        requireWritableMount();
        inode.changeMode(caller, mode);
    }

    @Override
    public void setOwner(Caller caller, int uid, int gid) {
        requireWritableMount();
        inode.changeOwner(caller, uid, gid);
    }

    @Override
    public void setTimes(Caller caller, FileTimes times) {
        requireWritableMount();
        inode.changeTimes(caller, times);
    }

    @Override
    protected void released() {}

    protected final void requireReadable() {
        if (!readable()) {
            throw new ErrnoException(Errno.EBADF);
        }
    }

    protected final void requireWritable() {
        if (!writable()) {
            throw new ErrnoException(Errno.EBADF);
        }
    }

    private void requireWritableMount() {
        if (location != null) {
            location.mount().requireWritable(null);
        }
    }
}
