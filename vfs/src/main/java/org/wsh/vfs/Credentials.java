// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import java.util.List;

/**
 * On whose behalf an operation is done: effective user id, effective group id, supplementary groups. POSIX 2024, 4.7
 * "File Access Permissions".
 */
public record Credentials(int uid, int gid, List<Integer> groups) {
    public static final Credentials ROOT = new Credentials(0, 0, List.of());

    public Credentials {
        groups = List.copyOf(groups);
    }

    /** Whether permission bits do not hold this caller back. */
    public boolean isRoot() {
        return uid == 0;
    }

    public boolean inGroup(int id) {
        return gid == id || groups.contains(id);
    }
}
