// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.job.Interpreter;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Account;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.LineSource;

/** {@code eval}. POSIX XCU 2.15. */
record EvalCommand(Interpreter interpreter) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < arguments.size(); i++) {
            shell.account.append(text, i == 1 ? "" : " ");
            shell.account.append(text, arguments.get(i));
        }
        shell.account.hold(Account.weight(text.length()));
        String script = text.toString();
        shell.account.hold(64L * script.length());
        return interpreter.evaluate(LineSource.of(script), Math.max(1, shell.state.line));
    }
}
