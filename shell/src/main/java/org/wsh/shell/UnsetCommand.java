// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;
import org.wsh.shell.syntax.Command;
import org.wsh.shell.syntax.Parser;

/** {@code unset [-fv] name…}. POSIX XCU 2.15. */
record UnsetCommand() implements Builtin {
    @Override
    public int run(Executor shell, List<String> arguments) {
        boolean functions = false;
        int i = 1;
        for (; i < arguments.size() && arguments.get(i).startsWith("-"); i++) {
            switch (arguments.get(i)) {
                case "-f" -> functions = true;
                case "-v" -> functions = false;
                case "--" -> {}
                default -> throw new ShellError("unset: " + arguments.get(i) + ": unknown option");
            }
        }
        for (; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (functions) {
                Command.FunctionDefinition old = shell.state.functions.remove(name);
                shell.account.keep(-ShellState.weight(old));
            } else if (Parser.isName(name)) {
                shell.state.variables.unset(name);
            } else {
                throw new ShellError("unset: " + name + ": bad variable name");
            }
        }
        return 0;
    }
}
