// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.job;

import java.util.ArrayList;
import java.util.List;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.hosted.HostedProgram;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.Numbers;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.Command;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * The shell's children: starting, waiting, and with job control ({@code set -m}) a process group each, of which one has the terminal.
 * POSIX XCU 2.9.3.1, 2.11.
 */
public final class Jobs {
    private final ShellProcess shell;
    private final HostedProcess self;
    private final JobControl control;
    private final Traps traps;
    private final JobTable table;
    private final List<Integer> strays = new ArrayList<>();

    /** What the shell that this one is a copy of had then: {@code kill $(jobs -p)} asks for it, from a subshell. POSIX XCU jobs, RATIONALE. */
    private List<JobTable.Shown> inherited = List.of();

    public Jobs(ShellProcess shell, JobControl control, Traps traps) {
        this.shell = shell;
        this.self = shell.self;
        this.control = control;
        this.traps = traps;
        this.table = new JobTable(shell.account);
    }

    public void inherit(List<JobTable.Shown> jobs) {
        inherited = jobs;
    }

    /** All jobs as they are now; those of the shell that this one is a copy of in place of none of its own. */
    public List<JobTable.Shown> picture() {
        return table.isEmpty() ? inherited : table.showAll();
    }

    // Starting.

    /** Forks a member of {@code job}. */
    public void launch(Job job, ChildShell child, boolean foreground) {
        boolean grouped = control.monitors();
        if (foreground) {
            // Only where somebody waits for it: thousands in the background would each keep a list of the others.
            child.knowing(picture());
        }
        if (grouped && foreground) {
            child.foreground(control.terminal());
        }
        if (!grouped && !foreground && job.isEmpty()) {
            child.background();
        }
        int pid = fork(child, grouped ? job.group : -1);
        joined(job, pid);
    }

    /** A child in that group; −1: the shell's own. */
    public int fork(HostedProgram child, int group) {
        try {
            return self.fork(child, group);
        } catch (ErrnoException failed) {
            throw cannotFork(failed);
        }
    }

    /** When there may be no more processes that ends a script, as in dash; somebody at a prompt is told, and goes on. */
    public static RuntimeException cannotFork(ErrnoException failed) {
        return failed.errno() == Errno.EAGAIN ? new ShellError("cannot fork: " + failed.getMessage()) : failed;
    }

    /** A new child belongs to {@code job}; its first is the leader of the job's group. */
    public void joined(Job job, int pid) {
        if (control.monitors() && job.group == 0) {
            job.group = pid;
        }
        job.add(pid);
    }

    public int runForeground(ChildShell child, Command shown) {
        Job job = new Job(shown);
        launch(job, child, true);
        return await(job);
    }

    /** An asynchronous list has been started: {@code command &}. */
    public void started(Job job) {
        table.add(job);
        shell.state.lastBackground = job.lastPid();
        if (shell.state.interactive()) {
            shell.error("[" + job.number + "] " + job.lastPid() + "\n");
        }
    }

    public void forget(Job job) {
        table.forget(job);
    }

    /** A child nobody will wait for: collected once it has ended, when the next one comes. */
    public void adopt(int pid) {
        for (int i = strays.size() - 1; i >= 0; i--) {
            try {
                if (self.wait(strays.get(i), false, false).pid() != 0) {
                    strays.remove(i);
                }
            } catch (ErrnoException gone) {
                strays.remove(i);
            }
        }
        strays.add(pid);
    }

    // Waiting.

    /** Waits for one child of no job. */
    public int awaitChild(int pid) {
        while (true) {
            shell.account.poll(1);
            try {
                HostedProcess.Waited waited = self.wait(pid, true, false);
                if (waited.pid() == pid && waited.status().ended()) {
                    return Job.statusOf(waited.status());
                }
            } catch (ErrnoException failed) {
                if (failed.errno() != Errno.EINTR) {
                    return 127;
                }
                traps.notice();
            }
        }
    }

    /** As {@link #awaitChild}, for a command in the foreground: says how it died. */
    public int finish(int pid) {
        Job job = new Job(null);
        job.add(pid);
        return await(job);
    }

