// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;

/** {@code hash [-r] [name…]}. POSIX XCU 3. */
record HashCommand() implements Builtin {
    @Override
    public int run(Executor shell, List<String> arguments) {
        if (arguments.size() == 1) {
            for (String path : shell.search.remembered().values()) {
                shell.print(path + "\n");
            }
            return 0;
        }
        int status = 0;
        for (int i = 1; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals("-r")) {
                shell.search.forget();
            } else if (Builtins.find(name) == null && Builtins.special(name) == null && shell.search.find(name) == null) {
                shell.warn("hash: " + name + ": not found");
                status = 1;
            }
        }
        return status;
    }
}
