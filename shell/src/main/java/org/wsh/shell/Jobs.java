// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.ArrayList;
import java.util.List;
import org.wsh.kernel.terminal.Termios;
import org.wsh.process.HostedProcess;
import org.wsh.process.Signal;
import org.wsh.process.SignalSet;
import org.wsh.process.SpawnAttributes;
import org.wsh.process.WaitStatus;
import org.wsh.shell.syntax.Command;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * The shell's children: starting, waiting, and with job control ({@code set -m}) a process group each, of which one has the terminal.
 * POSIX XCU 2.9.3.1, 2.11.
 */
final class Jobs {
    /** So many ended jobs are remembered until they are asked for; older ones are forgotten. */
    private static final int REMEMBERED = 1024;

    private final Executor shell;
    private final HostedProcess self;
    private final List<Job> table = new ArrayList<>();
    private final List<Integer> strays = new ArrayList<>();
    private List<Inherited> inherited = List.of();

    /** A job of the shell that this one is a copy of, as it was then: {@code kill $(jobs -p)} asks for it, from a subshell. POSIX XCU jobs, RATIONALE. */
    record Inherited(int pid, String line) {}

    /** The controlling terminal, a descriptor of our own; −1 without job control. */
    private int terminal = -1;

    private int ownGroup;
    private Termios ownTermios;
    private boolean catchesInterrupts;

    Jobs(Executor shell) {
        this.shell = shell;
        this.self = shell.self;
    }

    /** What a copy of this shell shows as its jobs until it has its own. */
    List<Inherited> forCopy() {
        if (table.isEmpty()) {
            return List.of();
        }
        List<Inherited> jobs = new ArrayList<>();
        for (Job job : table) {
            jobs.add(new Inherited(job.firstPid(), line(job)));
        }
        return jobs;
    }

    void inherit(List<Inherited> jobs) {
        inherited = jobs;
    }

    /** The jobs to show in place of none of its own. */
    List<Inherited> inherited() {
        return table.isEmpty() ? inherited : List.of();
    }

    // Interactive shells: 2.11.

    /** Takes part in job control on the terminal at {@code fd}: own group, in the foreground, not stopped by its signals. */
    void control(int fd) {
        catchesInterrupts = true;
        self.setDisposition(Signal.INT, HostedProcess.Disposition.CATCH);
        self.setDisposition(Signal.QUIT, HostedProcess.Disposition.IGNORE);
        self.setDisposition(Signal.TERM, HostedProcess.Disposition.IGNORE);
        if (fd < 0) {
            return;
        }
        try {
            int group = self.group();
            while (self.foregroundGroup(fd) != group) {
                self.kill(0, Signal.TTIN);
                group = self.group();
            }
            self.setDisposition(Signal.TSTP, HostedProcess.Disposition.IGNORE);
            self.setDisposition(Signal.TTIN, HostedProcess.Disposition.IGNORE);
            self.setDisposition(Signal.TTOU, HostedProcess.Disposition.IGNORE);
            if (group != self.pid() && self.session() != self.pid()) {
                self.setGroup(0, 0);
            }
            ownGroup = self.group();
            self.setForegroundGroup(fd, ownGroup);
            ownTermios = self.termios(fd);
            terminal = Descriptors.copy(self, fd);
            shell.state.set(Option.MONITOR, true);
        } catch (ErrnoException none) {
            shell.warn("no job control: " + none.getMessage());
        }
    }

    boolean monitors() {
        return terminal >= 0 && shell.state.has(Option.MONITOR);
    }

    /** Signals this shell handles for itself and its children must not. */
    List<Signal> ownSignals() {
        if (!catchesInterrupts) {
            return List.of();
        }
        List<Signal> signals = new ArrayList<>();
        for (Signal signal : new Signal[] {Signal.INT, Signal.QUIT, Signal.TERM, Signal.TSTP, Signal.TTIN, Signal.TTOU, Signal.WINCH}) {
            String action = shell.state.traps.get(signal);
            if (action == null || !action.isEmpty()) {
                signals.add(signal);
            }
        }
        return signals;
    }

