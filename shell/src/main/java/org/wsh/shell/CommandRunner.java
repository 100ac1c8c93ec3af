// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.ArrayList;
import java.util.List;
import org.wsh.process.SpawnRequest;
import org.wsh.shell.syntax.Assignment;
import org.wsh.shell.syntax.Command;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;

/** Runs simple commands: POSIX XCU 2.9.1. Expansion, redirections, assignments, then the search for what to run. */
final class CommandRunner {
    private final Executor shell;
    private final ShellState state;

    CommandRunner(Executor shell) {
        this.shell = shell;
        this.state = shell.state;
    }

    /** @param last nothing is to be done after it: a program may take this process over */
    int run(Command.Simple command, boolean last) {
        long mark = shell.account.mark();
        try {
            state.line = command.line();
            shell.substitutionStatus = 0;
            List<String> fields = command.words().isEmpty() ? List.of() : shell.expander.fields(command.words());
            return fields.isEmpty() ? runNameless(command) : runNamed(command, fields, last);
        } finally {
            shell.account.release(mark);
        }
    }

    /** Only assignments and redirections: the assignments stay, the redirections do not. */
    private int runNameless(Command.Simple command) {
        if (!command.redirections().isEmpty()) {
            try {
                Redirections.apply(shell, command.redirections()).undo();
            } catch (Redirections.Failure failure) {
                shell.warn(failure.getMessage());
                return 1;
            }
        }
        StringBuilder trace = tracing() ? new StringBuilder() : null;
        for (Assignment assignment : command.assignments()) {
            String value = shell.expander.text(assignment.value());
            if (trace != null) {
                trace.append(trace.isEmpty() ? "" : " ").append(assignment.name()).append('=').append(Quoting.quoted(value));
            }
            shell.assign(assignment.name(), value);
        }
        if (trace != null) {
            trace(trace);
        }
        return shell.substitutionStatus;
    }

    private int runNamed(Command.Simple command, List<String> fields, boolean last) {
        String name = fields.get(0);
        Builtin special = Builtins.special(name);
        if (special != null) {
            return runSpecial(command, fields, special);
        }
        Redirections redirections;
        try {
            redirections = Redirections.apply(shell, command.redirections());
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
            Builtin builtin = Builtins.find(name);
            return builtin != null ? call(builtin, fields) : runProgram(fields, last, command);
        } finally {
            restore(command, before);
            if (keep) {
                redirections.keep();
            } else {
                redirections.undo();
            }
        }
    }

