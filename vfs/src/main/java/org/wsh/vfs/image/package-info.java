// SPDX-License-Identifier: Apache-2.0
/**
 * The read-only root image: {@link org.wsh.vfs.image.ImageWriter} makes an archive of {@link org.wsh.vfs.image.ImageEntry}s at
 * build time, {@link org.wsh.vfs.image.ImageFilesystem} mounts it.
 *
 * <p>The archive, all numbers big-endian:
 * <pre>
 * 8   magic  "WSHIMG2\n"
 * 4   number of inodes
 * then for each inode, a directory before what is in it, siblings sorted by name (UTF-16 order); the root is inode 1:
 *   1   type: 0 regular, 1 directory, 2 symbolic link, 3 character device, 4 block device, 5 FIFO
 *   4   parent's inode number (0 for the root)
 *   2+n name: length in bytes, UTF-8 (empty for the root)
 *   2   mode
 *   4   uid
 *   4   gid
 *   8   time of modification (also shown as access and change time), ns since 1970
 *   regular:  8 offset of the content from the archive's start, 8 its length, 32 its SHA-256
 *   link:     2+n target
 *   device:   8 rdev
 * then the contents, back to back. Equal contents are stored once.
 * </pre>
 * Nothing is compressed: a jar compresses it as a whole, and a content is then a slice that needs no work to open. The same
 * entries give the same bytes, in whatever order they were added.
 */
package org.wsh.vfs.image;
