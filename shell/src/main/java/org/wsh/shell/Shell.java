// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;
import org.wsh.process.HostedProcess;
import org.wsh.process.HostedProgram;
import org.wsh.shell.syntax.Command;
import org.wsh.shell.syntax.HereDocument;
import org.wsh.shell.syntax.LineSource;
import org.wsh.shell.syntax.Parser;
import org.wsh.shell.syntax.SyntaxError;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** {@code /bin/sh}: the shell as a program. POSIX XCU 2, and 3 {@code sh}. See {@link Invocation} for its arguments. */
public final class Shell implements HostedProgram {
    private static final String VERSION = "wsh 0.1.0\n";

    @Override
    public int run(HostedProcess self) {
        Account account = new Account(self);
        ShellState state = new ShellState(account);
        Executor shell = new Executor(self, state, account);
        Invocation invocation = Invocation.parse(self.arguments(), state);
        state.name = invocation.name;
        state.prefix = "wsh";
        state.pid = self.pid();
        try {
            return start(shell, invocation);
        } catch (Jump.Exit exit) {
            return shell.traps.runExit(exit.status) & 0xff;
        } catch (ErrnoException failed) {
            shell.warn(Executor.messageOf(failed));
            return 2;
        }
    }

    private static int start(Executor shell, Invocation invocation) {
        switch (invocation.mode) {
            case HELP -> {
                shell.print(Invocation.USAGE);
                return 0;
            }
            case VERSION -> {
                shell.print(VERSION);
                return 0;
            }
            case MISUSE -> {
                shell.warn(invocation.wrong);
                shell.error(Invocation.USAGE);
                return 2;
            }
            case COMMAND, SCRIPT, STANDARD_INPUT -> {}
        }
        prepare(shell, shell.self.environment());
        shell.state.positional = invocation.positional;
        boolean terminal =
                invocation.mode == Invocation.Mode.STANDARD_INPUT && shell.self.isTerminal(0) && shell.self.isTerminal(2);
        if (terminal && !shell.state.has(Option.STDIN) || shell.state.interactive()) {
            shell.state.set(Option.INTERACTIVE, true);
            shell.control.begin(shell.self.isTerminal(0) ? 0 : -1);
        }
        if (invocation.login) {
            StartUp.login(shell);
        }
        if (shell.state.interactive()) {
            StartUp.environmentFile(shell);
        }
        int status =
                switch (invocation.mode) {
                    case COMMAND -> command(shell, invocation.text);
                    case SCRIPT -> script(shell, invocation.text);
                    case STANDARD_INPUT -> standardInput(shell, terminal);
                    case HELP, VERSION, MISUSE -> throw new IllegalStateException("already answered");
                };
        return shell.traps.runExit(status) & 0xff;
    }

    /** A script without {@code #!} that a shell was asked to run as a program. */
    int runScript(HostedProcess self, String path, List<String> fields, List<String> environment) {
        Account account = new Account(self);
        ShellState state = new ShellState(account);
        Executor shell = new Executor(self, state, account);
        state.name = path;
        state.prefix = "wsh";
        state.pid = self.pid();
        try {
            prepare(shell, environment);
            state.positional = List.copyOf(fields.subList(1, fields.size()));
            return shell.traps.runExit(script(shell, path)) & 0xff;
        } catch (Jump.Exit exit) {
            return shell.traps.runExit(exit.status) & 0xff;
        } catch (ErrnoException failed) {
            shell.warn(Executor.messageOf(failed));
            return 2;
        }
    }

    /** The variables every shell begins with: 2.5.3. */
    private static void prepare(Executor shell, List<String> environment) {
        Variables variables = shell.state.variables;
        variables.importEnvironment(environment);
        variables.restore("IFS", new Variables.Variable(" \t\n", false, false));
        variables.restore("OPTIND", new Variables.Variable("1", false, false));
        variables.restore("PPID", new Variables.Variable(Integer.toString(shell.self.parentPid()), false, false));
        variables.restore("PS4", new Variables.Variable("+ ", false, false));
        if (variables.get("PATH") == null) {
            variables.set("PATH", CommandSearch.DEFAULT_PATH);
        }
        boolean exported = variables.lookup("PWD").exported();
        variables.restore("PWD", new Variables.Variable(PwdCommand.logical(shell), exported, false));
    }

    private static int command(Executor shell, String text) {
        shell.account.hold(64L * text.length());
        return loop(shell, LineSource.of(text), true);
    }

    private static int script(Executor shell, String path) {
        int fd;
        try {
            fd = ScriptFile.open(shell.self, path);
        } catch (ErrnoException failed) {
            shell.warn(path + ": " + failed.errno().message());
            return failed.errno() == Errno.ENOENT ? 127 : 126;
        }
        shell.state.prefix = path;
        shell.state.namesLines = true;
        return loop(shell, new DescriptorLines(shell, fd, false), false);
    }

    private static int standardInput(Executor shell, boolean terminal) {
        if (terminal) {
            return new InteractiveLoop(shell).run();
        }
        shell.state.namesLines = !shell.state.interactive();
        return loop(shell, new DescriptorLines(shell, 0, true), false);
    }

    /**
     * Reads a command, runs it, reads the next.
     *
     * @param whole the source is all that the shell was asked to run: with its last command this process may become another program
     * @return the last status
     */
    private static int loop(Executor shell, LineSource source, boolean whole) {
        Parser parser = new Parser(source, shell.state.aliases, 1, shell.account);
        while (true) {
            long mark = shell.account.mark();
            if (!step(shell, parser, whole)) {
                return shell.state.status;
            }
            shell.account.release(mark);
        }
    }

    /**
     * Reads and runs one command. Errors end a shell that is not interactive ({@link Jump.Exit}); otherwise they end the command.
     *
     * @return false at the end of the input
     */
    static boolean step(Executor shell, Parser parser) {
        return step(shell, parser, false);
    }

    private static boolean step(Executor shell, Parser parser, boolean whole) {
        ShellState state = shell.state;
        try {
            Command command = parser.next();
            HereDocument unfinished = parser.unfinishedHereDocument();
            if (unfinished != null) {
                shell.warn("here-document ended by end of file, without \"" + unfinished.delimiter() + "\"");
            }
            if (command == null) {
                return false;
            }
            if (whole && parser.atEnd()) {
                shell.runLast(command);
            } else {
                shell.run(command);
            }
            return true;
        } catch (SyntaxError error) {
            shell.error(state.prefix + ": line " + error.line() + ": " + error.getMessage() + "\n");
            return failed(state, parser, 2);
        } catch (ShellError error) {
            shell.warn(error.getMessage());
            return failed(state, parser, error.status());
        } catch (ErrnoException error) {
            shell.warn(Executor.messageOf(error));
            return failed(state, parser, 2);
        } catch (Jump.Return end) {
            throw new Jump.Exit(end.status);
        } catch (Jump.OutOfLoop none) {
            return true;
        } catch (Jump.Interrupt interrupt) {
            return failed(state, parser, 130);
        }
    }

    private static boolean failed(ShellState state, Parser parser, int status) {
        state.status = status;
        if (!state.interactive()) {
            throw new Jump.Exit(status);
        }
        parser.discard();
        return true;
    }
}
