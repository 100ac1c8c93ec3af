// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/** A caller that is no process: somebody's credentials, at some place. Who mounts, who loads programs, who owns a machine. */
public record PlacedCaller(Credentials credentials, Location root, Location workingDirectory, int umask) implements Caller {
    /** With no umask, and {@code root} as root and working directory. */
    public PlacedCaller(Credentials credentials, Location root) {
        this(credentials, root, root, 0);
    }
}
