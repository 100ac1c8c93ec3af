// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

import org.wsh.process.Process;
import org.wsh.process.Processes;
import org.wsh.process.ThreadGroup;

/** What a thread is doing, as ps shows it: proc(5). */
final class StateLetter {
    private StateLetter() {}

    /** R running or ready, S sleeping, T stopped, Z zombie. */
    static char of(Processes processes, Process process, ThreadGroup.Member thread) {
        if (processes.kinship(process).zombie() != null) {
            return 'Z';
        }
        return switch (thread.task().state()) {
            case NEW, READY, RUNNING -> 'R';
            case SLEEPING -> 'S';
            case STOPPED -> 'T';
            case DEAD -> 'Z';
        };
    }
}
