// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import org.wsh.shell.syntax.LineSource;

/** Lines typed at a terminal that does its own editing: TERM=dumb. */
final class PromptingLines implements LineSource {
    private final Executor shell;
    private final DescriptorLines lines;

    PromptingLines(Executor shell) {
        this.shell = shell;
        this.lines = new DescriptorLines(shell, 0, true);
    }

    @Override
    public String nextLine(boolean continuation) {
        String prompt = continuation
                ? shell.state.variables.getOr("PS2", "> ")
                : shell.state.variables.getOr("PS1", Prompt.DEFAULT);
        if (!continuation) {
            shell.jobs.tell();
        }
        shell.error(Prompt.interactive(shell, prompt).replace("\1", "").replace("\2", ""));
        try {
            return lines.nextLine(continuation);
        } catch (Jump.Interrupt interrupt) {
            shell.error("\n");
            throw interrupt;
        }
    }
}