    /** What a signal without a trap does to this shell. */
    HostedProcess.Disposition ownDisposition(Signal signal) {
        if (!catchesInterrupts) {
            return HostedProcess.Disposition.DEFAULT;
        }
        return switch (signal) {
            case INT -> HostedProcess.Disposition.CATCH;
            case QUIT, TERM -> HostedProcess.Disposition.IGNORE;
            case TSTP, TTIN, TTOU -> terminal >= 0 ? HostedProcess.Disposition.IGNORE : HostedProcess.Disposition.DEFAULT;
            default -> HostedProcess.Disposition.DEFAULT;
        };
    }

    SpawnAttributes childAttributes() {
        if (!catchesInterrupts) {
            return SpawnAttributes.INHERIT;
        }
        SignalSet defaulted = SignalSet.EMPTY;
        for (Signal signal : ownSignals()) {
            defaulted = defaulted.with(signal);
        }
        return new SpawnAttributes(-1, false, false, null, defaulted, SignalSet.EMPTY);
    }

    /** Before this process becomes another program. */
    void restoreSignals() {
        for (Signal signal : ownSignals()) {
            self.setDisposition(signal, HostedProcess.Disposition.DEFAULT);
        }
    }

    // Starting.

    /** Forks a member of {@code job}. */
    void launch(Job job, ChildShell child, boolean foreground) {
        boolean grouped = monitors();
        if (grouped && foreground) {
            child.foreground(terminal);
        }
        if (!grouped && !foreground && job.isEmpty()) {
            child.background();
        }
        int pid = self.fork(child, grouped ? job.group : -1);
        joined(job, pid);
    }

    /** A new child belongs to {@code job}; its first is the leader of the job's group. */
    void joined(Job job, int pid) {
        if (monitors() && job.group == 0) {
            job.group = pid;
        }
        job.add(pid);
    }

    int runForeground(ChildShell child, Command shown) {
        Job job = new Job(shown);
        launch(job, child, true);
        return await(job);
    }

    /** An asynchronous list: {@code command &}. */
    void start(Command command) {
        reap();
        Job job = new Job(command);
        if (command instanceof Command.Pipeline pipeline && !pipeline.negated()) {
            shell.startPipeline(job, pipeline.stages(), false);
        } else {
            launch(job, new ChildShell(shell, command), false);
        }
        register(job);
        shell.state.lastBackground = job.lastPid();
        if (shell.state.interactive()) {
            shell.error("[" + job.number + "] " + job.lastPid() + "\n");
        }
    }

    private void register(Job job) {
        if (job.number > 0) {
            return;
        }
        int number = 1;
        for (Job known : table) {
            number = Math.max(number, known.number + 1);
        }
        job.number = number;
        shell.account.keep(256);
        table.add(job);
        int ended = 0;
        for (int i = table.size() - 1; i >= 0; i--) {
            if (table.get(i).ended() && ++ended > REMEMBERED) {
                forget(table.get(i));
            }
        }
    }

    void forget(Job job) {
        if (table.remove(job)) {
            job.number = 0;
            shell.account.keep(-256);
        }
    }

