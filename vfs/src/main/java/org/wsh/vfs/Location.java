// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/** A place in the tree of mounts: a directory entry below a mount. What a path walk ends at, a working directory, a root. */
public final class Location {
    Location() {}
}
