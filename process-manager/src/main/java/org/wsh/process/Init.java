// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.List;
import org.wsh.kernel.Ledger;
import org.wsh.process.descriptor.DescriptorTable;
import org.wsh.process.limit.DescriptorQuota;
import org.wsh.process.signal.Signals;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.Location;

/**
 * Pid 1: parent of what the machine's owner starts, and of every orphan. It is a program that does nothing but wait for children, so
 * zombies go.
 */
final class Init implements Program {
    private static final Process.ProgramInfo INFO = new Process.ProgramInfo("/sbin/init", "init", List.of("init"), List.of());

    @Override
    public int run(ProcessThread thread) {
        Process init = thread.process();
        while (true) {
            thread.waiting().until(() -> hasZombies(thread), init.childEvents, "wait");
            try {
                while (thread.processes().wait.wait(init, thread.waiting(), -1, Wait.Options.NOW).pid() != 0) {
                    // one more gone
                }
            } catch (ErrnoException none) {
                // ECHILD: no children at all for now
            }
        }
    }

    private static boolean hasZombies(ProcessThread thread) {
        synchronized (thread.processes().table.lock) {
            for (Process child : thread.process().children) {
                if (child.zombieStatus != null) {
                    return true;
                }
            }
            return false;
        }
    }

    /** @return its thread, on whose behalf the machine's owner starts others */
    static ProcessThread start(Processes processes, Life life) {
        Location root = processes.vfs().root();
        int pid = processes.table.allocatePid(null);
        Ledger.Account memory = processes.kernel().ledger().account("init");
        Process init = new Process(pid, processes.kernel(), processes.signals, new DescriptorTable(DescriptorQuota.UNLIMITED), new Signals(), memory, null,
                Ids.of(Credentials.ROOT), 022, root, root, INFO);
        ProcessThread thread = new ProcessThread(processes, life, init);
        thread.setFirst(new Init());
        init.threads.setMain(thread.member());
        processes.table.enter(init, null, new ProcessGroup(pid, new Session(pid)));
        thread.task().start();
        return thread;
    }
}
