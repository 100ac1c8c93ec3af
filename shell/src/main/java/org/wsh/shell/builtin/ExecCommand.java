// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.run.Programs;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.ShellProcess;

/** {@code exec}. POSIX XCU 2.15. Without a command its redirections stay: the caller sees to that. */
record ExecCommand(Programs programs) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        int first = arguments.size() > 1 && arguments.get(1).equals("--") ? 2 : 1;
        if (arguments.size() == first) {
            return 0;
        }
        int status = programs.exec(arguments.subList(first, arguments.size()));
        if (shell.state.interactive()) {
            return status;
        }
        throw new Jump.Exit(status);
    }
}
