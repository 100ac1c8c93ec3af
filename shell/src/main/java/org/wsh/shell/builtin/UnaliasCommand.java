// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import java.util.Map;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.ShellProcess;

/** {@code unalias}. POSIX XCU 3. */
record UnaliasCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        Map<String, String> aliases = shell.state.aliases;
        int status = 0;
        for (int i = 1; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals("-a")) {
                for (Map.Entry<String, String> entry : aliases.entrySet()) {
                    shell.account.keep(-AliasCommand.weight(entry.getKey(), entry.getValue()));
                }
                aliases.clear();
            } else if (aliases.containsKey(name)) {
                shell.account.keep(-AliasCommand.weight(name, aliases.remove(name)));
            } else {
                shell.warn("unalias: " + name + ": not found");
                status = 1;
            }
        }
        return status;
    }
}
