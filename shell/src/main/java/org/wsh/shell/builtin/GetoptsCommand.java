// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Numbers;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.Name;

/** {@code getopts optstring name [arg…]}. POSIX XCU 3. */
record GetoptsCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        if (arguments.size() < 3 || !Name.is(arguments.get(2))) {
            shell.warn("getopts: usage: getopts optstring name [arg ...]");
            return 2;
        }
        String known = arguments.get(1);
        String name = arguments.get(2);
        List<String> given = arguments.size() > 3 ? arguments.subList(3, arguments.size()) : shell.state.positional;
        int index = Math.max(1, Numbers.small(shell.state.variables.getOr("OPTIND", "1")));
        int offset = shell.state.optionOffset;
        String current = index <= given.size() ? given.get(index - 1) : null;
        if (offset == 0 || current == null || offset >= current.length()) {
            if (current == null || current.length() < 2 || current.charAt(0) != '-') {
                return end(shell, name, index);
            }
            if (current.equals("--")) {
                return end(shell, name, index + 1);
            }
            offset = 1;
        }
        char option = current.charAt(offset++);
        int at = option == ':' ? -1 : known.indexOf(option, known.startsWith(":") ? 1 : 0);
        boolean silent = known.startsWith(":");
        boolean wantsArgument = at >= 0 && at + 1 < known.length() && known.charAt(at + 1) == ':';
        String argument = null;
        if (at < 0) {
            argument = silent ? String.valueOf(option) : null;
            if (!silent) {
                shell.error(shell.state.prefix + ": illegal option -- " + option + "\n");
            }
            option = '?';
        }
        boolean atEnd = offset >= current.length();
        if (wantsArgument) {
            if (!atEnd) {
                argument = current.substring(offset);
            } else if (index < given.size()) {
                argument = given.get(index++);
            } else {
                argument = silent ? String.valueOf(option) : null;
                if (!silent) {
                    shell.error(shell.state.prefix + ": option requires an argument -- " + option + "\n");
                }
                option = silent ? ':' : '?';
            }
            atEnd = true;
        }
        shell.assign("OPTIND", Integer.toString(atEnd ? index + 1 : index));
        shell.state.optionOffset = atEnd ? 0 : offset;
        if (argument == null) {
            shell.state.variables.unset("OPTARG");
        } else {
            shell.assign("OPTARG", argument);
        }
        shell.assign(name, String.valueOf(option));
        return 0;
    }

    private static int end(ShellProcess shell, String name, int index) {
        shell.assign("OPTIND", Integer.toString(index));
        shell.state.variables.unset("OPTARG");
        shell.assign(name, "?");
        return 1;
    }
}
