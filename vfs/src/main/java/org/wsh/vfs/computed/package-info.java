// SPDX-License-Identifier: Apache-2.0
/**
 * Filesystems whose files are computed: the base of {@code /dev} and {@code /proc}. gVisor's kernfs.
 *
 * <p>A tree of {@link org.wsh.vfs.computed.Node}s, each asked anew, with the caller, whenever somebody looks: a
 * {@link org.wsh.vfs.computed.Node.Directory} for its names, a {@link org.wsh.vfs.computed.Node.Text} for its content, a
 * {@link org.wsh.vfs.computed.Node.Link} for where it leads, a {@link org.wsh.vfs.computed.Node.Device} for an open file.
 * {@link org.wsh.vfs.computed.ComputedFilesystem} makes inodes of them; {@link org.wsh.vfs.computed.Listing} is a directory of
 * fixed names, to which nodes can be added while the machine runs.
 */
package org.wsh.vfs.computed;
