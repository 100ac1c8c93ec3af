// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** waitpid(): how a parent learns of its children's changes of state, and how zombies go. */
public final class Wait {
    private final ProcessTable table;

    Wait(ProcessTable table) {
        this.table = table;
    }

    /** {@code pid} 0: nothing has happened yet. */
    public record Result(int pid, WaitStatus status) {
        static final Result NOTHING = new Result(0, null);
    }

    /**
     * Waits for a child to change state.
     *
     * @param which     &gt; 0 that child, −1 any, 0 any of the caller's group, &lt; −1 any of group −which
     * @param stopped   stopped children count (WUNTRACED)
     * @param continued continued ones count (WCONTINUED)
     * @throws ErrnoException ECHILD, EINTR
     */
    Result wait(ProcessThread caller, int which, boolean block, boolean stopped, boolean continued) {
        Process parent = caller.process();
        Result found = look(parent, which, stopped, continued);
        while (found == Result.NOTHING && block) {
            Result[] seen = {Result.NOTHING};
            caller.await(() -> (seen[0] = look(parent, which, stopped, continued)) != Result.NOTHING, parent.childEvents, "wait");
            found = seen[0];
        }
        return found;
    }

    /** Takes one report, reaping the child if it has ended. */
    private Result look(Process parent, int which, boolean stopped, boolean continued) {
        synchronized (table.lock) {
            boolean candidates = false;
            for (Process child : parent.children) {
                if (!matches(parent, child, which)) {
                    continue;
                }
                candidates = true;
                if (child.zombieStatus != null) {
                    table.reap(child);
                    return new Result(child.pid(), child.zombieStatus);
                }
                WaitStatus change = child.unreportedChange;
                if (change instanceof WaitStatus.Stopped && stopped || change instanceof WaitStatus.Continued && continued) {
                    child.unreportedChange = null;
                    return new Result(child.pid(), change);
                }
            }
            if (!candidates) {
                throw new ErrnoException(Errno.ECHILD);
            }
            return Result.NOTHING;
        }
    }

    private static boolean matches(Process parent, Process child, int which) {
        if (which > 0) {
            return child.pid() == which;
        }
        return which == -1 || child.group.id == (which == 0 ? parent.group.id : -which);
    }
}
