// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.state;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wsh.process.signal.Signal;
import org.wsh.shell.syntax.Command;

/**
 * The shell execution environment: POSIX XCU 2.13. Everything a subshell gets a copy of; whatever is only this process's (jobs,
 * descriptors it moved away) is elsewhere. A plain value: whoever executes commands changes its fields.
 */
public final class ShellState {
    public final Variables variables;
    public final Map<String, Command.FunctionDefinition> functions;
    public final Map<String, String> aliases;
    /** Actions by signal. An empty one means ignored. */
    public final Map<Signal, String> traps;
    /** The action for EXIT; null if none. */
    public String exitTrap;

    private int options;
    /** $0. */
    public String name;
    /** What messages begin with: the script's name, else {@code wsh}. */
    public String prefix;
    /** Whether messages say the line: in scripts. */
    public boolean namesLines;

    public List<String> positional = List.of();
    /** What the positional parameters that {@code set} made weigh. */
    public long keptPositional;
    public int status;
    /** $!; 0: none yet. */
    public int lastBackground;
    /** $$: stays the main shell's in its subshells. */
    public int pid;

    // Where execution is.
    public int line;
    public int functionDepth;
    public int loopDepth;
    /** Above 0 while {@code set -e} is to be ignored: conditions, {@code !}, all but the last of an and-or list. */
    public int errexitIgnored;
    /** What {@code getopts} has seen inside the current argument. */
    public int optionOffset;
    String optionIndex = "";

    ShellState(Account account) {
        variables = new Variables(account);
        functions = new HashMap<>();
        aliases = new HashMap<>();
        traps = new EnumMap<>(Signal.class);
    }

    private ShellState(ShellState other) {
        variables = other.variables.copy();
        functions = new HashMap<>(other.functions);
        aliases = new HashMap<>(other.aliases);
        traps = new EnumMap<>(Signal.class);
        traps.putAll(other.traps);
        exitTrap = other.exitTrap;
        options = other.options;
        name = other.name;
        prefix = other.prefix;
        namesLines = other.namesLines;
        positional = other.positional;
        status = other.status;
        lastBackground = other.lastBackground;
        pid = other.pid;
        line = other.line;
        functionDepth = other.functionDepth;
        loopDepth = other.loopDepth;
        errexitIgnored = other.errexitIgnored;
        optionOffset = other.optionOffset;
        optionIndex = other.optionIndex;
    }

    public ShellState copy() {
        return new ShellState(this);
    }

    /** What is in here weighs on {@code account} from now on: called in the process that got the copy. */
    public void chargeTo(Account account) {
        variables.chargeTo(account);
        for (Command.FunctionDefinition function : functions.values()) {
            account.keep(weight(function));
        }
        keptPositional = weight(positional);
        account.keep(keptPositional);
    }

    /** A function's tree, as measured: up to some 60 bytes for each character it was written in. */
    public static long weight(Command.FunctionDefinition function) {
        return function == null ? 0 : 64L * function.length();
    }

    public static long weight(List<String> texts) {
        long weight = 16;
        for (String text : texts) {
            weight += 8 + Account.weight(text.length());
        }
        return weight;
    }

    public boolean has(Option option) {
        return (options & option.bit()) != 0;
    }

    public void set(Option option, boolean on) {
        options = on ? options | option.bit() : options & ~option.bit();
    }

    /**
     * Sets the options of one argument such as {@code -eu} or {@code +x}.
     *
     * @param name    what {@code o} among the letters names; null if there is none
     * @param atStart the shell is being started: {@code -i} and {@code -s} are allowed
     * @return what is wrong with it; null if nothing is
     */
    public String setOptions(String letters, String name, boolean atStart) {
        boolean on = letters.charAt(0) == '-';
        for (int k = 1; k < letters.length(); k++) {
            char letter = letters.charAt(k);
            Option option = letter == 'o' ? Option.of(name) : Option.of(letter);
            if (option == null || !option.settable() && !atStart) {
                return letter == 'o' ? name + ": unknown option" : letters.charAt(0) + "" + letter + ": unknown option";
            }
            set(option, on);
        }
        return null;
    }

    public boolean interactive() {
        return has(Option.INTERACTIVE);
    }

    /** $-. */
    String optionLetters() {
        StringBuilder letters = new StringBuilder();
        for (Option option : Option.all()) {
            if (has(option) && option.letter() != 0) {
                letters.append(option.letter());
            }
        }
        return letters.toString();
    }

    // Parameters.

    /** The value of a parameter but {@code @} and {@code *}; null when unset. POSIX XCU 2.5. */
    public String parameter(String name) {
        char first = name.charAt(0);
        if (first >= '0' && first <= '9') {
            return numbered(name);
        }
        if (name.length() == 1) {
            switch (first) {
                case '#' -> {
                    return Integer.toString(positional.size());
                }
                case '?' -> {
                    return Integer.toString(status);
                }
                case '-' -> {
                    return optionLetters();
                }
                case '$' -> {
                    return Integer.toString(pid);
                }
                case '!' -> {
                    return lastBackground == 0 ? null : Integer.toString(lastBackground);
                }
                default -> {}
            }
        }
        return name.equals("LINENO") ? Integer.toString(line) : variables.get(name);
    }

    private String numbered(String digits) {
        int number = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (number == 0) {
            return name;
        }
        return number <= positional.size() ? positional.get(number - 1) : null;
    }
}
