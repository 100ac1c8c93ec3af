// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * Who is who: pid to process, and the relations between processes (parents and children, groups, sessions). One lock guards them all, as
 * Linux's tasklist_lock does: they change together and rarely. It is taken before a process's signal lock and before wait queues; nothing
 * that may block happens under it.
 */
final class ProcessTable {
    static final int INIT = 1;
    private static final int LAST_PID = 4_194_303;
    private static final int MOST_PROCESSES = 32_768;

    final Object lock = new Object();

    // Guarded by lock.
    private final Map<Integer, Process> processes = new HashMap<>();
    private final Map<Integer, ProcessGroup> groups = new HashMap<>();
    /** Session id to the number of its groups. */
    private final Map<Integer, Integer> sessions = new HashMap<>();
    /** Threads beside the main ones, which count and are numbered as processes. */
    private final Map<Integer, Process> threads = new HashMap<>();
    private int most = MOST_PROCESSES;
    private int lastPid;
    /** CPU time (ns) of those who are gone. */
    private long reapedTime;
    private int reserved;
    private boolean closed;

    /** A pid that no process, group or session has, for a child of {@code parent}. EAGAIN when there are too many processes, or too many of its user's. */
    int allocatePid(Process parent) {
        synchronized (lock) {
            int pid = nextNumber(parent);
            reserved++;
            return pid;
        }
    }

    /** The number of another thread of {@code process}. EAGAIN as for a process. */
    int allocateThread(Process process) {
        synchronized (lock) {
            int tid = nextNumber(process);
            threads.put(tid, process);
            return tid;
        }
    }

    /** It has ended, or never was. */
    void forgetThread(int tid) {
        synchronized (lock) {
            threads.remove(tid);
        }
    }

    /** No more than so many, threads included. */
    void limit(int processes) {
        synchronized (lock) {
            most = Math.min(processes, MOST_PROCESSES);
        }
    }

    /** From now on there are no new processes; one that is being made may still enter, and must be ended then. */
    void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Gives back a pid whose process never entered the table. */
    void forgetPid() {
        synchronized (lock) {
            reserved--;
        }
    }

    /** Enters a new process as a child of {@code parent} (null: pid 1 itself). */
    void enter(Process child, Process parent, ProcessGroup group) {
        synchronized (lock) {
            reserved--;
            processes.put(child.pid(), child);
            child.parent = parent;
            if (parent != null) {
                parent.children.add(child);
            }
            join(child, group);
        }
    }

    /** CPU time (ns) of all there are and were. */
    long cpuTimeOfAll() {
        synchronized (lock) {
            long sum = reapedTime;
            for (Process each : processes.values()) {
                sum += each.thread() == null ? 0 : each.cpuTime();
            }
            return sum;
        }
    }

    int lastPid() {
        synchronized (lock) {
            return lastPid;
        }
    }

    /** The process of that pid, zombies included; null if there is none. */
    Process find(int pid) {
        synchronized (lock) {
            return processes.get(pid);
        }
    }

    /** ESRCH. */
    Process get(int pid) {
        Process found = find(pid);
        if (found == null) {
            throw new ErrnoException(Errno.ESRCH);
        }
        return found;
    }

    /** The process that a number is of: its own, or one of its threads'. ESRCH. */
    Process owner(int number) {
        synchronized (lock) {
            Process found = processes.get(number);
            found = found == null ? threads.get(number) : found;
            if (found == null) {
                throw new ErrnoException(Errno.ESRCH);
            }
            return found;
        }
    }

    Process init() {
        return find(INIT);
    }

    /** A moment's picture, by pid. */
    List<Process> all() {
        List<Process> all;
        synchronized (lock) {
            all = new ArrayList<>(processes.values());
        }
        all.sort(Comparator.comparingInt(Process::pid));
        return all;
    }

    /** A moment's picture of a group; empty if there is none. */
    List<Process> members(int groupId) {
        synchronized (lock) {
            ProcessGroup group = groups.get(groupId);
            return group == null ? List.of() : new ArrayList<>(group.members);
        }
    }

    // The rest needs the lock.

    private int nextNumber(Process parent) {
        if (closed || processes.size() + threads.size() + reserved >= most || parent != null && !mayHaveMore(parent)) {
            throw new ErrnoException(Errno.EAGAIN, "too many processes");
        }
        do {
            lastPid = lastPid == LAST_PID ? INIT + 1 : lastPid + 1;
        } while (processes.containsKey(lastPid) || threads.containsKey(lastPid) || groups.containsKey(lastPid) || sessions.containsKey(lastPid));
        return lastPid;
    }

    /** RLIMIT_NPROC, which does not hold for root. Threads count, as on Linux. */
    private boolean mayHaveMore(Process parent) {
        long limit = parent.limits().processes();
        int user = parent.ids().realUid();
        if (limit == Long.MAX_VALUE || user == 0) {
            return true;
        }
        long count = 0;
        for (Process each : processes.values()) {
            count += each.ids().realUid() == user ? 1 : 0;
        }
        for (Process each : threads.values()) {
            count += each.ids().realUid() == user ? 1 : 0;
        }
        return count < limit;
    }

    ProcessGroup group(int id) {
        return groups.get(id);
    }

    /** Moves a process into a group. A group without members ceases to be. */
    void join(Process process, ProcessGroup group) {
        leave(process);
        if (groups.putIfAbsent(group.id, group) == null) {
            sessions.merge(group.session.id, 1, Integer::sum);
        }
        group.members.add(process);
        process.group = group;
    }

    /** A zombie's last trace goes. */
    void reap(Process zombie) {
        processes.remove(zombie.pid());
        reapedTime += zombie.cpuTime();
        if (zombie.control != null) {
            zombie.control.leave();
        }
        leave(zombie);
        if (zombie.parent != null) {
            zombie.parent.children.remove(zombie);
            zombie.parent.childrenTime += zombie.cpuTime() + zombie.childrenTime;
            zombie.parent.childrenPeak = Math.max(zombie.parent.childrenPeak, Math.max(zombie.memory.peak(), zombie.childrenPeak));
        }
    }

    private void leave(Process process) {
        ProcessGroup old = process.group;
        if (old != null) {
            old.members.remove(process);
            if (old.members.isEmpty()) {
                groups.remove(old.id);
                sessions.computeIfPresent(old.session.id, (id, count) -> count == 1 ? null : count - 1);
            }
        }
    }
}
