// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import org.wsh.shell.job.Interpreter;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.state.ShellState;
import org.wsh.shell.syntax.Command;
import org.wsh.shell.syntax.HereDocument;
import org.wsh.shell.syntax.LineSource;
import org.wsh.shell.syntax.Parser;
import org.wsh.shell.syntax.SyntaxError;
import org.wsh.vfs.ErrnoException;

/** Reads commands and runs them, to the end of the input; says what is wrong with them, and decides what that ends. POSIX XCU 2.8.1. */
public final class CommandLoop {
    private final ShellProcess shell;
    private final Interpreter interpreter;
    private final LastCommand last;

    public CommandLoop(ShellProcess shell, Interpreter interpreter, LastCommand last) {
        this.shell = shell;
        this.interpreter = interpreter;
        this.last = last;
    }

    /**
     * Reads a command, runs it, reads the next.
     *
     * @param whole the source is all that the shell was asked to run: with its last command this process may become another program
     * @return the last status
     */
    public int run(LineSource source, boolean whole) {
        Parser parser = new Parser(source, shell.state.aliases, 1, shell.account);
        while (true) {
            long mark = shell.account.mark();
            if (!step(parser, whole)) {
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
    public boolean step(Parser parser) {
        return step(parser, false);
    }

    private boolean step(Parser parser, boolean whole) {
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
                last.run(command);
            } else {
                interpreter.run(command);
            }
            return true;
        } catch (SyntaxError error) {
            shell.error(state.prefix + ": line " + error.line() + ": " + error.getMessage() + "\n");
            return failed(state, parser, 2);
        } catch (ShellError error) {
            shell.warn(error.getMessage());
            return failed(state, parser, error.status());
        } catch (ErrnoException error) {
            shell.warn(error);
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
