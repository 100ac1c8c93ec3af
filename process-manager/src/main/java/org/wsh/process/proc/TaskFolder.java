// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

import java.util.ArrayList;
import java.util.List;
import org.wsh.process.Process;
import org.wsh.process.ThreadGroup;
import org.wsh.process.Processes;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.computed.Node;

/** {@code /proc/PID/task}: a folder for each of its threads. The main one stays as long as the process, as on Linux. */
record TaskFolder(Filesystem proc, Processes processes, Process process) implements Node.Directory {
    private List<ThreadGroup.Member> threads() {
        List<ThreadGroup.Member> threads = new ArrayList<>(process.threads());
        if (!threads.contains(process.thread())) {
            threads.addFirst(process.thread());
        }
        return threads;
    }

    @Override
    public List<String> list(Caller caller) {
        List<String> names = new ArrayList<>();
        for (ThreadGroup.Member thread : threads()) {
            names.add(Integer.toString(thread.tid()));
        }
        return names;
    }

    @Override
    public Node lookup(Caller caller, String name) {
        int tid = Numbered.number(name);
        for (ThreadGroup.Member thread : threads()) {
            if (thread.tid() == tid) {
                return new ProcessFolder(proc, processes, process, thread);
            }
        }
        return null;
    }
}
