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
    SOCKET;

    /** Whether writing to such a file changes its filesystem: devices and FIFOs on a read-only mount may be written to. */
    boolean isStored() {
        return switch (this) {
            case REGULAR, DIRECTORY, SYMBOLIC_LINK -> true;
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> false;
        };
    }
}
