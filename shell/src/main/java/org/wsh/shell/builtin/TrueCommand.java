// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.ShellProcess;

/** {@code true}, {@code false} and {@code :}. POSIX XCU 3, 2.15. */
record TrueCommand(int status) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        return status;
    }
}
