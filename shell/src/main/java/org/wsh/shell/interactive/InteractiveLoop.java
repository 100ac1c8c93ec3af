// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.interactive;

import org.wsh.shell.expand.Expander;
import org.wsh.shell.job.Job;
import org.wsh.shell.job.Jobs;
import org.wsh.shell.job.Traps;
import org.wsh.shell.run.BuiltinTable;
import org.wsh.shell.run.CommandLoop;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.LineSource;
import org.wsh.shell.syntax.Parser;

/** Prompt, command, prompt. POSIX XCU 2.8.1: errors lead back to the prompt. */
public final class InteractiveLoop {
    private final ShellProcess shell;
    private final Traps traps;
    private final Jobs jobs;
    private final Prompt prompt;
    private final BuiltinTable builtins;
    private final CommandLoop commands;
    /** Null on a terminal that does its own editing. */
    private EditedLines edited;

    public InteractiveLoop(ShellProcess shell, Traps traps, Jobs jobs, Expander expander, BuiltinTable builtins, CommandLoop commands) {
        this.shell = shell;
        this.traps = traps;
        this.jobs = jobs;
        this.prompt = new Prompt(shell, expander);
        this.builtins = builtins;
        this.commands = commands;
    }

    public int run() {
        String type = shell.state.variables.getOr("TERM", "dumb");
        shell.error(Welcome.TEXT);
        boolean edits = !type.isEmpty() && !type.equals("dumb") && shell.self.isTerminal(1);
        edited = edits ? new EditedLines(shell, traps, jobs, prompt, builtins) : null;
        return loop(edits ? edited : new PromptingLines(shell, traps, jobs, prompt));
    }

    private int loop(LineSource lines) {
        boolean warned = false;
        while (true) {
            Parser parser = new Parser(lines, shell.state.aliases, 1, shell.account);
            long mark = shell.account.mark();
            while (commands.step(parser)) {
                shell.account.release(mark);
                warned = false;
                if (parser.discarded() && edited != null) {
                    edited.forget();
                }
            }
            if (!mayLeave(warned)) {
                warned = true;
                continue;
            }
            shell.error("exit\n");
            return shell.state.status;
        }
    }

    private boolean mayLeave(boolean warned) {
        if (shell.state.has(Option.IGNOREEOF)) {
            shell.error("Type \"exit\" to leave.\n");
            return false;
        }
        for (Job job : jobs.table().all()) {
            if (job.stopped() && !warned) {
                shell.error("There are stopped jobs.\n");
                return false;
            }
        }
        return true;
    }
}
