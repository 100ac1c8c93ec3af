// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import java.util.Map;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.Quoting;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.state.ShellState;
import org.wsh.shell.state.Variables;

/** {@code set}. POSIX XCU 2.15. */
record SetCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        if (arguments.size() == 1) {
            printVariables(shell);
            return 0;
        }
        int i = 1;
        for (; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--")) {
                setPositional(shell, arguments, i + 1);
                return 0;
            }
            if (argument.equals("-")) {
                shell.state.set(Option.XTRACE, false);
                shell.state.set(Option.VERBOSE, false);
                i++;
                break;
            }
            if (argument.length() < 2 || argument.charAt(0) != '-' && argument.charAt(0) != '+') {
                break;
            }
            if (Option.takesName(argument)) {
                if (i + 1 == arguments.size()) {
                    printOptions(shell, argument.charAt(0) == '-');
                    return 0;
                }
                i++;
            }
            String wrong = shell.state.setOptions(argument, Option.takesName(argument) ? arguments.get(i) : null, false);
            if (wrong != null) {
                throw new ShellError("set: " + wrong);
            }
        }
        if (i < arguments.size()) {
            setPositional(shell, arguments, i);
        }
        return 0;
    }

    private static void setPositional(ShellProcess shell, List<String> arguments, int from) {
        List<String> positional = List.copyOf(arguments.subList(from, arguments.size()));
        shell.account.keep(ShellState.weight(positional) - (shell.state.keptPositional));
        shell.state.keptPositional = ShellState.weight(positional);
        shell.state.positional = positional;
    }

    private static void printVariables(ShellProcess shell) {
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, Variables.Variable> entry : shell.state.variables.sorted().entrySet()) {
            String value = entry.getValue().value();
            if (value != null) {
                shell.account.hold(256 + 8L * value.length());
                out.append(entry.getKey()).append('=').append(Quoting.always(value)).append('\n');
            }
        }
        shell.print(out.toString());
    }

    private static void printOptions(ShellProcess shell, boolean readable) {
        StringBuilder out = new StringBuilder(readable ? "Current option settings\n" : "");
        for (Option option : Option.all()) {
            if (!option.settable()) {
                continue;
            }
            boolean on = shell.state.has(option);
            if (readable) {
                out.append(option.text()).append("                ", 0, 16 - option.text().length()).append(on ? "on\n" : "off\n");
            } else {
                out.append(on ? "set -o " : "set +o ").append(option.text()).append('\n');
            }
        }
        shell.print(out.toString());
    }
}
