// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;
import java.util.Map;

/** {@code set}. POSIX XCU 2.15. */
record SetCommand() implements Builtin {
    @Override
    public int run(Executor shell, List<String> arguments) {
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
            if (takesName(argument)) {
                if (i + 1 == arguments.size()) {
                    printOptions(shell, argument.charAt(0) == '-');
                    return 0;
                }
                i++;
            }
            String wrong = apply(shell.state, argument, takesName(argument) ? arguments.get(i) : null, false);
            if (wrong != null) {
                throw new ShellError("set: " + wrong);
            }
        }
        if (i < arguments.size()) {
            setPositional(shell, arguments, i);
        }
        return 0;
    }

    private static void setPositional(Executor shell, List<String> arguments, int from) {
        List<String> positional = List.copyOf(arguments.subList(from, arguments.size()));
        shell.account.keep(ShellState.weight(positional) - (shell.state.keptPositional));
        shell.state.keptPositional = ShellState.weight(positional);
        shell.state.positional = positional;
    }

    /** Whether a group of letters like {@code -eo} has an option's name after it. */
    static boolean takesName(String letters) {
        return letters.indexOf('o') > 0;
    }

    /**
     * Sets the options of one argument such as {@code -eu} or {@code +x}.
     *
     * @param name    what {@code o} among the letters names; null if there is none
     * @param atStart the shell is being started: {@code -i} and {@code -s} are allowed
     * @return what is wrong with it; null if nothing is
     */
    static String apply(ShellState state, String letters, String name, boolean atStart) {
        boolean on = letters.charAt(0) == '-';
        for (int k = 1; k < letters.length(); k++) {
            char letter = letters.charAt(k);
            Option option = letter == 'o' ? Option.of(name) : Option.of(letter);
            if (option == null || !option.settable() && !atStart) {
                return letter == 'o' ? name + ": unknown option" : letters.charAt(0) + "" + letter + ": unknown option";
            }
            state.set(option, on);
        }
        return null;
    }

    private static void printVariables(Executor shell) {
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

    private static void printOptions(Executor shell, boolean readable) {
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
