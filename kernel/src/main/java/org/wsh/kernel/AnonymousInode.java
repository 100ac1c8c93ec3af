// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import org.wsh.vfs.Attributes;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/** An open description of something that has no name and is no file: an {@code anon_inode} of Linux. */
abstract class AnonymousInode extends OpenFileDescription {
    private final Credentials owner;
    private final long created;
    private final long inode;

    /** Woken whenever {@link #readiness} may have changed. */
    final WaitQueue changed = new WaitQueue();

    AnonymousInode(OpenFlags flags, Credentials owner, long created, long inode) {
        super(flags);
        this.owner = owner;
        this.created = created;
        this.inode = inode;
    }

    @Override
    public final void subscribe(Runnable wake) {
        changed.subscribe(wake);
    }

    @Override
    public final void unsubscribe(Runnable wake) {
        changed.unsubscribe(wake);
    }

    @Override
    public final Attributes attributes() {
        return new Attributes(
                Kernel.ANONYMOUS_DEVICE, inode, FileType.CHARACTER_DEVICE, 0600, 1, owner.uid(), owner.gid(), 0, 0, 0, created, created, created);
    }
}
