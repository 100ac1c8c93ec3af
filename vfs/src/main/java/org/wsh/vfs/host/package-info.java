// SPDX-License-Identifier: Apache-2.0
/**
 * A folder of the host: {@link org.wsh.vfs.host.HostFilesystem}. All of this module that touches the host is in this package.
 *
 * <p>Confinement. The tree above walks one name at a time and follows symbolic links itself, as guest paths from the guest's
 * root, so the host never resolves a path of the guest's. Here each directory is opened by its name relative to its parent's
 * handle, never following a link (Java's {@link java.nio.file.SecureDirectoryStream}: openat() and O_NOFOLLOW), and must be the
 * very file that was looked up (device and inode number), else ESTALE. What Java cannot do by handle is done so:
 * <ul>
 * <li>mkdir, symlink, link: made under a random name directly in the granted folder, then moved into place by handle.
 * <li>link: the new name must lead to the inode meant, or is taken away again before any guest can open it.
 * <li>readlink: by path, with a check before and after. A process of the host that swaps a directory in between can make it
 *     tell the text of another link; never its content.
 * <li>a symbolic link's times: set on a second name of it made as for link. A file's number of links: asked by path, and believed
 *     only if the answer names the file meant.
 * </ul>
 * Guests cannot race each other here: names change under one lock per filesystem. A process of the host that moves a directory
 * out of the granted folder while a guest works in it takes the guest's view of that directory along: it was granted.
 * A hard link inside the folder to a file outside is that file: whoever made it granted it.
 *
 * <p>Only regular files and directories open. FIFOs, sockets and devices of the host are shown as sockets (ENXIO).
 *
 * <p>Shown: the host's permission bits (no set-id, no sticky bits: Java does not tell them), one uid and gid for all files,
 * one link for directories. Names that Java cannot decode are not listed and not found; a guest's name that the host cannot encode
 * is EILSEQ (a JVM started in the C locale encodes only ASCII: start it with LC_ALL=C.UTF-8), one it does not allow EINVAL. On a host that ignores case, so does this filesystem: two spellings are one inode.
 *
 * <p>Lock order: {@code HostFilesystem.names}, taken only inside {@link org.wsh.vfs.BlockingWork}; then a file's append lock.
 */
package org.wsh.vfs.host;
