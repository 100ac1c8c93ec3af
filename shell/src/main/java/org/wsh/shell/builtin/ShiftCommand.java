// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Numbers;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;

/** {@code shift [n]}. POSIX XCU 2.15. */
record ShiftCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        int count = arguments.size() < 2 ? 1 : Numbers.small(arguments.get(1));
        List<String> positional = shell.state.positional;
        if (count < 0) {
            throw new ShellError("shift: " + arguments.get(1) + ": not a number");
        }
        if (count > positional.size()) {
            throw new ShellError("shift: cannot shift that many");
        }
        // A view of a view of a view … would be slower with each shift.
        shell.account.poll(1 + positional.size() / 64);
        shell.account.hold(8L * positional.size());
        shell.state.positional = List.copyOf(positional.subList(count, positional.size()));
        return 0;
    }
}
