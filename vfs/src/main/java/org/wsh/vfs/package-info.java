// SPDX-License-Identifier: Apache-2.0
/**
 * The virtual filesystem: one tree of mounts, walked with a caller's credentials.
 *
 * <p>Bottom up:
 * <ul>
 * <li>{@link org.wsh.vfs.Errno}, {@link org.wsh.vfs.ErrnoException}: how an operation fails.
 * <li>{@link org.wsh.vfs.Credentials}, {@link org.wsh.vfs.Caller}, {@link org.wsh.vfs.Permissions}: who asks, and whether he may.
 * <li>{@link org.wsh.vfs.Inode}: a file without its names; {@link org.wsh.vfs.Filesystem}: a set of them, the plug.
 * <li>{@link org.wsh.vfs.Mount}, {@link org.wsh.vfs.Location}: an inode's place in the tree.
 * <li>{@link org.wsh.vfs.OpenFileDescription}: an open file, shared by dup and fork.
 * <li>{@code PathWalk}: path strings to locations. POSIX 2024, 4.16 "Pathname Resolution".
 * <li>{@code Opening}: what open() does with what a walk found.
 * <li>{@link org.wsh.vfs.VirtualFilesystem}: the operations processes ask for.
 * </ul>
 *
 * <p>There is no dentry cache: a directory has one parent and one name, so its inode knows them; every other file is reached
 * through a {@link org.wsh.vfs.Location}, which remembers the directory and the name it was found under.
 *
 * <p>Lock order:
 * <pre>
 * VirtualFilesystem.mountLock              (mount and unmount only; a walk takes no lock of this package)
 * an open file description's offset lock
 *   a filesystem's lock on its names       (memory: tree; host: folder)
 *     an inode's own lock                  (metadata and bytes)
 * </pre>
 * No lock of the memory filesystem is held over host I/O or a call out of this module, but for {@link org.wsh.vfs.SpaceBudget}
 * and {@link org.wsh.vfs.TimeSource}, which must not wait, and a lower layer's reads in an overlay.
 */
package org.wsh.vfs;
