// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

/** What {@code stat} shall say of a host stream, as it has no place in the tree of files; and how much may be written to it, with others. */
public record StreamOwner(long inode, long now, int uid, int gid, OutputLimit limit) {
    public StreamOwner(long inode, long now, int uid, int gid) {
        this(inode, now, uid, gid, new OutputLimit(Long.MAX_VALUE));
    }
}
