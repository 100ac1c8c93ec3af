// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;
import org.wsh.shell.builtin.Builtins;
import org.wsh.shell.expand.Expander;
import org.wsh.shell.job.ChildShell;
import org.wsh.shell.job.Interpreter;
import org.wsh.shell.job.JobControl;
import org.wsh.shell.job.JobTable;
import org.wsh.shell.job.Jobs;
import org.wsh.shell.job.Subshells;
import org.wsh.shell.job.Traps;
import org.wsh.shell.run.BuiltinTable;
import org.wsh.shell.run.CommandLoop;
import org.wsh.shell.run.CommandRunner;
import org.wsh.shell.run.CommandSearch;
import org.wsh.shell.run.CommandSubstitution;
import org.wsh.shell.run.CompoundRunner;
import org.wsh.shell.run.LastCommand;
import org.wsh.shell.run.PipelineRunner;
import org.wsh.shell.run.Programs;
import org.wsh.shell.run.Redirections;
import org.wsh.shell.run.ScriptShell;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.state.ShellState;
import org.wsh.shell.syntax.Command;
import org.wsh.shell.syntax.LineSource;
import org.wsh.shell.syntax.Parser;
import org.wsh.shell.syntax.SyntaxError;
import org.wsh.vfs.ErrnoException;

/**
 * One shell put together: its parts, bottom up, for one process. It is what they have nested commands and texts run by; every node is polled, and nesting is counted. A subshell gets an executor of its
 * own, in the child.
 */
final class Executor implements Interpreter, Subshells {
    final ShellProcess shell;
    final JobControl control;
    final Traps traps;
    final Jobs jobs;
    final Expander expander;
    final BuiltinTable builtins;
    /** Reads commands and runs them, one after the other. */
    final CommandLoop loop;
    private final ShellState state;
    private final ScriptShell scripts;
    private final Programs programs;
    private final CommandRunner commands;
    private final CompoundRunner compounds;

    Executor(ShellProcess shell, ScriptShell scripts) {
        this.shell = shell;
        this.state = shell.state;
        this.scripts = scripts;
        control = new JobControl(shell);
        traps = new Traps(shell, control, this);
        jobs = new Jobs(shell, control, traps);
        CommandSubstitution substitutions = new CommandSubstitution(shell, jobs, traps, this);
        expander = new Expander(shell, substitutions);
        CommandSearch search = new CommandSearch(shell.self, state.variables);
        programs = new Programs(shell, search, control, jobs, this, scripts);
        builtins = new Builtins(jobs, control, traps, search, programs, this);
        Redirections redirections = new Redirections(shell, expander, jobs);
        commands = new CommandRunner(shell, this, expander, substitutions, redirections, builtins, programs);
        PipelineRunner pipelines = new PipelineRunner(shell, expander, search, builtins, control, jobs, this);
        compounds = new CompoundRunner(shell, this, expander, substitutions, redirections, commands, pipelines);
        loop = new CommandLoop(shell, this, new LastCommand(shell, this, traps, commands, compounds));
    }

    // Running.

    @Override
    public int run(Command command) {
        shell.account.poll(1);
        traps.runPending();
        if (state.has(Option.NOEXEC) && !state.interactive()) {
            return state.status;
        }
        shell.enter(1);
        try {
            int status = command.accept(compounds);
            state.status = status;
            return status;
        } finally {
            shell.leave(1);
        }
    }

    @Override
    public int evaluate(LineSource source, int firstLine) {
        int parserDepth = shell.depth() * Parser.MAX_NESTING / ShellProcess.MAX_DEPTH;
        Parser parser = new Parser(source, state.aliases, firstLine, shell.account, parserDepth);
        int status = 0;
        shell.enter(4);
        try {
            while (true) {
                long mark = shell.account.mark();
                Command command = parser.next();
                if (command == null) {
                    return status;
                }
                status = run(command);
                shell.account.release(mark);
            }
        } catch (SyntaxError error) {
            state.line = error.line();
            throw new ShellError(state.namesLines ? error.getMessage() : "line " + error.line() + ": " + error.getMessage());
        } finally {
            shell.leave(4);
        }
    }

    // Subshells.

    @Override
    public ChildShell of(Command command) {
        return new ChildShell(state.copy(), control.ownSignals(), new CommandBody(scripts, command));
    }

    @Override
    public ChildShell of(String path, List<String> fields) {
        return new ChildShell(state.copy(), control.ownSignals(), new ProgramBody(scripts, path, List.copyOf(fields)));
    }

    private record CommandBody(ScriptShell scripts, Command whole) implements ChildShell.Body {
        @Override
        public int run(ShellProcess shell, List<JobTable.Shown> jobsOfParent) {
            Executor executor = new Executor(shell, scripts);
            executor.jobs.inherit(jobsOfParent);
            return executor.runSubshell(innermost(whole), null, null);
        }
    }

    private record ProgramBody(ScriptShell scripts, String path, List<String> fields) implements ChildShell.Body {
        @Override
        public int run(ShellProcess shell, List<JobTable.Shown> jobsOfParent) {
            Executor executor = new Executor(shell, scripts);
            executor.jobs.inherit(jobsOfParent);
            return executor.runSubshell(null, path, fields);
        }
    }

    /** A command, or else the program at {@code path}. @return the exit status */
    private int runSubshell(Command command, String path, List<String> fields) {
        int status;
        try {
            state.chargeTo(shell.account);
            status = path != null
                    ? programs.become(path, fields)
                    : command instanceof Command.Simple simple ? commands.run(simple, true) : run(command);
        } catch (ShellError error) {
            shell.warn(error.getMessage());
            status = error.status();
        } catch (ErrnoException error) {
            shell.warn(error);
            status = 2;
        } catch (Jump.Exit end) {
            status = end.status;
        } catch (Jump.Return end) {
            status = end.status;
        } catch (Jump.OutOfLoop outer) {
            status = 0;
        }
        return traps.runExit(status) & 0xff;
    }

    /**
     * A subshell that is all a child shell has to do needs no child of its own: {@code (trap … TERM; work) & kill $!} must reach the one that set the trap.
     */
    private static Command innermost(Command whole) {
        Command command = whole;
        while (true) {
            if (command instanceof Command.Subshell subshell) {
                command = subshell.body();
            } else if (command instanceof Command.Sequence list && list.items().size() == 1 && !list.items().getFirst().background()) {
                command = list.items().getFirst().command();
            } else {
                return command;
            }
        }
    }
}
