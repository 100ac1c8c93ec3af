// SPDX-License-Identifier: Apache-2.0
/**
 * The filesystem that lives in the heap: {@code tmpfs}, and the tree that {@code org.wsh.vfs.overlay} lays over a lower one.
 *
 * <p>Bottom up: {@code JimfsDisk} and {@code ChunkedBytes} (large contents), {@code FileBytes} (a file's content),
 * {@code MemoryInode} with its kinds, {@code Names} (a directory's entries), {@link org.wsh.vfs.memory.MemoryFilesystem}.
 *
 * <p>Names, numbers, links, modes, ids, times and types are ours. A content of up to 256 KiB is an array in its inode, so
 * that most files, and start-up, never touch Jimfs; a larger one is a Jimfs file, mapped in chunks so that holes cost nothing.
 *
 * <p>Lock order: {@code MemoryFilesystem.tree} (all names), then one {@code MemoryInode}'s monitor (its metadata and bytes).
 * Looking a name up takes neither.
 */
package org.wsh.vfs.memory;
