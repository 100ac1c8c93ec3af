// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.Collection;
import java.util.List;
import org.wsh.process.signal.SignalInfo;
import org.wsh.process.signal.WaitStatus;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** waitpid(): how a parent learns of its children's changes of state, and how zombies go. */
public final class Wait {
    private final ProcessTable table;

    Wait(ProcessTable table) {
        this.table = table;
    }

    /** {@code pid} 0: nothing has happened yet. {@code uid}: the child's real user. */
    public record Result(int pid, WaitStatus status, int uid) {
        static final Result NOTHING = new Result(0, null, 0);

        /** As siginfo_t tells it. */
        public SignalInfo info() {
            return SignalInfo.ofChild(pid, uid, status);
        }

        private static Result of(Process child, WaitStatus status) {
            return new Result(child.pid(), status, child.ids().realUid());
        }
    }

    /**
     * What counts, and what becomes of it.
     *
     * @param block     wait until there is something to report (no WNOHANG)
     * @param exited    children that have ended (WEXITED)
     * @param stopped   stopped ones (WUNTRACED)
     * @param continued continued ones (WCONTINUED)
     * @param keep      leave the report for another wait (WNOWAIT)
     */
    public record Options(boolean block, boolean exited, boolean stopped, boolean continued, boolean keep) {
        static final Options NOW = new Options(false, true, false, false, false);
    }

    /**
     * Waits for a child to change state.
     *
     * @param waiting of a thread of the parent
     * @param which &gt; 0 that child, −1 any, 0 any of the caller's group, &lt; −1 any of group −which
     * @throws ErrnoException ECHILD, EINTR
     */
    Result wait(Process parent, Waiting waiting, int which, Options options) {
        if (which == Integer.MIN_VALUE) {
            throw new ErrnoException(Errno.ESRCH);
        }
        Result found = look(parent, which, options);
        while (found == Result.NOTHING && options.block()) {
            Result[] seen = {Result.NOTHING};
            waiting.until(() -> (seen[0] = look(parent, which, options)) != Result.NOTHING, parent.childEvents, "wait");
            found = seen[0];
        }
        return found;
    }

    /** Takes one report, reaping the child if it has ended. */
    private Result look(Process parent, int which, Options options) {
        synchronized (table.lock) {
            boolean candidates = false;
            for (Process child : meant(parent, which)) {
                if (which != -1 && which <= 0 && child.group.id != (which == 0 ? parent.group.id : -which)) {
                    continue;
                }
                if (child.zombieStatus != null) {
                    if (options.exited()) {
                        if (!options.keep()) {
                            table.reap(child);
                        }
                        return Result.of(child, child.zombieStatus);
                    }
                    continue;
                }
                candidates = true;
                WaitStatus change = child.unreportedChange;
                if (change instanceof WaitStatus.Stopped && options.stopped() || change instanceof WaitStatus.Continued && options.continued()) {
                    if (!options.keep()) {
                        child.unreportedChange = null;
                    }
                    return Result.of(child, change);
                }
            }
            if (!candidates) {
                throw new ErrnoException(Errno.ECHILD);
            }
            return Result.NOTHING;
        }
    }

    /** One child is found without a look at the others: a shell waits for each of its thousands. Groups are told apart later. */
    private Collection<Process> meant(Process parent, int which) {
        if (which <= 0) {
            return parent.children;
        }
        Process one = table.find(which);
        return one == null || one.parent != parent ? List.of() : List.of(one);
    }
}
