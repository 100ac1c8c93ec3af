// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.job.Job;
import org.wsh.shell.job.Jobs;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Numbers;
import org.wsh.shell.state.ShellProcess;

/** {@code wait [pid|job…]}. POSIX XCU 3. */
record WaitCommand(Jobs jobs) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        if (arguments.size() == 1) {
            for (Job job : jobs.table().all()) {
                if (job.stopped()) {
                    continue;
                }
                int status = jobs.waitFor(job);
                if (!job.ended()) {
                    return status;
                }
                jobs.forget(job);
            }
            return 0;
        }
        int status = 0;
        for (int i = 1; i < arguments.size(); i++) {
            String operand = arguments.get(i);
            int pid = Numbers.small(operand);
            if (pid < 0 && !operand.startsWith("%")) {
                shell.warn("wait: " + operand + ": not a process or job");
                return 2;
            }
            Job job = pid >= 0 ? jobs.table().of(pid) : jobs.table().find(operand);
            if (job == null) {
                status = 127;
                continue;
            }
            status = jobs.waitFor(job);
            if (!job.ended()) {
                return status;
            }
            jobs.forget(job);
        }
        return status;
    }
}
