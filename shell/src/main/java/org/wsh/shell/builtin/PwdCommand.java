// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.ShellProcess;

/** {@code pwd [-L|-P]}. POSIX XCU 3. */
record PwdCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        boolean physical = false;
        for (int i = 1; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "-P" -> physical = true;
                case "-L" -> physical = false;
                case "--" -> {}
                default -> {
                    shell.warn("pwd: " + arguments.get(i) + ": unexpected argument");
                    return 2;
                }
            }
        }
        shell.print((physical ? shell.self.workingDirectory() : shell.workingDirectory()) + "\n");
        return 0;
    }
}
