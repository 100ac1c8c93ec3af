// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;

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
