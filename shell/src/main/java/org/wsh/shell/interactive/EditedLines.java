// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.interactive;

import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.signal.Signal;
import org.wsh.shell.edit.LineEditor;
import org.wsh.shell.job.Jobs;
import org.wsh.shell.job.Traps;
import org.wsh.shell.run.BuiltinTable;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.LineSource;

/** Lines typed in the line editor. */
final class EditedLines implements LineSource {
    private final ShellProcess shell;
    private final Traps traps;
    private final Jobs jobs;
    private final Prompt prompt;
    private final LineEditor editor;
    /** What is left of the text typed last. */
    private String rest = "";

    EditedLines(ShellProcess shell, Traps traps, Jobs jobs, Prompt prompt, BuiltinTable builtins) {
        this.shell = shell;
        this.traps = traps;
        this.jobs = jobs;
        this.prompt = prompt;
        shell.self.setDisposition(Signal.WINCH, HostedProcess.Disposition.CATCH);
        editor = new LineEditor(
                shell.self, 0, 1, shell.state.variables.getOr("TERM", "dumb"), new ShellCompletions(shell, builtins), new HistoryFile(shell),
                traps::offer);
    }

    @Override
    public String nextLine(boolean continuation) {
        if (!rest.isEmpty()) {
            return line();
        }
        if (!continuation) {
            jobs.tell();
        }
        traps.runPending();
        String first = prompt.interactive(shell.state.variables.getOr("PS1", Prompt.DEFAULT));
        String second = prompt.interactive(shell.state.variables.getOr("PS2", "> "));
        LineEditor.Typed typed = editor.read(visible(continuation ? second : first), visible(second));
        if (typed.interrupted()) {
            rest = "";
            throw new Jump.Interrupt();
        }
        if (typed.text() == null) {
            return null;
        }
        shell.account.hold(64L * typed.text().length());
        rest = typed.text() + "\n";
        return line();
    }

    /** An error ends all that was typed with it. */
    void forget() {
        rest = "";
    }

    private String line() {
        int end = rest.indexOf('\n') + 1;
        String line = rest.substring(0, end);
        rest = rest.substring(end);
        return line;
    }

    /** JLine finds out by itself what takes no room. */
    private static String visible(String prompt) {
        return prompt.replace("\1", "").replace("\2", "");
    }
}
