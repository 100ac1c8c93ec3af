// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.computed;

import org.wsh.vfs.Filesystem;
import org.wsh.vfs.Inode;
import org.wsh.vfs.TimeSource;

/** A filesystem of computed files. Nothing can be made, removed or renamed in it through the tree (EPERM). */
public class ComputedFilesystem extends Filesystem {
    private final ComputedInode root;
    private final long bootTime;

    /** @param typeName as {@code /proc/mounts} shows it: "proc", "devtmpfs" */
    public ComputedFilesystem(String typeName, Node.Directory root, TimeSource time) {
        super(typeName, false);
        bootTime = time.realtime();
        this.root = new ComputedInode(this, root, null, "");
    }

    @Override
    public final Inode root() {
        return root;
    }

    /** What every file's times are. */
    long bootTime() {
        return bootTime;
    }
}
