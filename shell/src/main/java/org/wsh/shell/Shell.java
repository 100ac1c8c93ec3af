// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.hosted.HostedProgram;
import org.wsh.shell.interactive.InteractiveLoop;
import org.wsh.shell.run.CommandSearch;
import org.wsh.shell.run.DescriptorLines;
import org.wsh.shell.run.ScriptFile;
import org.wsh.shell.run.ScriptShell;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.state.Variables;
import org.wsh.shell.syntax.LineSource;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** {@code /bin/sh}: the shell as a program. POSIX XCU 2, and 3 {@code sh}. See {@link Invocation} for its arguments. */
public final class Shell implements HostedProgram {
    private static final String VERSION = "wsh 0.1.0\n";

    @Override
    public int run(HostedProcess self) {
        ShellProcess shell = new ShellProcess(self);
        Executor executor = new Executor(shell, new OfScript());
        Invocation invocation = Invocation.parse(self.arguments(), shell.state);
        shell.state.name = invocation.name;
        shell.state.prefix = "wsh";
        shell.state.pid = self.pid();
        try {
            return start(executor, invocation);
        } catch (Jump.Exit exit) {
            return executor.traps.runExit(exit.status) & 0xff;
        } catch (ErrnoException failed) {
            shell.warn(failed);
            return 2;
        }
    }

    private static int start(Executor executor, Invocation invocation) {
        ShellProcess shell = executor.shell;
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
            executor.control.begin(shell.self.isTerminal(0) ? 0 : -1);
        }
        StartUp files = new StartUp(executor);
        if (invocation.login) {
            files.login();
        }
        if (shell.state.interactive()) {
            files.environmentFile();
        }
        int status =
                switch (invocation.mode) {
                    case COMMAND -> command(executor, invocation.text);
                    case SCRIPT -> script(executor, invocation.text);
                    case STANDARD_INPUT -> standardInput(executor, terminal);
                    case HELP, VERSION, MISUSE -> throw new IllegalStateException("already answered");
                };
        return executor.traps.runExit(status) & 0xff;
    }

    /** A script without {@code #!} that a shell was asked to run as a program. */
    private record OfScript() implements ScriptShell {
        @Override
        public int run(HostedProcess self, String path, List<String> fields, List<String> environment) {
            ShellProcess shell = new ShellProcess(self);
            Executor executor = new Executor(shell, this);
            shell.state.name = path;
            shell.state.prefix = "wsh";
            shell.state.pid = self.pid();
            try {
                prepare(shell, environment);
                shell.state.positional = List.copyOf(fields.subList(1, fields.size()));
                return executor.traps.runExit(script(executor, path)) & 0xff;
            } catch (Jump.Exit exit) {
                return executor.traps.runExit(exit.status) & 0xff;
            } catch (ErrnoException failed) {
                shell.warn(failed);
                return 2;
            }
        }
    }

    /** The variables every shell begins with: 2.5.3. */
    private static void prepare(ShellProcess shell, List<String> environment) {
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
        variables.restore("PWD", new Variables.Variable(shell.workingDirectory(), exported, false));
    }

    private static int command(Executor executor, String text) {
        executor.shell.account.hold(64L * text.length());
        return executor.loop.run(LineSource.of(text), true);
    }

    private static int script(Executor executor, String path) {
        ShellProcess shell = executor.shell;
        int fd;
        try {
            fd = ScriptFile.open(shell.self, path);
        } catch (ErrnoException failed) {
            shell.warn(path + ": " + failed.errno().message());
            return failed.errno() == Errno.ENOENT ? 127 : 126;
        }
        shell.state.prefix = path;
        shell.state.namesLines = true;
        return executor.loop.run(new DescriptorLines(shell, executor.traps, fd, false), false);
    }

    private static int standardInput(Executor executor, boolean terminal) {
        ShellProcess shell = executor.shell;
        if (terminal) {
            return new InteractiveLoop(shell, executor.traps, executor.jobs, executor.expander, executor.builtins, executor.loop).run();
        }
        shell.state.namesLines = !shell.state.interactive();
        return executor.loop.run(new DescriptorLines(shell, executor.traps, 0, true), false);
    }
}
