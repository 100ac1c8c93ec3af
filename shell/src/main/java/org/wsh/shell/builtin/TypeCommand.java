// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.run.BuiltinTable;
import org.wsh.shell.run.CommandSearch;
import org.wsh.shell.state.Quoting;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.ReservedWord;

/** {@code type name…}. POSIX XCU 3. */
record TypeCommand(BuiltinTable builtins, CommandSearch search) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        int status = 0;
        for (int i = 1; i < arguments.size(); i++) {
            status |= describe(shell, arguments.get(i), true);
        }
        return status;
    }

    /**
     * Says what {@code name} would run.
     *
     * @param words in words for a reader; else as {@code command -v} does, for scripts
     * @return 0, or 127 when it would run nothing
     */
    int describe(ShellProcess shell, String name, boolean words) {
        String alias = shell.state.aliases.get(name);
        String what;
        if (alias != null) {
            what = words ? name + " is an alias for " + alias : "alias " + name + "=" + Quoting.always(alias);
        } else if (ReservedWord.is(name)) {
            what = words ? name + " is a shell keyword" : name;
        } else if (builtins.special(name) != null) {
            what = words ? name + " is a special shell builtin" : name;
        } else if (shell.state.functions.containsKey(name)) {
            what = words ? name + " is a shell function" : name;
        } else if (builtins.find(name) != null) {
            what = words ? name + " is a shell builtin" : name;
        } else {
            String path = name.indexOf('/') < 0 || shell.self.mayAccess(name, 1) ? search.find(name) : null;
            if (path == null) {
                if (words) {
                    shell.print(name + ": not found\n");
                }
                return 127;
            }
            what = words ? name + " is " + path : path;
        }
        shell.print(what + "\n");
        return 0;
    }
}
