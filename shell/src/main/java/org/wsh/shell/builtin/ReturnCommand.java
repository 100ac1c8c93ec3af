// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.ShellProcess;

/** {@code return [n]}. POSIX XCU 2.15. Outside a function or a {@code .} script it ends the shell, as in dash. */
record ReturnCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        throw new Jump.Return(ExitCommand.status(shell, arguments));
    }
}
