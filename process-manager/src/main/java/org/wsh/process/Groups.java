// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Process groups and sessions: setpgid(), getpgid(), setsid(), getsid(). POSIX 2024, 11.1 and the functions' pages. */
public final class Groups {
    private final ProcessTable table;

    Groups(ProcessTable table) {
        this.table = table;
    }

    /** getpgid(); 0 is oneself. ESRCH. */
    public int groupOf(Process caller, int pid) {
        synchronized (table.lock) {
            return target(caller, pid).group.id;
        }
    }

    /** getsid(); 0 is oneself. ESRCH. */
    public int sessionOf(Process caller, int pid) {
        synchronized (table.lock) {
            return target(caller, pid).group.session.id;
        }
    }

    /** getppid() of any process. ESRCH; 0 for init. */
    public int parentOf(Process caller, int pid) {
        synchronized (table.lock) {
            Process parent = target(caller, pid).parent;
            return parent == null ? 0 : parent.pid();
        }
    }

    /**
     * setpgid(): puts {@code pid} (0: oneself) into group {@code id} (0: its own, named by its pid).
     *
     * @throws ErrnoException ESRCH (neither oneself nor a child), EACCES (the child has executed a program since), EPERM (a
     *                        session leader, another session, or no such group there), EINVAL
     */
    public void setGroup(Process caller, int pid, int id) {
        if (pid < 0 || id < 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        synchronized (table.lock) {
            Process target = target(caller, pid);
            if (target != caller && target.parent != caller) {
                throw new ErrnoException(Errno.ESRCH);
            }
            Session session = caller.group.session;
            if (target.group.session != session || session.id == target.pid()) {
                throw new ErrnoException(Errno.EPERM);
            }
            if (target != caller && target.hasExecuted) {
                throw new ErrnoException(Errno.EACCES);
            }
            int wanted = id == 0 ? target.pid() : id;
            ProcessGroup group = table.group(wanted);
            if (group == null) {
                if (wanted != target.pid()) {
                    throw new ErrnoException(Errno.EPERM);
                }
                group = new ProcessGroup(wanted, session);
            } else if (group.session != session) {
                throw new ErrnoException(Errno.EPERM);
            }
            if (group != target.group) {
                table.join(target, group);
            }
        }
    }

    /** setsid(): a new session without terminal, in which the caller leads a new group. EPERM if it leads a group already. @return its id */
    public int newSession(Process caller) {
        synchronized (table.lock) {
            if (table.group(caller.pid()) != null) {
                throw new ErrnoException(Errno.EPERM);
            }
            table.join(caller, new ProcessGroup(caller.pid(), new Session(caller.pid())));
            return caller.pid();
        }
    }

    private Process target(Process caller, int pid) {
        return pid == 0 || pid == caller.pid() ? caller : table.get(pid);
    }
}
