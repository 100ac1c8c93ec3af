// SPDX-License-Identifier: Apache-2.0
/** Names, inodes, mounts, open file descriptions, and the filesystems that plug in. Knows no process and never waits. */
module org.wsh.vfs {
    // Touched first when a memory file outgrows its inode: see org.wsh.vfs.memory.
    requires com.google.common.jimfs;

    exports org.wsh.vfs;
    exports org.wsh.vfs.memory;
    exports org.wsh.vfs.image;
    exports org.wsh.vfs.overlay;
    exports org.wsh.vfs.host;
    exports org.wsh.vfs.computed;
    exports org.wsh.vfs.device;
}
