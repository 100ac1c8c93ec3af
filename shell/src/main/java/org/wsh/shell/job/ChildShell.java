// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.job;

import java.util.List;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.hosted.HostedProgram;
import org.wsh.process.signal.Signal;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.state.ShellState;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/**
 * A subshell: a child process with a copy of the shell's state, made here, in the parent, since the child runs at the same time.
 * POSIX XCU 2.13.
 */
public final class ChildShell implements HostedProgram {
    /** What a subshell does once it stands. */
    public interface Body {
        /**
         * @param jobsOfParent for {@code jobs} to tell until it has its own
         * @return its exit status
         */
        int run(ShellProcess shell, List<JobTable.Shown> jobsOfParent);
    }

    private final ShellState state;
    private final List<Signal> ownSignals;
    private final Body body;
    private List<JobTable.Shown> jobs = List.of();
    private int input = -1;
    private int output = -1;
    private int unused = -1;
    private int terminal = -1;
    private boolean background;

    /**
     * @param state      a copy of the parent's
     * @param ownSignals those that the parent handles for itself, and its children must not
     */
    public ChildShell(ShellState state, List<Signal> ownSignals, Body body) {
        this.state = state;
        this.ownSignals = ownSignals;
        this.body = body;
    }

    /** Its standard input is {@code fd}; −1 leaves it. */
    public ChildShell input(int fd) {
        input = fd;
        return this;
    }

    /** Its standard output is {@code fd}; −1 leaves it. */
    public ChildShell output(int fd) {
        output = fd;
        return this;
    }

    /** {@code fd} is the parent's alone; −1: none. */
    public ChildShell closing(int fd) {
        unused = fd;
        return this;
    }

    /** Its process group gets the terminal. It sees to that itself, before it can read from it. */
    ChildShell foreground(int terminalFd) {
        terminal = terminalFd;
        return this;
    }

    /** Its parent's jobs, for {@code jobs} to tell until it has its own. */
    public ChildShell knowing(List<JobTable.Shown> jobsOfParent) {
        jobs = jobsOfParent;
        return this;
    }

    /** It is an asynchronous list without job control: 2.9.3.1, 2.12. */
    ChildShell background() {
        background = true;
        return this;
    }

    @Override
    public int run(HostedProcess self) {
        state.set(Option.INTERACTIVE, false);
        state.set(Option.MONITOR, false);
        ShellProcess shell = new ShellProcess(self, state);
        try {
            if (terminal >= 0) {
                self.setForegroundGroup(terminal, self.group());
            }
            for (Signal signal : ownSignals) {
                self.setDisposition(signal, HostedProcess.Disposition.DEFAULT);
            }
            Traps.resetInSubshell(shell);
            if (background) {
                detach(self);
            }
            connect(self);
        } catch (ErrnoException failed) {
            shell.warn(failed);
            return 2;
        }
        return body.run(shell, jobs);
    }

    private void detach(HostedProcess self) {
        self.setDisposition(Signal.INT, HostedProcess.Disposition.IGNORE);
        self.setDisposition(Signal.QUIT, HostedProcess.Disposition.IGNORE);
        if (input < 0) {
            int nothing = self.open("/dev/null", OpenFlags.READ, 0, false);
            if (nothing != 0) {
                self.duplicateTo(nothing, 0);
                self.close(nothing);
            }
        }
    }

    private void connect(HostedProcess self) {
        if (unused >= 0) {
            self.close(unused);
        }
        if (input >= 0) {
            self.duplicateTo(input, 0);
            self.close(input);
        }
        if (output >= 0) {
            self.duplicateTo(output, 1);
            self.close(output);
        }
    }
}
