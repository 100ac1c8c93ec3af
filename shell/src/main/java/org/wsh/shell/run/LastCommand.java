// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import java.util.List;
import org.wsh.shell.job.Interpreter;
import org.wsh.shell.job.Traps;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.state.ShellState;
import org.wsh.shell.syntax.Command;

/**
 * The command after which a shell has nothing left to do, that of {@code sh -c command}: if the last simple command in it is a program, the shell's process becomes that, as dash's does. So signals
 * reach it under the pid that the caller knows, and {@code ps} shows no shell that only waits. Not if somebody must be there afterwards: for a trap, or for job control.
 */
public final class LastCommand {
    private final ShellProcess shell;
    private final Interpreter interpreter;
    private final Traps traps;
    private final CommandRunner commands;
    private final CompoundRunner compounds;

    public LastCommand(ShellProcess shell, Interpreter interpreter, Traps traps, CommandRunner commands, CompoundRunner compounds) {
        this.shell = shell;
        this.interpreter = interpreter;
        this.traps = traps;
        this.commands = commands;
        this.compounds = compounds;
    }

    int run(Command command) {
        if (command instanceof Command.Sequence list) {
            return run(list);
        }
        if (command instanceof Command.AndOr list) {
            return run(list);
        }
        return command instanceof Command.Simple simple && mayBecomeAnother() ? become(simple) : interpreter.run(command);
    }

    private int become(Command.Simple command) {
        shell.account.poll(1);
        traps.runPending();
        int status = compounds.errexit(commands.run(command, true));
        shell.state.status = status;
        return status;
    }

    private int run(Command.Sequence list) {
        List<Command.Sequence.Item> items = list.items();
        Command.Sequence.Item last = items.getLast();
        if (last.background()) {
            return interpreter.run(list);
        }
        if (items.size() > 1) {
            interpreter.run(new Command.Sequence(items.subList(0, items.size() - 1)));
        }
        return run(last.command());
    }

    private int run(Command.AndOr list) {
        List<Command.AndOr.Link> links = list.rest();
        Command.AndOr.Link last = links.getLast();
        Command before = links.size() == 1 ? list.first() : new Command.AndOr(list.first(), links.subList(0, links.size() - 1));
        int status = compounds.runIgnoringErrexit(before);
        return last.and() == (status == 0) ? run(last.command()) : status;
    }

    private boolean mayBecomeAnother() {
        ShellState state = shell.state;
        return !state.has(Option.NOEXEC) && !state.has(Option.MONITOR) && !state.interactive() && !traps.any();
    }
}
