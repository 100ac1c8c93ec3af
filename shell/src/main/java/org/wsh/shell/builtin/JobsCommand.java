// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.job.Job;
import org.wsh.shell.job.JobTable;
import org.wsh.shell.job.Jobs;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.ShellProcess;

/** {@code jobs [-l|-p] [job…]}. POSIX XCU 3. */
record JobsCommand(Jobs jobs) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        boolean pids = false;
        boolean detailed = false;
        var options = new BuiltinOptions(arguments);
        while (options.next()) {
            switch (options.letter()) {
                case 'p' -> pids = true;
                case 'l' -> detailed = true;
                default -> {
                    return options.refuse(shell);
                }
            }
        }
        jobs.reap();
        int status = 0;
        if (options.operands().isEmpty()) {
            for (JobTable.Shown shown : jobs.picture()) {
                show(shell, shown, pids, detailed);
            }
        }
        for (String operand : options.operands()) {
            Job job = jobs.find("jobs", operand);
            if (job == null) {
                status = 1;
            } else {
                show(shell, jobs.table().show(job), pids, detailed);
            }
        }
        return status;
    }

    private void show(ShellProcess shell, JobTable.Shown shown, boolean pids, boolean detailed) {
        shell.print((pids ? Integer.toString(shown.pid()) : detailed ? shown.detailed() : shown.line()) + "\n");
        Job job = jobs.table().of(shown.pid());
        if (!pids && job != null && job.ended()) {
            jobs.forget(job);
        }
    }
}
