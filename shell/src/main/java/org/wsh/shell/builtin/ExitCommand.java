// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.Numbers;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;

/** {@code exit [n]}. POSIX XCU 2.15. */
record ExitCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        throw new Jump.Exit(status(shell, arguments));
    }

    /** The operand's low 8 bits, or {@code $?}. */
    static int status(ShellProcess shell, List<String> arguments) {
        if (arguments.size() < 2) {
            return shell.state.status;
        }
        if (!Numbers.isInteger(arguments.get(1))) {
            throw new ShellError(arguments.get(0) + ": " + arguments.get(1) + ": not a number");
        }
        return (int) (Numbers.integer(arguments.get(1)) & 0xff);
    }
}
