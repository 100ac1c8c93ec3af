// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/** The rules of files on a filesystem that cannot be written. */
public abstract class ReadOnlyFileRules implements ReadOnlyRules {
    /** The tree of {@link FileRules}, on that filesystem, which is mounted read-only then. */
    protected static Guest sealed(Filesystem filesystem, Filesystem above) {
        Guest guest = Guest.root(above);
        guest.mkdir("/m");
        guest.tree.mount("/m", filesystem, MountOptions.READ_WRITE);
        guest.chroot("/m");
        FileRules.populate(guest);
        guest.tree.unmount("/m");
        guest.tree.mount("/m", filesystem, MountOptions.READ_ONLY);
        guest = new Guest(guest.tree, Credentials.ROOT);
        guest.chroot("/m");
        guest.cd("/");
        return guest;
    }
}
