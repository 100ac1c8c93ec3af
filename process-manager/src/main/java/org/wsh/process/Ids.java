// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.List;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** A process's user and group ids: real, effective and saved. POSIX 2024, 3.4 and setresuid(). */
public record Ids(int realUid, int effectiveUid, int savedUid, int realGid, int effectiveGid, int savedGid, List<Integer> groups) {
    private static final int KEEP = -1;

    public Ids {
        groups = List.copyOf(groups);
    }

    static Ids of(Credentials credentials) {
        int uid = credentials.uid();
        int gid = credentials.gid();
        return new Ids(uid, uid, uid, gid, gid, gid, credentials.groups());
    }

    /** What permission checks look at. */
    Credentials effective() {
        return new Credentials(effectiveUid, effectiveGid, groups);
    }

    /** What access() looks at. */
    Credentials real() {
        return new Credentials(realUid, realGid, groups);
    }

    /** setresuid; −1 keeps. EPERM unless root, or each new id is one of the three. */
    public Ids withUids(int real, int effective, int saved) {
        for (int id : new int[] {real, effective, saved}) {
            if (effectiveUid != 0 && id != KEEP && id != realUid && id != effectiveUid && id != savedUid) {
                throw new ErrnoException(Errno.EPERM);
            }
        }
        return new Ids(keep(real, realUid), keep(effective, effectiveUid), keep(saved, savedUid),
                realGid, effectiveGid, savedGid, groups);
    }

    /** The effective ids become the real ones: POSIX_SPAWN_RESETIDS. */
    Ids withEffectiveReal() {
        return new Ids(realUid, realUid, savedUid, realGid, realGid, savedGid, groups);
    }

    /** setresgid; −1 keeps. EPERM unless root, or each new id is one of the three. */
    public Ids withGids(int real, int effective, int saved) {
        for (int id : new int[] {real, effective, saved}) {
            if (effectiveUid != 0 && id != KEEP && id != realGid && id != effectiveGid && id != savedGid) {
                throw new ErrnoException(Errno.EPERM);
            }
        }
        return new Ids(realUid, effectiveUid, savedUid,
                keep(real, realGid), keep(effective, effectiveGid), keep(saved, savedGid), groups);
    }

    /** setgroups. EPERM unless root. */
    public Ids withGroups(List<Integer> newGroups) {
        if (effectiveUid != 0) {
            throw new ErrnoException(Errno.EPERM);
        }
        return new Ids(realUid, effectiveUid, savedUid, realGid, effectiveGid, savedGid, newGroups);
    }

    /** Whether a process with these ids may signal one with {@code target}'s. POSIX kill(). */
    boolean maySignal(Ids target) {
        return effectiveUid == 0 || realUid == target.realUid || realUid == target.savedUid
                || effectiveUid == target.realUid || effectiveUid == target.savedUid;
    }

    /** Whether a process with these ids may change the limits of one with {@code target}'s: Linux's prlimit(). */
    public boolean mayLimit(Ids target) {
        return effectiveUid == 0 || realUid == target.realUid && realUid == target.effectiveUid && realUid == target.savedUid;
    }

    private static int keep(int wanted, int present) {
        return wanted == KEEP ? present : wanted;
    }
}
