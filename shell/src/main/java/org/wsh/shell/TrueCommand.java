// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;

/** {@code true}, {@code false} and {@code :}. POSIX XCU 3, 2.15. */
record TrueCommand(int status) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        return status;
    }
}
