// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Account;
import org.wsh.shell.state.Quoting;
import org.wsh.shell.state.ShellProcess;

/** {@code alias}. POSIX XCU 3. */
record AliasCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        Map<String, String> aliases = shell.state.aliases;
        if (arguments.size() == 1) {
            for (Map.Entry<String, String> entry : new TreeMap<>(aliases).entrySet()) {
                shell.print(entry.getKey() + "=" + Quoting.always(entry.getValue()) + "\n");
            }
            return 0;
        }
        int status = 0;
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=', 1);
            if (equals > 0) {
                String name = argument.substring(0, equals);
                String value = argument.substring(equals + 1);
                shell.account.keep(weight(name, value) - weight(name, aliases.get(name)));
                aliases.put(name, value);
            } else if (aliases.containsKey(argument)) {
                shell.print(argument + "=" + Quoting.always(aliases.get(argument)) + "\n");
            } else {
                shell.warn("alias: " + argument + ": not found");
                status = 1;
            }
        }
        return status;
    }

    static long weight(String name, String value) {
        return value == null ? 0 : 64 + Account.weight(name.length()) + Account.weight(value.length());
    }
}
