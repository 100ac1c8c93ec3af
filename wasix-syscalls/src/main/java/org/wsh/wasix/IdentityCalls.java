// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.wsh.engine.runtime.Instance;
import org.wsh.process.Groups;
import org.wsh.process.Ids;
import org.wsh.process.Processes.MachineName;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** wsh_1: who a process is: users, groups, process groups, sessions, and the machine's name. */
public final class IdentityCalls {
    private static final int MOST_GROUPS = 64;
    private static final int NAME_FIELD = 65;

    private IdentityCalls() {}

    public static int umask(Instance in, int mask, int old) {
        Guest.requireRange(in, old, 4);
        Guest.writeInt(in, old, Guest.process(in).setUmask(mask));
        return WasiErrno.SUCCESS;
    }

    public static int ids_get(Instance in, int buffer) {
        Guest.requireRange(in, buffer, 24);
        Ids ids = Guest.process(in).ids();
        Guest.writeInt(in, buffer, ids.realUid());
        Guest.writeInt(in, buffer + 4, ids.effectiveUid());
        Guest.writeInt(in, buffer + 8, ids.savedUid());
        Guest.writeInt(in, buffer + 12, ids.realGid());
        Guest.writeInt(in, buffer + 16, ids.effectiveGid());
        Guest.writeInt(in, buffer + 20, ids.savedGid());
        return WasiErrno.SUCCESS;
    }

    public static int uid_set(Instance in, int real, int effective, int saved) {
        Guest.thread(in).setIds(Guest.process(in).ids().withUids(real, effective, saved));
        return WasiErrno.SUCCESS;
    }

    public static int gid_set(Instance in, int real, int effective, int saved) {
        Guest.thread(in).setIds(Guest.process(in).ids().withGids(real, effective, saved));
        return WasiErrno.SUCCESS;
    }

    public static int groups_get(Instance in, int groups, int capacity, int count) {
        List<Integer> all = Guest.process(in).ids().groups();
        Guest.requireRange(in, count, 4);
        if (capacity != 0) {
            if (Integer.compareUnsigned(capacity, all.size()) < 0) {
                throw new ErrnoException(Errno.EINVAL);
            }
            Guest.requireRange(in, groups, 4 * all.size());
            for (int i = 0; i < all.size(); i++) {
                Guest.writeInt(in, groups + 4 * i, all.get(i));
            }
        }
        Guest.writeInt(in, count, all.size());
        return WasiErrno.SUCCESS;
    }

    public static int groups_set(Instance in, int groups, int count) {
        if (count < 0 || count > MOST_GROUPS) {
            throw new ErrnoException(Errno.EINVAL);
        }
        Guest.requireRange(in, groups, 4 * count);
        List<Integer> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(Guest.readInt(in, groups + 4 * i));
        }
        Guest.thread(in).setIds(Guest.process(in).ids().withGroups(all));
        return WasiErrno.SUCCESS;
    }

    private static Groups groups(Instance in) {
        return Guest.thread(in).processes().groups();
    }

    public static int pgid_get(Instance in, int pid, int pgid) {
        Guest.requireRange(in, pgid, 4);
        Guest.writeInt(in, pgid, groups(in).groupOf(Guest.process(in), pid));
        return WasiErrno.SUCCESS;
    }

    public static int pgid_set(Instance in, int pid, int pgid) {
        groups(in).setGroup(Guest.process(in), pid, pgid);
        return WasiErrno.SUCCESS;
    }

    public static int sid_get(Instance in, int pid, int sid) {
        Guest.requireRange(in, sid, 4);
        Guest.writeInt(in, sid, groups(in).sessionOf(Guest.process(in), pid));
        return WasiErrno.SUCCESS;
    }

    public static int sid_new(Instance in, int sid) {
        Guest.requireRange(in, sid, 4);
        Guest.writeInt(in, sid, groups(in).newSession(Guest.process(in)));
        return WasiErrno.SUCCESS;
    }

    /** Five fields of 65 bytes, NUL-ended. */
    public static int uname(Instance in, int names) {
        MachineName name = Guest.thread(in).processes().name();
        byte[] fields = new byte[5 * NAME_FIELD];
        put(fields, 0, name.system());
        put(fields, 1, name.node());
        put(fields, 2, name.release());
        put(fields, 3, name.version());
        put(fields, 4, name.hardware());
        Guest.write(in, names, fields, 0, fields.length);
        return WasiErrno.SUCCESS;
    }

    private static void put(byte[] fields, int index, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, fields, index * NAME_FIELD, Math.min(bytes.length, NAME_FIELD - 1));
    }
}
