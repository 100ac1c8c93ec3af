// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

/**
 * How a host folder is shown.
 *
 * @param writable whether guests may change it
 * @param uid      who owns all its files, in the guest's eyes
 * @param gid      their group
 */
public record HostOptions(boolean writable, int uid, int gid) {
    public static final HostOptions READ_ONLY = new HostOptions(false, 0, 0);
    public static final HostOptions READ_WRITE = new HostOptions(true, 0, 0);
}
