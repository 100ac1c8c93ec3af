// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * How far a transfer must have come before it returns: O_DSYNC, O_RSYNC, O_SYNC.
 *
 * @param data  what was written is stored, and what is needed to find it
 * @param read  reads wait for that, too
 * @param whole what was written is stored, and all about the file
 */
public record Synchrony(boolean data, boolean read, boolean whole) {
    public static final Synchrony NONE = new Synchrony(false, false, false);

    public boolean ofWrites() {
        return data || whole;
    }
}
