// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellState;

/** The shell's command line: POSIX XCU 3, {@code sh}. */
final class Invocation {
    static final String USAGE =
            """
            usage: sh [-abCefmnuvx] [-il] [-o option] [-c command [name [argument ...]] | script [argument ...] | -s [argument ...]]
              -c         run the command string; name becomes $0
              -s         read commands from standard input; arguments become $1 ...
              -i         be interactive
              -l         be a login shell: read /etc/profile and ~/.profile first
              -e -u -x   and the other letters: as in `set`; with + they are switched off
              --help, --version
            Without any of these, commands come from standard input, with a prompt if that is a terminal.
            """;

    /** What was asked for. */
    enum Mode {
        COMMAND,
        SCRIPT,
        STANDARD_INPUT,
        HELP,
        VERSION,
        /** {@link #wrong} says why. */
        MISUSE
    }

    final Mode mode;
    /** The command string or the script's path. */
    final String text;
    /** $0. */
    final String name;
    final List<String> positional;
    final boolean login;
    final String wrong;

    private Invocation(Mode mode, String text, String name, List<String> positional, boolean login, String wrong) {
        this.mode = mode;
        this.text = text;
        this.name = name;
        this.positional = positional;
        this.login = login;
        this.wrong = wrong;
    }

    private static Invocation misuse(String self, String wrong) {
        return new Invocation(Mode.MISUSE, null, self, List.of(), false, wrong);
    }

    /** Reads it; options go to {@code state}. */
    static Invocation parse(List<String> arguments, ShellState state) {
        String self = arguments.isEmpty() ? "wsh" : arguments.get(0);
        boolean login = self.startsWith("-");
        boolean command = false;
        int i = 1;
        for (; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--") || argument.equals("-")) {
                i++;
                break;
            }
            if (argument.equals("--help") || argument.equals("--version")) {
                return new Invocation(argument.equals("--help") ? Mode.HELP : Mode.VERSION, null, self, List.of(), false, null);
            }
            if (argument.equals("--login")) {
                login = true;
                continue;
            }
            if (argument.length() < 2 || argument.charAt(0) != '-' && argument.charAt(0) != '+') {
                break;
            }
            StringBuilder letters = new StringBuilder();
            letters.append(argument.charAt(0));
            for (int k = 1; k < argument.length(); k++) {
                char letter = argument.charAt(k);
                if (letter == 'c') {
                    command = true;
                } else if (letter == 'l') {
                    login = argument.charAt(0) == '-';
                } else {
                    letters.append(letter);
                }
            }
            String name = null;
            if (Option.takesName(letters.toString())) {
                if (++i == arguments.size()) {
                    return misuse(self, argument + ": which option?");
                }
                name = arguments.get(i);
            }
            String wrong = state.setOptions(letters.toString(), name, true);
            if (wrong != null) {
                return misuse(self, wrong);
            }
        }
        List<String> rest = arguments.subList(Math.min(i, arguments.size()), arguments.size());
        if (command) {
            if (rest.isEmpty()) {
                return misuse(self, "-c: no command given");
            }
            String name = rest.size() > 1 ? rest.get(1) : self;
            return new Invocation(Mode.COMMAND, rest.get(0), name, List.copyOf(rest.subList(Math.min(2, rest.size()), rest.size())), login, null);
        }
        if (rest.isEmpty() || state.has(Option.STDIN)) {
            return new Invocation(Mode.STANDARD_INPUT, null, self, List.copyOf(rest), login, null);
        }
        return new Invocation(Mode.SCRIPT, rest.get(0), rest.get(0), List.copyOf(rest.subList(1, rest.size())), login, null);
    }
}
