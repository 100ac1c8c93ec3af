// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/** The kinds of file POSIX knows. */
public enum FileType {
    REGULAR,
    DIRECTORY,
    SYMBOLIC_LINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    FIFO,
    SOCKET
}
