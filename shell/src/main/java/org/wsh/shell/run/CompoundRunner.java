// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import java.util.List;
import org.wsh.shell.expand.Expander;
import org.wsh.shell.job.Interpreter;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.state.ShellState;
import org.wsh.shell.syntax.Command;
import org.wsh.shell.syntax.Redirection;
import org.wsh.shell.syntax.Word;

/**
 * Runs lists and compound commands (POSIX XCU 2.9.3, 2.9.4), one method a kind, and hands simple commands and pipelines to those who run these. Commands within are run by
 * the {@link Interpreter}, which polls and counts how deep they are nested.
 */
public final class CompoundRunner implements Command.Visitor {
    private final ShellProcess shell;
    private final ShellState state;
    private final Interpreter interpreter;
    private final Expander expander;
    private final CommandSubstitution substitutions;
    private final Redirections redirections;
    private final CommandRunner commands;
    private final PipelineRunner pipelines;

    public CompoundRunner(
            ShellProcess shell, Interpreter interpreter, Expander expander, CommandSubstitution substitutions, Redirections redirections,
            CommandRunner commands, PipelineRunner pipelines) {
        this.shell = shell;
        this.state = shell.state;
        this.interpreter = interpreter;
        this.expander = expander;
        this.substitutions = substitutions;
        this.redirections = redirections;
        this.commands = commands;
        this.pipelines = pipelines;
    }

    /** {@code set -e}: 2.15, {@code set}. */
    int errexit(int status) {
        if (status != 0 && state.errexitIgnored == 0 && state.has(Option.ERREXIT)) {
            state.status = status;
            throw new Jump.Exit(status);
        }
        return status;
    }

    /** Runs where a failure does not end the shell. */
    int runIgnoringErrexit(Command command) {
        state.errexitIgnored++;
        try {
            return interpreter.run(command);
        } finally {
            state.errexitIgnored--;
        }
    }

    @Override
    public int simple(Command.Simple command) {
        return errexit(commands.run(command, false));
    }

    @Override
    public int pipeline(Command.Pipeline command) {
        if (!command.negated()) {
            return errexit(pipelines.run(command.stages()));
        }
        state.errexitIgnored++;
        try {
            int status = command.stages().size() == 1 ? interpreter.run(command.stages().get(0)) : pipelines.run(command.stages());
            return status == 0 ? 1 : 0;
        } finally {
            state.errexitIgnored--;
        }
    }

    @Override
    public int andOr(Command.AndOr command) {
        List<Command.AndOr.Link> rest = command.rest();
        int status = runIgnoringErrexit(command.first());
        for (int i = 0; i < rest.size(); i++) {
            Command.AndOr.Link link = rest.get(i);
            if (link.and() == (status == 0)) {
                status = i + 1 == rest.size() ? interpreter.run(link.command()) : runIgnoringErrexit(link.command());
            }
        }
        return status;
    }

    @Override
    public int sequence(Command.Sequence command) {
        int status = 0;
        List<Command.Sequence.Item> items = command.items();
        for (int i = 0; i < items.size(); i++) {
            Command.Sequence.Item item = items.get(i);
            if (item.background()) {
                shell.account.poll(1);
                pipelines.start(item.command());
                status = 0;
                state.status = 0;
            } else {
                status = interpreter.run(item.command());
            }
        }
        return status;
    }

    @Override
    public int conditional(Command.If command) {
        for (Command.If.Branch branch : command.branches()) {
            if (runIgnoringErrexit(branch.condition()) == 0) {
                return interpreter.run(branch.body());
            }
        }
        return command.otherwise() == null ? 0 : interpreter.run(command.otherwise());
    }

    @Override
    public int loop(Command.Loop command) {
        int status = 0;
        state.loopDepth++;
        try {
            while (true) {
                shell.account.poll(1);
                try {
                    if ((runIgnoringErrexit(command.condition()) == 0) == command.until()) {
                        return status;
                    }
                    status = interpreter.run(command.body());
                } catch (Jump.OutOfLoop jump) {
                    status = 0;
                    if (endsLoop(jump)) {
                        return status;
                    }
                }
            }
        } finally {
            state.loopDepth--;
        }
    }

    /** Whether the loop that caught {@code jump} is left; goes on to the next one outwards if that is meant. */
    private static boolean endsLoop(Jump.OutOfLoop jump) {
        if (jump.levels > 1) {
            throw new Jump.OutOfLoop(jump.levels - 1, jump.continues);
        }
        return !jump.continues;
    }

    @Override
    public int forEach(Command.For command) {
        state.line = command.line();
        long mark = shell.account.mark();
        int status = 0;
        List<String> values = command.words() == null ? state.positional : expander.fields(command.words());
        state.loopDepth++;
        try {
            for (String value : values) {
                shell.account.poll(1);
                shell.assign(command.variable(), value);
                try {
                    status = interpreter.run(command.body());
                } catch (Jump.OutOfLoop jump) {
                    status = 0;
                    if (endsLoop(jump)) {
                        break;
                    }
                }
            }
        } finally {
            state.loopDepth--;
            shell.account.release(mark);
        }
        return status;
    }

    @Override
    public int choice(Command.Case command) {
        state.line = command.line();
        long mark = shell.account.mark();
        substitutions.forgetStatus();
        try {
            String subject = expander.text(command.subject());
            List<Command.Case.Arm> arms = command.arms();
            for (int i = 0; i < arms.size(); i++) {
                if (matches(arms.get(i), subject)) {
                    return runArms(arms, i);
                }
            }
            return 0;
        } finally {
            shell.account.release(mark);
        }
    }

    private boolean matches(Command.Case.Arm arm, String subject) {
        for (Word pattern : arm.patterns()) {
            shell.account.poll(1);
            if (expander.pattern(pattern).matches(subject)) {
                return true;
            }
        }
        return false;
    }

    /** The body of the arm, and of those it falls through to. */
    private int runArms(List<Command.Case.Arm> arms, int i) {
        int status = 0;
        do {
            Command body = arms.get(i).body();
            status = body == null ? 0 : interpreter.run(body);
        } while (arms.get(i).fallsThrough() && ++i < arms.size());
        return status;
    }

    @Override
    public int subshell(Command.Subshell command) {
        return errexit(pipelines.run(command));
    }

    @Override
    public int group(Command.Group command) {
        return interpreter.run(command.body());
    }

    @Override
    public int definition(Command.FunctionDefinition command) {
        Command.FunctionDefinition old = state.functions.get(command.name());
        shell.account.keep(ShellState.weight(command) - ShellState.weight(old));
        state.functions.put(command.name(), command);
        return 0;
    }

    @Override
    public int redirected(Command.Redirected command) {
        List<Redirection> list = command.redirections();
        long mark = shell.account.mark();
        Redirections.Applied applied;
        try {
            applied = redirections.apply(list);
        } catch (Redirections.Failure failure) {
            shell.account.release(mark);
            shell.warn(failure.getMessage());
            return errexit(1);
        }
        try {
            return interpreter.run(command.body());
        } finally {
            applied.undo();
            shell.account.release(mark);
        }
    }
}