    /** Waits for a job in the foreground until it ends or, with job control, stops. */
    public int await(Job job) {
        boolean monitored = control.monitors();
        while (!job.ended() && !(monitored && job.stopped())) {
            shell.account.poll(1);
            waitFor(job, monitored);
        }
        if (monitored) {
            control.takeTerminalBack(job);
        }
        if (!job.ended()) {
            table.add(job);
            job.told = true;
            shell.error("\n" + table.show(job).line() + "\n");
            return 128 + job.stop().signal().number();
        }
        forget(job);
        WaitStatus outcome = job.outcome(shell.state.has(Option.PIPEFAIL));
        report(outcome);
        return Job.statusOf(outcome);
    }

    private void waitFor(Job job, boolean untraced) {
        int pid = job.unfinished();
        try {
            // With job control any member may stop first; without, each is waited for in turn.
            HostedProcess.Waited waited = self.wait(untraced && job.group > 0 ? -job.group : pid, true, untraced);
            job.note(waited.pid(), waited.status());
        } catch (ErrnoException failed) {
            if (failed.errno() == Errno.ECHILD) {
                job.note(pid, new WaitStatus.Exited(127));
            } else if (failed.errno() == Errno.EINTR) {
                traps.notice();
            } else {
                throw failed;
            }
        }
    }

    private void report(WaitStatus outcome) {
        if (!(outcome instanceof WaitStatus.Killed killed) || killed.signal() == Signal.PIPE) {
            return;
        }
        if (killed.signal() == Signal.INT) {
            if (shell.state.interactive()) {
                shell.error("\n");
                shell.state.status = 128 + Signal.INT.number();
                throw new Jump.Interrupt();
            }
            return;
        }
        shell.error(killed.signal().description() + (killed.core() ? " (core dumped)\n" : "\n"));
    }

    /** Takes note of what has changed, without waiting. */
    public void reap() {
        while (!table.isEmpty()) {
            HostedProcess.Waited waited;
            try {
                waited = self.wait(-1, false, control.monitors());
            } catch (ErrnoException none) {
                return;
            }
            if (waited.pid() == 0) {
                return;
            }
            table.note(waited.pid(), waited.status());
        }
    }

    /** Says which jobs have ended or stopped since the last prompt. */
    public void tell() {
        reap();
        for (Job job : table.all()) {
            if (!job.told && (job.ended() || job.stopped())) {
                job.told = true;
                shell.error(table.show(job).line() + "\n");
            }
            if (job.ended()) {
                forget(job);
            }
        }
    }

    // For the built-ins.

    /** The job an operand of {@code builtin} names; says so and returns null if there is none. */
    public Job find(String builtin, String operand) {
        int pid = Numbers.small(operand);
        Job job = operand.startsWith("%") ? table.find(operand) : pid > 0 ? table.of(pid) : null;
        if (job == null) {
            shell.warn(builtin + ": " + operand + ": no such job");
        }
        return job;
    }

    public JobTable table() {
        return table;
    }

    /**
     * {@code fg}: gives a job the terminal, lets it go on, waits. One that has ended meanwhile gives its status at
     * once: a script cannot know how far its job has come.
     */
    public int resumeForeground(Job job) {
        shell.print(job.text() + "\n");
        if (!job.ended()) {
            control.giveTerminal(job);
            job.continued();
            self.kill(-job.group, Signal.CONT);
        }
        return await(job);
    }

    /** {@code bg}. */
    public void resumeBackground(Job job) {
        job.continued();
        self.kill(-job.group, Signal.CONT);
        shell.print("[" + job.number + "] " + job.text() + "\n");
    }

    /**
     * {@code wait}: until the job has ended, or a trapped signal has arrived.
     *
     * @return its status, or 128 + the signal
     */
    public int waitFor(Job job) {
        while (!job.ended()) {
            shell.account.poll(1);
            Signal pending = traps.pending();
            if (pending != null) {
                return 128 + pending.number();
            }
            waitFor(job, false);
        }
        job.told = true;
        return Job.statusOf(job.outcome(false));
    }
}
