// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

/** What {@code stat} shall say of a host stream: it has no place in the tree of files. */
public record StreamOwner(long inode, long now, int uid, int gid) {}
