// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.Numbers;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;

/** {@code break [n]} and {@code continue [n]}. POSIX XCU 2.15. Outside of a loop they do nothing, as in dash. */
record LoopCommand(boolean continues) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        int levels = 1;
        if (arguments.size() > 1) {
            levels = Numbers.small(arguments.get(1));
            if (levels < 1) {
                throw new ShellError(arguments.get(0) + ": " + arguments.get(1) + ": not a positive number");
            }
        }
        if (shell.state.loopDepth == 0) {
            return 0;
        }
        throw new Jump.OutOfLoop(Math.min(levels, shell.state.loopDepth), continues);
    }
}
