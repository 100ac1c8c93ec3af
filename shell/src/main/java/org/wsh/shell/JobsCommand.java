// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;

/** {@code jobs [-l|-p] [job…]}. POSIX XCU 3. */
record JobsCommand() implements Builtin {
    @Override
    public int run(Executor shell, List<String> arguments) {
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
        shell.jobs.reap();
        int status = 0;
        if (options.operands().isEmpty()) {
            for (JobTable.Shown shown : shell.jobs.picture()) {
                show(shell, shown, pids, detailed);
            }
        }
        for (String operand : options.operands()) {
            Job job = find(shell, "jobs", operand);
            if (job == null) {
                status = 1;
            } else {
                show(shell, shell.jobs.table().show(job), pids, detailed);
            }
        }
        return status;
    }

    private static void show(Executor shell, JobTable.Shown shown, boolean pids, boolean detailed) {
        shell.print((pids ? Integer.toString(shown.pid()) : detailed ? shown.detailed() : shown.line()) + "\n");
        Job job = shell.jobs.table().of(shown.pid());
        if (!pids && job != null && job.ended()) {
            shell.jobs.forget(job);
        }
    }

    /** The job an operand names; says so and returns null if there is none. */
    static Job find(Executor shell, String name, String operand) {
        int pid = Numbers.small(operand);
        Job job = operand.startsWith("%") ? shell.jobs.table().find(operand) : pid > 0 ? shell.jobs.table().of(pid) : null;
        if (job == null) {
            shell.warn(name + ": " + operand + ": no such job");
        }
        return job;
    }
}
