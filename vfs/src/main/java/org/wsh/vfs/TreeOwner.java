// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/** Root, at the root of the tree: who mounts. */
record TreeOwner(Location root) implements Caller {
    @Override
    public Credentials credentials() {
        return Credentials.ROOT;
    }

    @Override
    public int umask() {
        return 0;
    }

    @Override
    public Location workingDirectory() {
        return root;
    }
}
