// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.job.Job;
import org.wsh.shell.job.JobControl;
import org.wsh.shell.job.Jobs;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.ShellProcess;

/** {@code fg} and {@code bg}. POSIX XCU 3. */
record ResumeCommand(Jobs jobs, JobControl control, boolean foreground) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        String name = arguments.get(0);
        if (!control.monitors()) {
            shell.warn(name + ": no job control");
            return 1;
        }
        jobs.reap();
        int status = 0;
        if (arguments.size() == 1) {
            Job job = jobs.table().current();
            if (job == null) {
                shell.warn(name + ": no current job");
                return 1;
            }
            return resume(shell, job);
        }
        for (int i = 1; i < arguments.size(); i++) {
            Job job = jobs.find(name, arguments.get(i));
            status = job == null ? 1 : resume(shell, job);
        }
        return status;
    }

    private int resume(ShellProcess shell, Job job) {
        if (job.group() == 0) {
            shell.warn("job " + job.number() + " was started without job control");
            return 1;
        }
        if (foreground) {
            return jobs.resumeForeground(job);
        }
        if (job.ended()) {
            shell.warn("job " + job.number() + " has ended");
            return 1;
        }
        jobs.resumeBackground(job);
        return 0;
    }
}