    /** A child nobody will wait for: collected once it has ended, when the next one comes. */
    void adopt(int pid) {
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
    int awaitChild(int pid) {
        while (true) {
            shell.account.poll(1);
            try {
                HostedProcess.Waited waited = self.wait(pid, true, false);
                if (waited.pid() == pid && waited.status().ended()) {
                    return statusOf(waited.status());
                }
            } catch (ErrnoException failed) {
                if (failed.errno() != Errno.EINTR) {
                    return 127;
                }
                shell.traps.notice();
            }
        }
    }

    /** As {@link #awaitChild}, for a command in the foreground: says how it died. */
    int finish(int pid) {
        Job job = new Job(null);
        job.add(pid);
        return await(job);
    }

    /** Waits for a job in the foreground until it ends or, with job control, stops. */
    int await(Job job) {
        boolean monitored = monitors();
        while (!job.ended() && !(monitored && job.stopped())) {
            shell.account.poll(1);
            waitFor(job, monitored);
        }
        if (monitored) {
            takeTerminalBack(job);
        }
        if (!job.ended()) {
            register(job);
            job.told = true;
            shell.error("\n" + line(job) + "\n");
            return 128 + job.stop().signal().number();
        }
        forget(job);
        WaitStatus outcome = job.outcome(shell.state.has(Option.PIPEFAIL));
        report(outcome);
        return statusOf(outcome);
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
                shell.traps.notice();
            } else {
                throw failed;
            }
        }
    }

    private void takeTerminalBack(Job job) {
        try {
            self.setForegroundGroup(terminal, ownGroup);
            if (!job.ended() || job.outcome(false) instanceof WaitStatus.Killed) {
                // What was cut off may have left the terminal raw.
                self.setTermios(terminal, ownTermios);
            } else {
                ownTermios = self.termios(terminal);
            }
        } catch (ErrnoException gone) {
            terminal = -1;
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

    /** {@code $?} of a status. Written out, since a switch over records would have to be linked at start. */
    static int statusOf(WaitStatus status) {
        if (status instanceof WaitStatus.Exited exited) {
            return exited.code();
        }
        if (status instanceof WaitStatus.Killed killed) {
            return 128 + killed.signal().number();
        }
        return status instanceof WaitStatus.Stopped stopped ? 128 + stopped.signal().number() : 0;
    }

    /** Takes note of what has changed, without waiting. */
    void reap() {
        while (!table.isEmpty()) {
            HostedProcess.Waited waited;
            try {
                waited = self.wait(-1, false, monitors());
            } catch (ErrnoException none) {
                return;
            }
            if (waited.pid() == 0) {
                return;
            }
            for (Job job : table) {
                if (job.note(waited.pid(), waited.status())) {
                    break;
                }
            }
        }
    }

    /** Says which jobs have ended or stopped since the last prompt. */
    void tell() {
        reap();
        for (Job job : new ArrayList<>(table)) {
            if (!job.told && (job.ended() || job.stopped())) {
                job.told = true;
                shell.error(line(job) + "\n");
            }
            if (job.ended()) {
                forget(job);
            }
        }
    }

    // For the built-ins.

    List<Job> table() {
        return new ArrayList<>(table);
    }

    Job of(int pid) {
        for (Job job : table) {
            if (job.has(pid)) {
                return job;
            }
        }
        return null;
    }

    /** {@code %1 %% %+ %- %name %?text}: XBD 3.182. Null if there is none. */
    Job find(String id) {
        String rest = id.substring(1);
        if (rest.isEmpty() || rest.equals("%") || rest.equals("+")) {
            return current();
        }
        if (rest.equals("-")) {
            return previous();
        }
        for (Job job : table) {
            String text = job.text();
            if (rest.equals(Integer.toString(job.number))
                    || (rest.startsWith("?") ? text.contains(rest.substring(1)) : text.startsWith(rest))) {
                return job;
            }
        }
        return null;
    }

    /** The job {@code fg} means: the last stopped one, else the last one. */
    Job current() {
        for (int i = table.size() - 1; i >= 0; i--) {
            if (table.get(i).stopped()) {
                return table.get(i);
            }
        }
        return table.isEmpty() ? null : table.get(table.size() - 1);
    }

    private Job previous() {
        Job current = current();
        for (int i = table.size() - 1; i >= 0; i--) {
            if (table.get(i) != current) {
                return table.get(i);
            }
        }
        return current;
    }

    /** {@code [1] + Running sleep 10 &}. */
    String line(Job job) {
        String mark = job == current() ? "+" : job == previous() ? "-" : " ";
        return "[" + job.number + "] " + mark + " " + job.state() + "\t" + job.text();
    }

    /** {@code fg}: gives a job the terminal, lets it go on, waits. */
    int resumeForeground(Job job) {
        shell.print(job.text() + "\n");
        self.setForegroundGroup(terminal, job.group);
        job.continued();
        self.kill(-job.group, Signal.CONT);
        return await(job);
    }

    /** {@code bg}. */
    void resumeBackground(Job job) {
        job.continued();
        self.kill(-job.group, Signal.CONT);
        shell.print("[" + job.number + "] " + job.text() + "\n");
    }

    /**
     * {@code wait}: until the job has ended, or a trapped signal has arrived.
     *
     * @return its status, or 128 + the signal
     */
    int waitFor(Job job) {
        while (!job.ended()) {
            shell.account.poll(1);
            Signal pending = shell.traps.pending();
            if (pending != null) {
                return 128 + pending.number();
            }
            waitFor(job, false);
        }
        job.told = true;
        return statusOf(job.outcome(false));
    }
}
