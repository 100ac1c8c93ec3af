// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import org.wsh.shell.syntax.LineSource;
import org.wsh.shell.syntax.Parser;

/** Prompt, command, prompt. POSIX XCU 2.8.1: errors lead back to the prompt. */
final class InteractiveLoop {
    private final Executor shell;

    InteractiveLoop(Executor shell) {
        this.shell = shell;
    }

    int run() {
        return loop(new PromptingLines(shell));
    }

    private int loop(LineSource lines) {
        boolean warned = false;
        while (true) {
            Parser parser = new Parser(lines, shell.state.aliases, 1, shell.account);
            long mark = shell.account.mark();
            while (Shell.step(shell, parser)) {
                shell.account.release(mark);
                warned = false;
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
        for (Job job : shell.jobs.table()) {
            if (job.stopped() && !warned) {
                shell.error("There are stopped jobs.\n");
                return false;
            }
        }
        return true;
    }
}
