// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Orphaned process groups: those in which nobody has a parent in another group of the same session, so that no shell is left that could continue
 * what is stopped there. POSIX 2024, 3.238 and _exit(). All of it needs the process table's lock.
 */
final class Orphans {
    private Orphans() {}

    /** Whether nobody outside looks after {@code group}, {@code leaving} (null: nobody) no longer counted. */
    static boolean isOrphaned(ProcessGroup group, Process leaving) {
        for (Process member : group.members) {
            if (member != leaving && member.zombieStatus == null && isLookedAfter(member)) {
                return false;
            }
        }
        return true;
    }

    /** Whether its parent is in another group of its session. */
    private static boolean isLookedAfter(Process process) {
        Process parent = process.parent;
        return parent != null && parent.zombieStatus == null && parent.group != process.group && parent.group.session == process.group.session;
    }

    /**
     * The members of the groups that {@code process}, a zombie now whose children are still its own, leaves orphaned, if somebody there is
     * stopped: they are to get HUP and CONT.
     */
    static List<Process> leftBy(Process process) {
        Set<ProcessGroup> left = new LinkedHashSet<>();
        Process parent = process.parent;
        if (parent != null && parent.group != process.group && parent.group.session == process.group.session) {
            left.add(process.group);
        }
        for (Process child : process.children) {
            if (child.group != process.group && child.group.session == process.group.session) {
                left.add(child.group);
            }
        }
        List<Process> members = new ArrayList<>();
        for (ProcessGroup group : left) {
            if (isOrphaned(group, process) && group.members.stream().anyMatch(Orphans::isStopped)) {
                members.addAll(group.members);
            }
        }
        return members;
    }

    private static boolean isStopped(Process process) {
        return process.zombieStatus == null && process.threads.stopped();
    }
}
