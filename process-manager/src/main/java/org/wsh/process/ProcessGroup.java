// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.LinkedHashSet;
import java.util.Set;

/** A process group: what a job's signals go to. Lives while it has members. POSIX 2024, 3.290. */
final class ProcessGroup {
    final int id;
    final Session session;

    /** Guarded by the process table's lock. Zombies are members until they are waited for. */
    final Set<Process> members = new LinkedHashSet<>();

    ProcessGroup(int id, Session session) {
        this.id = id;
        this.session = session;
    }
}
