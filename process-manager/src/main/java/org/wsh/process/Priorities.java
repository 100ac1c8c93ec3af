// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.ArrayList;
import java.util.List;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * How much of the processors processes get while others want them: getpriority() and setpriority(). A nice value is a weight in the scheduler's run queue, inherited by
 * children; −20 gets most, 19 least.
 */
public final class Priorities {
    public static final int PROCESS = 0;
    public static final int GROUP = 1;
    public static final int USER = 2;

    private final ProcessTable table;

    Priorities(ProcessTable table) {
        this.table = table;
    }

    /**
     * The highest priority, that is the lowest nice value, of those meant.
     *
     * @param which PROCESS, GROUP or USER
     * @param who   its id; 0 is the caller's own
     * @throws ErrnoException EINVAL, ESRCH (there is none)
     */
    public int get(Process caller, int which, int who) {
        int best = Integer.MAX_VALUE;
        for (Process each : meant(caller, which, who)) {
            best = Math.min(best, each.thread().task().nice());
        }
        return best;
    }

    /**
     * Sets the nice value (made to fit −20 to 19) of all that are meant and may be changed.
     *
     * @throws ErrnoException EINVAL, ESRCH, EPERM (another user's), EACCES (lowers it, and is not root); others may have been changed
     */
    public void set(Process caller, int which, int who, int nice) {
        int wanted = Math.clamp(nice, -20, 19);
        Errno refused = null;
        for (Process each : meant(caller, which, who)) {
            int user = caller.ids().effectiveUid();
            if (user != 0 && user != each.ids().realUid() && user != each.ids().effectiveUid()) {
                refused = Errno.EPERM;
            } else if (user != 0 && wanted < each.thread().task().nice()) {
                refused = Errno.EACCES;
            } else {
                each.threads().forEach(thread -> thread.task().setNice(wanted));
            }
        }
        if (refused != null) {
            throw new ErrnoException(refused);
        }
    }

    private List<Process> meant(Process caller, int which, int who) {
        List<Process> found = switch (which) {
            case PROCESS -> who == 0 || who == caller.pid() ? List.of(caller) : ofPid(who);
            case GROUP -> table.members(who == 0 ? groupOf(caller) : who);
            case USER -> ofUser(who == 0 ? caller.ids().realUid() : who);
            default -> throw new ErrnoException(Errno.EINVAL);
        };
        if (found.isEmpty()) {
            throw new ErrnoException(Errno.ESRCH);
        }
        return found;
    }

    private List<Process> ofPid(int pid) {
        Process found = table.find(pid);
        return found == null ? List.of() : List.of(found);
    }

    private List<Process> ofUser(int uid) {
        List<Process> found = new ArrayList<>();
        for (Process each : table.all()) {
            if (each.ids().realUid() == uid) {
                found.add(each);
            }
        }
        return found;
    }

    private int groupOf(Process process) {
        synchronized (table.lock) {
            return process.group.id;
        }
    }
}
