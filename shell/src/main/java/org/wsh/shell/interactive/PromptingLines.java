// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.interactive;

import org.wsh.shell.job.Jobs;
import org.wsh.shell.job.Traps;
import org.wsh.shell.run.DescriptorLines;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.LineSource;

/** Lines typed at a terminal that does its own editing: TERM=dumb. */
final class PromptingLines implements LineSource {
    private final ShellProcess shell;
    private final Jobs jobs;
    private final Prompt prompt;
    private final DescriptorLines lines;

    PromptingLines(ShellProcess shell, Traps traps, Jobs jobs, Prompt prompt) {
        this.shell = shell;
        this.jobs = jobs;
        this.prompt = prompt;
        this.lines = new DescriptorLines(shell, traps, 0, true);
    }

    @Override
    public String nextLine(boolean continuation) {
        String wanted = continuation
                ? shell.state.variables.getOr("PS2", "> ")
                : shell.state.variables.getOr("PS1", Prompt.DEFAULT);
        if (!continuation) {
            jobs.tell();
        }
        shell.error(prompt.interactive(wanted).replace("\1", "").replace("\2", ""));
        try {
            return lines.nextLine(continuation);
        } catch (Jump.Interrupt interrupt) {
            shell.error("\n");
            throw interrupt;
        }
    }
}
