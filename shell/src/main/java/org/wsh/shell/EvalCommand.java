// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;
import org.wsh.shell.syntax.LineSource;

/** {@code eval}. POSIX XCU 2.15. */
record EvalCommand() implements Builtin {
    @Override
    public int run(Executor shell, List<String> arguments) {
        TextSink text = new TextSink(shell.account);
        for (int i = 1; i < arguments.size(); i++) {
            text.quoted(i == 1 ? "" : " ");
            text.quoted(arguments.get(i));
        }
        String script = text.text();
        shell.account.hold(64L * script.length());
        return shell.evaluate(LineSource.of(script), Math.max(1, shell.state.line));
    }
}
