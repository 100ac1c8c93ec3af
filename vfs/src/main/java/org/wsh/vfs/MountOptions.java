// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * How a filesystem is mounted.
 *
 * @param readOnly every change through this mount fails with EROFS
 * @param source   what {@code /proc/mounts} shows in its first column
 */
public record MountOptions(boolean readOnly, String source) {
    public static final MountOptions READ_WRITE = new MountOptions(false, "none");
    public static final MountOptions READ_ONLY = new MountOptions(true, "none");
}
