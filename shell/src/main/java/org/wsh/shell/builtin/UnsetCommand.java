// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.state.ShellState;
import org.wsh.shell.syntax.Command;
import org.wsh.shell.syntax.Name;

/** {@code unset [-fv] name…}. POSIX XCU 2.15. */
record UnsetCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        boolean functions = false;
        var options = new BuiltinOptions(arguments);
        while (options.next()) {
            switch (options.letter()) {
                case 'f' -> functions = true;
                case 'v' -> functions = false;
                default -> throw new ShellError(options.complaint());
            }
        }
        for (String name : options.operands()) {
            if (functions) {
                Command.FunctionDefinition old = shell.state.functions.remove(name);
                shell.account.keep(-ShellState.weight(old));
            } else if (Name.is(name)) {
                shell.state.variables.unset(name);
            } else {
                throw new ShellError("unset: " + name + ": bad variable name");
            }
        }
        return 0;
    }
}