    /** Special built-ins: assignments stay, and an error ends a shell that is not interactive. 2.15. */
    private int runSpecial(Command.Simple command, List<String> fields, Builtin builtin) {
        Redirections redirections;
        try {
            redirections = Redirections.apply(shell, command.redirections());
        } catch (Redirections.Failure failure) {
            throw new ShellError(failure.getMessage(), 2);
        }
        boolean keep = fields.size() == 1 && fields.get(0).equals("exec");
        try {
            StringBuilder trace = tracing() ? new StringBuilder() : null;
            for (Assignment assignment : command.assignments()) {
                String value = shell.expander.text(assignment.value());
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
                redirections.keep();
            } else {
                redirections.undo();
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
                String value = shell.expander.text(assignment.value());
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
        if (state.functionDepth >= Executor.MAX_FUNCTION_DEPTH) {
            throw new ShellError(
                    function.name() + ": maximum function nesting level exceeded (" + Executor.MAX_FUNCTION_DEPTH + ")");
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
            return shell.run(function.body());
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

    private int call(Builtin builtin, List<String> fields) {
        try {
            return builtin.run(shell, fields);
        } catch (ErrnoException failed) {
            if (failed.errno() == Errno.ENOMEM) {
                throw failed;
            }
            shell.warn(fields.get(0) + ": " + failed.getMessage());
            return 1;
        }
    }

    /** {@code command name …}: functions are passed over, and a special built-in's errors do not end the shell. */
    int callWithoutFunctions(List<String> fields, boolean standardPath) {
        String name = fields.get(0);
        Builtin builtin = Builtins.special(name);
        if (builtin == null) {
            builtin = Builtins.find(name);
        }
        if (builtin == null) {
            String path = standardPath ? shell.search.findStandard(name) : shell.search.find(name);
            return path == null ? notFound(name) : spawn(path, fields, false, null);
        }
        try {
            return call(builtin, fields);
        } catch (ShellError error) {
            shell.warn(error.getMessage());
            return error.status();
        }
    }

    // Programs.

    private int runProgram(List<String> fields, boolean last, Command.Simple command) {
        String path = shell.search.find(fields.get(0));
        return path == null ? notFound(fields.get(0)) : spawn(path, fields, last, command);
    }

    private int notFound(String name) {
        if (shell.search.refused() != null) {
            shell.warn(name + ": " + Errno.EACCES.message());
            return 126;
        }
        shell.warn(name + ": command not found");
        return 127;
    }

    private int spawn(String path, List<String> fields, boolean last, Command.Simple command) {
        try {
            if (last) {
                become(path, fields, state.variables.environment());
            }
            if (shell.control.monitors()) {
                return shell.jobs.runForeground(new ChildShell(shell, path, fields), command);
            }
            int pid = shell.self.spawn(
                    new SpawnRequest(path, fields, state.variables.environment(), List.of(), shell.control.childAttributes()));
            return shell.jobs.finish(pid);
        } catch (ErrnoException failed) {
            return failed(failed, path, fields, last);
        }
    }

    /** The body of a child that becomes a program. */
    int become(String path, List<String> fields) {
        return spawn(path, fields, true, null);
    }

    /** Only returns by throwing. */
    private void become(String path, List<String> fields, List<String> environment) {
        shell.account.close(true);
        try {
            shell.self.exec(path, fields, environment);
        } catch (ErrnoException failed) {
            shell.account.close(false);
            throw failed;
        }
    }

    /** {@code exec name …}: only returns when it failed. */
    int exec(List<String> fields) {
        String path = shell.search.find(fields.get(0));
        if (path == null) {
            return notFound(fields.get(0));
        }
        try {
            shell.control.restoreSignals();
            become(path, fields, state.variables.environment());
            return 0;
        } catch (ErrnoException failed) {
            return failed(failed, path, fields, true);
        }
    }

    private int failed(ErrnoException failed, String path, List<String> fields, boolean last) {
        String name = fields.get(0);
        switch (failed.errno()) {
            case ENOENT, ENOTDIR, ENAMETOOLONG -> {
                shell.warn(name + ": " + failed.errno().message());
                return 127;
            }
            case ENOEXEC -> {
                return ScriptFile.looksLikeText(shell.self, path)
                        ? runScript(path, fields, last)
                        : cannotExecute(name, failed.getMessage());
            }
            case ENOMEM, EAGAIN -> throw Jobs.cannotFork(failed);
            default -> {
                shell.warn(name + ": " + (isDirectory(path) ? Errno.EISDIR.message() : failed.errno().message()));
                return 126;
            }
        }
    }

    private int cannotExecute(String name, String why) {
        shell.warn(name + ": cannot execute: " + why);
        return 126;
    }

    private boolean isDirectory(String path) {
        try {
            Attributes attributes = shell.self.attributes(path, true);
            return attributes.type() == FileType.DIRECTORY;
        } catch (ErrnoException unknown) {
            return false;
        }
    }

    /** A text file without {@code #!} is run by a shell of its own: 2.9.1.6. */
    private int runScript(String path, List<String> fields, boolean last) {
        ScriptFile script = new ScriptFile(path, fields, state.variables.environment());
        if (last) {
            throw new Jump.Exit(script.run(shell.self));
        }
        return shell.jobs.finish(shell.jobs.fork(script, -1));
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
            String prompt = Prompt.expand(shell, state.variables.getOr("PS4", "+ "));
            shell.error(prompt + text + "\n");
        } finally {
            state.set(Option.XTRACE, true);
        }
    }
}
