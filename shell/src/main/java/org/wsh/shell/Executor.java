// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;
import org.wsh.process.HostedProcess;
import org.wsh.shell.syntax.Command;
import org.wsh.shell.syntax.LineSource;
import org.wsh.shell.syntax.Parser;
import org.wsh.shell.syntax.SyntaxError;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * Runs commands and texts, and holds what all that do so share. It belongs to one process; a subshell gets a copy of {@link #state} and an
 * executor of its own. Every node is polled, and nesting is counted, so that a script meets its limit before Java's stack does.
 */
final class Executor {
    /**
     * Nested commands, function calls, expansions and arithmetic together. Measured without JIT, the worst case takes 600 bytes of stack
     * a level: some 750 KB of the 1 MB that a thread has at least, with what the parser may add.
     */
    static final int MAX_DEPTH = 1250;

    static final int MAX_FUNCTION_DEPTH = 500;

    final HostedProcess self;
    final ShellState state;
    final Account account;
    final Traps traps;
    final JobControl control;
    final Jobs jobs;
    final Expander expander;
    final CommandSearch search;
    private final CommandRunner commands;
    private final PipelineRunner pipelines;
    private final CompoundRunner compounds;
    private Users users;

    /** Status of the last command substitution: what a command without a name returns. */
    int substitutionStatus;

    private int depth;

    Executor(HostedProcess self, ShellState state, Account account) {
        this.self = self;
        this.state = state;
        this.account = account;
        traps = new Traps(this);
        control = new JobControl(this);
        jobs = new Jobs(this);
        expander = new Expander(this);
        search = new CommandSearch(self, state.variables);
        commands = new CommandRunner(this);
        pipelines = new PipelineRunner(this);
        compounds = new CompoundRunner(this, commands, pipelines);
    }

    // Running.

    /** Runs a command. @return its status, which {@code $?} then has */
    int run(Command command) {
        account.poll(1);
        traps.runPending();
        if (state.has(Option.NOEXEC) && !state.interactive()) {
            return state.status;
        }
        enter(1);
        try {
            int status = command.accept(compounds);
            state.status = status;
            return status;
        } finally {
            leave(1);
        }
    }

    /** Runs the shell's very last command: see {@link LastCommand}. */
    int runLast(Command command) {
        return new LastCommand(this, compounds).run(command);
    }

    /** Runs a simple command in which this process may become another program. */
    int runLast(Command.Simple command) {
        account.poll(1);
        traps.runPending();
        int status = compounds.errexit(commands.run(command, true));
        state.status = status;
        return status;
    }

    void enter(int levels) {
        depth += levels;
        if (depth > MAX_DEPTH) {
            depth -= levels;
            throw new ShellError("nested too deeply (more than " + MAX_DEPTH + " levels)");
        }
    }

    void leave(int levels) {
        depth -= levels;
    }

    int depth() {
        return depth;
    }

    /** Where an error may have skipped {@link #leave}. */
    void restoreDepth(int earlier) {
        depth = earlier;
    }

    /** Runs all commands of a text, as {@code eval} does. @return the last one's status, 0 if there was none */
    int evaluate(LineSource source, int firstLine) {
        Parser parser = new Parser(source, state.aliases, firstLine, account, depth * Parser.MAX_NESTING / MAX_DEPTH);
        int status = 0;
        enter(4);
        try {
            while (true) {
                long mark = account.mark();
                Command command = parser.next();
                if (command == null) {
                    return status;
                }
                status = run(command);
                account.release(mark);
            }
        } catch (SyntaxError error) {
            state.line = error.line();
            throw new ShellError(state.namesLines ? error.getMessage() : "line " + error.line() + ": " + error.getMessage());
        } finally {
            leave(4);
        }
    }

    /** Runs a text to its end; errors are reported and go no further, {@link Jump.Exit} does. For traps and start-up files. */
    void protect(String text) {
        try {
            evaluate(LineSource.of(text), 1);
        } catch (ShellError error) {
            warn(error.getMessage());
            state.status = error.status();
        } catch (ErrnoException error) {
            warn(messageOf(error));
            state.status = 2;
        } catch (Jump.Return end) {
            state.status = end.status;
        } catch (Jump.OutOfLoop none) {
            // There is no loop: nothing to leave.
        } catch (Jump.Interrupt end) {
            state.status = 130;
        }
    }

    /**
     * The body of a child shell: a command, or the program at {@code path}.
     *
     * @return its exit status
     */
    int runSubshell(Command whole, String path, List<String> fields) {
        Command command = innermost(whole);
        int status;
        try {
            state.chargeTo(account);
            status = path != null
                    ? commands.become(path, fields)
                    : command instanceof Command.Simple simple ? commands.run(simple, true) : run(command);
        } catch (ShellError error) {
            warn(error.getMessage());
            status = error.status();
        } catch (ErrnoException error) {
            warn(messageOf(error));
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

    void startPipeline(Job job, List<Command> stages, boolean foreground) {
        pipelines.start(job, stages, foreground);
    }

    int exec(List<String> fields) {
        return commands.exec(fields);
    }

    int callWithoutFunctions(List<String> fields, boolean standardPath) {
        return commands.callWithoutFunctions(fields, standardPath);
    }

    // What the parts share.

    /** Assigns as a script does: with {@code set -a} the variable is exported. */
    void assign(String name, String value) {
        state.variables.set(name, value);
        if (state.has(Option.ALLEXPORT)) {
            state.variables.export(name, true);
        }
        if (name.equals("OPTIND")) {
            state.optionOffset = 0;
        }
    }

    /** Closes a descriptor of the shell's own, from a finally-block. */
    void close(int fd) {
        if (!account.closed()) {
            self.close(fd);
        }
    }

    Users users() {
        if (users == null) {
            users = new Users(self);
        }
        return users;
    }

    // Messages and output.

    /** Writes a message to standard error: {@code wsh: …}, in scripts {@code name: line N: …}. */
    void warn(String message) {
        error(state.prefix + (state.namesLines ? ": line " + state.line : "") + ": " + message + "\n");
    }

    void error(String text) {
        byte[] bytes = ByteText.encode(text);
        try {
            self.write(2, bytes, 0, bytes.length);
        } catch (ErrnoException closed) {
            // There is nowhere left to say so.
        }
    }

    /** Writes to standard output; throws what writing throws. */
    void print(String text) {
        byte[] bytes = ByteText.encode(text);
        self.write(1, bytes, 0, bytes.length);
    }

    static String messageOf(ErrnoException error) {
        return error.errno() == Errno.ENOMEM ? "cannot allocate memory" : error.getMessage();
    }
}
