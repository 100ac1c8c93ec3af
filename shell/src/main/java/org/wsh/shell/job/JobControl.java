// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.job;

import java.util.ArrayList;
import java.util.List;
import org.wsh.kernel.terminal.Termios;
import org.wsh.process.SpawnAttributes;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalSet;
import org.wsh.process.signal.WaitStatus;
import org.wsh.shell.state.Descriptors;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellProcess;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/** What a shell with job control, interactive or by {@code set -m}, does about its terminal and the signals that come from there. POSIX XCU 2.11. */
public final class JobControl {
    private final ShellProcess shell;
    private final HostedProcess self;

    /** The controlling terminal, a descriptor of our own; −1 without one, or without job control. */
    private int terminal = -1;

    private int ownGroup;
    private Termios ownTermios;
    private boolean catchesInterrupts;
    /** {@code set -m} in a shell that is not interactive has been looked at. */
    private boolean looked;

    public JobControl(ShellProcess shell) {
        this.shell = shell;
        this.self = shell.self;
    }

    /** Takes part in job control on the terminal at {@code fd}: own group, in the foreground, not stopped by its signals. */
    public void begin(int fd) {
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

    /** Whether each job gets a process group of its own, and the one in the foreground the terminal: {@code set -m}. */
    public boolean monitors() {
        if (!shell.state.has(Option.MONITOR)) {
            return false;
        }
        if (terminal < 0 && !catchesInterrupts && !looked) {
            looked = true;
            takeTerminalOf();
        }
        return true;
    }

    /** A script that says {@code set -m}: its jobs get groups in any case, and the terminal if there is one and it is ours. */
    private void takeTerminalOf() {
        int fd = -1;
        try {
            fd = self.open("/dev/tty", OpenFlags.READ, 0, true);
            int group = self.group();
            if (self.foregroundGroup(fd) == group) {
                ownTermios = self.termios(fd);
                ownGroup = group;
                self.setDisposition(Signal.TTOU, HostedProcess.Disposition.IGNORE); // it will take the terminal back from the background
                terminal = Descriptors.copy(self, fd);
            }
        } catch (ErrnoException none) {
            // then without
        } finally {
            if (fd >= 0) {
                self.close(fd);
            }
        }
    }

    int terminal() {
        return terminal;
    }

    /** Signals this shell handles for itself and its children must not. */
    public List<Signal> ownSignals() {
        if (!catchesInterrupts) {
            return terminal >= 0 ? List.of(Signal.TTOU) : List.of();
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
            return terminal >= 0 && signal == Signal.TTOU ? HostedProcess.Disposition.IGNORE : HostedProcess.Disposition.DEFAULT;
        }
        return switch (signal) {
            case INT -> HostedProcess.Disposition.CATCH;
            case QUIT, TERM -> HostedProcess.Disposition.IGNORE;
            case TSTP, TTIN, TTOU -> terminal >= 0 ? HostedProcess.Disposition.IGNORE : HostedProcess.Disposition.DEFAULT;
            default -> HostedProcess.Disposition.DEFAULT;
        };
    }

    public SpawnAttributes childAttributes() {
        if (ownSignals().isEmpty()) {
            return SpawnAttributes.INHERIT;
        }
        SignalSet defaulted = SignalSet.EMPTY;
        for (Signal signal : ownSignals()) {
            defaulted = defaulted.with(signal);
        }
        return new SpawnAttributes(-1, false, false, null, defaulted, SignalSet.EMPTY);
    }

    /** Before this process becomes another program. */
    public void restoreSignals() {
        for (Signal signal : ownSignals()) {
            self.setDisposition(signal, HostedProcess.Disposition.DEFAULT);
        }
    }

    /** A job has it that runs in the foreground from now on. */
    void giveTerminal(Job job) {
        if (terminal >= 0) {
            self.setForegroundGroup(terminal, job.group);
        }
    }

    /** That job no longer runs in the foreground. */
    void takeTerminalBack(Job job) {
        if (terminal < 0) {
            return;
        }
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
}
