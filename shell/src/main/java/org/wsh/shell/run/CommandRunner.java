// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import java.util.ArrayList;
import java.util.List;
import org.wsh.shell.expand.Expander;
import org.wsh.shell.job.Interpreter;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.Quoting;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.state.ShellState;
import org.wsh.shell.state.Variables;
import org.wsh.shell.syntax.Assignment;
import org.wsh.shell.syntax.Command;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Runs simple commands: POSIX XCU 2.9.1. Expansion, redirections, assignments, then the search for what to run. */
public final class CommandRunner {
    private final ShellProcess shell;
    private final ShellState state;
    private final Interpreter interpreter;
    private final Expander expander;
    private final CommandSubstitution substitutions;
    private final Redirections redirections;
    private final BuiltinTable builtins;
    private final Programs programs;

    public CommandRunner(
            ShellProcess shell, Interpreter interpreter, Expander expander, CommandSubstitution substitutions, Redirections redirections,
            BuiltinTable builtins, Programs programs) {
        this.shell = shell;
        this.state = shell.state;
        this.interpreter = interpreter;
        this.expander = expander;
        this.substitutions = substitutions;
        this.redirections = redirections;
        this.builtins = builtins;
        this.programs = programs;
    }

    /** @param last nothing is to be done after it: a program may take this process over */
    public int run(Command.Simple command, boolean last) {
        long mark = shell.account.mark();
        try {
            state.line = command.line();
            substitutions.forgetStatus();
            List<String> fields = command.words().isEmpty() ? List.of() : expander.fields(command.words());
            return fields.isEmpty() ? runNameless(command) : runNamed(command, fields, last);
        } finally {
            shell.account.release(mark);
        }
    }

    /** Only assignments and redirections: the assignments stay, the redirections do not. */
    private int runNameless(Command.Simple command) {
        if (!command.redirections().isEmpty()) {
            try {
                redirections.apply(command.redirections()).undo();
            } catch (Redirections.Failure failure) {
                shell.warn(failure.getMessage());
                return 1;
            }
        }
        StringBuilder trace = tracing() ? new StringBuilder() : null;
        for (Assignment assignment : command.assignments()) {
            String value = expander.text(assignment.value());
            if (trace != null) {
                trace.append(trace.isEmpty() ? "" : " ").append(assignment.name()).append('=').append(Quoting.quoted(value));
            }
            shell.assign(assignment.name(), value);
        }
        if (trace != null) {
            trace(trace);
        }
        return substitutions.status();
    }

    private int runNamed(Command.Simple command, List<String> fields, boolean last) {
        String name = fields.get(0);
        Builtin special = builtins.special(name);
        if (special != null) {
            return runSpecial(command, fields, special);
        }
        Redirections.Applied redirected;
        try {
            redirected = redirections.apply(command.redirections());
        } catch (Redirections.Failure failure) {
            shell.warn(failure.getMessage());
            return 1;
        }
        List<Variables.Variable> before = List.of();
        boolean keep = false;
        try {
            before = assignForCommand(command, fields);
            keep = name.equals("command") && fields.size() == 2 && fields.get(1).equals("exec");
            Command.FunctionDefinition function = state.functions.get(name);
            if (function != null) {
                return call(function, fields);
            }
            Builtin builtin = builtins.find(name);
            return builtin != null ? builtin.call(shell, fields) : programs.run(fields, last, command);
        } finally {
            restore(command, before);
            if (keep) {
                redirected.keep();
            } else {
                redirected.undo();
            }
        }
    }

    /** Special built-ins: assignments stay, and an error ends a shell that is not interactive. 2.15. */
    private int runSpecial(Command.Simple command, List<String> fields, Builtin builtin) {
        Redirections.Applied redirected;
        try {
            redirected = redirections.apply(command.redirections());
        } catch (Redirections.Failure failure) {
            throw new ShellError(failure.getMessage(), 2);
        }
        boolean keep = fields.size() == 1 && fields.get(0).equals("exec");
        try {
            StringBuilder trace = tracing() ? new StringBuilder() : null;
            for (Assignment assignment : command.assignments()) {
                String value = expander.text(assignment.value());
                shell.assign(assignment.name(), value);
                if (fields.get(0).equals("exec")) {
                    state.variables.export(assignment.name(), true);
                }
            }
            if (trace != null) {
                traceFields(trace, fields);
            }
            return builtin.run(shell, fields);
        } catch (ErrnoException failed) {
            if (failed.errno() == Errno.ENOMEM) {
                throw failed;
            }
            throw new ShellError(fields.get(0) + ": " + failed.getMessage(), 2);
        } finally {
            if (keep) {
                redirected.keep();
            } else {
                redirected.undo();
            }
        }
    }

    /** Assigns for the time of the command. @return what the variables were */
    private List<Variables.Variable> assignForCommand(Command.Simple command, List<String> fields) {
        StringBuilder trace = tracing() ? new StringBuilder() : null;
        if (command.assignments().isEmpty()) {
            if (trace != null) {
                traceFields(trace, fields);
            }
            return List.of();
        }
        List<Variables.Variable> before = new ArrayList<>(command.assignments().size());
        try {
            for (Assignment assignment : command.assignments()) {
                String value = expander.text(assignment.value());
                if (trace != null) {
                    trace.append(assignment.name()).append('=').append(Quoting.quoted(value)).append(' ');
                }
                Variables.Variable old = state.variables.lookup(assignment.name());
                state.variables.set(assignment.name(), value);
                before.add(old);
                state.variables.export(assignment.name(), true);
            }
        } catch (RuntimeException failed) {
            restore(command, before);
            throw failed;
        }
        if (trace != null) {
            traceFields(trace, fields);
        }
        return before;
    }

    private void restore(Command.Simple command, List<Variables.Variable> before) {
        for (int i = before.size() - 1; i >= 0; i--) {
            state.variables.restore(command.assignments().get(i).name(), before.get(i));
        }
    }

    /** Calls a function: 2.9.5. {@code fields} holds its name too. */
    private int call(Command.FunctionDefinition function, List<String> fields) {
        if (state.functionDepth >= ShellProcess.MAX_FUNCTION_DEPTH) {
            throw new ShellError(
                    function.name() + ": maximum function nesting level exceeded (" + ShellProcess.MAX_FUNCTION_DEPTH + ")");
        }
        List<String> positional = state.positional;
        int loopDepth = state.loopDepth;
        state.positional = fields.subList(1, fields.size());
        state.loopDepth = 0;
        long kept = state.keptPositional;
        state.keptPositional = 0;
        state.functionDepth++;
        state.variables.enterFunction();
        try {
            return interpreter.run(function.body());
        } catch (Jump.Return end) {
            return end.status;
        } finally {
            state.variables.leaveFunction();
            shell.account.keep(-state.keptPositional);
            state.keptPositional = kept;
            state.functionDepth--;
            state.loopDepth = loopDepth;
            state.positional = positional;
        }
    }

    // set -x.

    private boolean tracing() {
        return state.has(Option.XTRACE);
    }

    private void traceFields(StringBuilder trace, List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            trace.append(i == 0 ? "" : " ").append(Quoting.quoted(fields.get(i)));
        }
        trace(trace);
    }

    private void trace(StringBuilder text) {
        state.set(Option.XTRACE, false);
        try {
            String prompt = expander.value(state.variables.getOr("PS4", "+ "));
            shell.error(prompt + text + "\n");
        } finally {
            state.set(Option.XTRACE, true);
        }
    }
}
