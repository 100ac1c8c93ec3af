// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.run.BuiltinTable;
import org.wsh.shell.run.CommandSearch;
import org.wsh.shell.state.ShellProcess;

/** {@code hash [-r] [name…]}. POSIX XCU 3. */
record HashCommand(BuiltinTable builtins, CommandSearch search) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        if (arguments.size() == 1) {
            for (String path : search.remembered().values()) {
                shell.print(path + "\n");
            }
            return 0;
        }
        int status = 0;
        for (int i = 1; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals("-r")) {
                search.forget();
            } else if (builtins.find(name) == null && builtins.special(name) == null && search.find(name) == null) {
                shell.warn("hash: " + name + ": not found");
                status = 1;
            }
        }
        return status;
    }
}
