// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * Opens what a filesystem only names: FIFOs and device nodes made by {@code mknod}. The floor above knows what is behind them.
 */
@FunctionalInterface
public interface SpecialFiles {
    /** Knows none: ENXIO for all, as Linux says of a device without a driver. */
    SpecialFiles NONE = (caller, where, flags) -> {
        throw new ErrnoException(Errno.ENXIO);
    };

    /**
     * Opens a FIFO, character or block device; permission is already checked. The inode ({@code where.inode()}) is the same
     * object for every name and every open, so it may key a table.
     */
    OpenFileDescription open(Caller caller, Location where, OpenFlags flags);
}
