// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.job;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.signal.Signal;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.LineSource;
import org.wsh.vfs.ErrnoException;

/** Signals and their actions: POSIX XCU 2.12, {@code trap}. Actions are run between commands, never inside one. */
public final class Traps {
    private final ShellProcess shell;
    private final HostedProcess self;
    private final JobControl control;
    private final Interpreter interpreter;
    private final ArrayDeque<Signal> arrived = new ArrayDeque<>();
    /** Signals ignored when the shell was started: a shell that is not interactive cannot trap them. */
    private final Map<Signal, Boolean> ignoredAtStart = new EnumMap<>(Signal.class);
    private boolean running;

    public Traps(ShellProcess shell, JobControl control, Interpreter interpreter) {
        this.shell = shell;
        this.self = shell.self;
        this.control = control;
        this.interpreter = interpreter;
    }

    /** Takes note of what has arrived, to be run later; Ctrl-C in an interactive shell ends the command at once. */
    public void notice() {
        for (Signal signal = self.takePendingSignal(); signal != null; signal = self.takePendingSignal()) {
            String action = shell.state.traps.get(signal);
            if (action != null && !action.isEmpty()) {
                if (arrived.size() < Signal.MAX_NUMBER) {
                    arrived.add(signal);
                }
            } else if (signal == Signal.INT && shell.state.interactive()) {
                throw new Jump.Interrupt();
            }
        }
    }

    /** Takes note of one that the line editor was told of. @return whether it is trapped */
    public boolean offer(Signal signal) {
        String action = shell.state.traps.get(signal);
        if (action == null || action.isEmpty()) {
            return false;
        }
        if (arrived.size() < Signal.MAX_NUMBER) {
            arrived.add(signal);
        }
        return true;
    }

    /** A trapped signal that has arrived and whose action has not run yet; null if there is none. */
    public Signal pending() {
        return arrived.peek();
    }

    /** Runs the actions of what has arrived. */
    public void runPending() {
        notice();
        if (arrived.isEmpty() || running) {
            return;
        }
        running = true;
        try {
            for (Signal signal = arrived.poll(); signal != null; signal = arrived.poll()) {
                String action = shell.state.traps.get(signal);
                if (action != null) {
                    run(action);
                }
            }
        } finally {
            running = false;
        }
    }

    /** {@code $?} is what it was before, unless the action exits. */
    private void run(String action) {
        int status = shell.state.status;
        interpreter.evaluate(LineSource.of(action), shell.state.line);
        shell.state.status = status;
    }

    /** Runs the EXIT action, once. @return the status to exit with */
    public int runExit(int status) {
        String action = shell.state.exitTrap;
        shell.state.exitTrap = null;
        shell.state.status = status;
        if (action == null || action.isEmpty()) {
            return status;
        }
        try {
            shell.state.loopDepth = 0;
            protect(action);
        } catch (Jump.Exit exit) {
            return exit.status;
        }
        return status;
    }

    /** Runs a text to its end; errors are reported and go no further, {@link Jump.Exit} does. */
    private void protect(String text) {
        try {
            interpreter.evaluate(LineSource.of(text), 1);
        } catch (ShellError error) {
            shell.warn(error.getMessage());
            shell.state.status = error.status();
        } catch (ErrnoException error) {
            shell.warn(error);
            shell.state.status = 2;
        } catch (Jump.Return end) {
            shell.state.status = end.status;
        } catch (Jump.OutOfLoop none) {
            // There is no loop: nothing to leave.
        } catch (Jump.Interrupt end) {
            shell.state.status = 130;
        }
    }

    /** @param action null for the default, empty to ignore */
    public void set(Signal signal, String action) {
        if (!shell.state.interactive() && wasIgnored(signal)) {
            return;
        }
        if (action == null) {
            shell.state.traps.remove(signal);
        } else {
            shell.state.traps.put(signal, action);
        }
        if (signal.unstoppable()) {
            return;
        }
        self.setDisposition(
                signal,
                action == null
                        ? control.ownDisposition(signal)
                        : action.isEmpty() ? HostedProcess.Disposition.IGNORE : HostedProcess.Disposition.CATCH);
    }

    private boolean wasIgnored(Signal signal) {
        Boolean known = ignoredAtStart.get(signal);
        if (known == null) {
            known = !shell.state.traps.containsKey(signal) && self.disposition(signal) == HostedProcess.Disposition.IGNORE;
            ignoredAtStart.put(signal, known);
        }
        return known;
    }

    /** Whether there is an action that somebody must be there to run. */
    public boolean any() {
        return shell.state.exitTrap != null && !shell.state.exitTrap.isEmpty()
                || shell.state.traps.values().stream().anyMatch(action -> !action.isEmpty());
    }

    /** In a subshell what was trapped is not, and what was ignored is. */
    static void resetInSubshell(ShellProcess shell) {
        shell.state.exitTrap = null;
        if (shell.state.traps.isEmpty()) {
            return;
        }
        for (Map.Entry<Signal, String> entry : new EnumMap<>(shell.state.traps).entrySet()) {
            if (!entry.getValue().isEmpty()) {
                shell.state.traps.remove(entry.getKey());
                shell.self.setDisposition(entry.getKey(), HostedProcess.Disposition.DEFAULT);
            }
        }
    }
}
