// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.process.signal.Signal;
import org.wsh.shell.job.Traps;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Numbers;
import org.wsh.shell.state.Quoting;
import org.wsh.shell.state.ShellProcess;

/** {@code trap}. POSIX XCU 2.15. */
record TrapCommand(Traps traps) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        int i = 1;
        if (i < arguments.size() && arguments.get(i).equals("--")) {
            i++;
        }
        if (i < arguments.size() && arguments.get(i).equals("-p")) {
            i++;
            if (i < arguments.size()) {
                for (; i < arguments.size(); i++) {
                    print(shell, arguments.get(i));
                }
                return 0;
            }
        }
        if (i == arguments.size()) {
            printAll(shell);
            return 0;
        }
        String action = arguments.get(i);
        if (Numbers.small(action) >= 0 || arguments.size() == i + 1) {
            // "trap 2 15" and "trap INT": back to the default.
            action = "-";
        } else {
            i++;
        }
        int status = 0;
        for (; i < arguments.size(); i++) {
            status |= set(shell, arguments.get(i), action.equals("-") ? null : action);
        }
        return status;
    }

    private int set(ShellProcess shell, String condition, String action) {
        if (condition.equals("EXIT") || condition.equals("0")) {
            shell.state.exitTrap = action;
            return 0;
        }
        Signal signal = signal(condition);
        if (signal == null) {
            shell.warn("trap: " + condition + ": bad signal");
            return 1;
        }
        traps.set(signal, action);
        return 0;
    }

    /** By name, with or without SIG, or number; null if there is none. */
    static Signal signal(String text) {
        int number = Numbers.small(text);
        if (number >= 0) {
            return Signal.of(number);
        }
        String name = text.startsWith("SIG") ? text.substring(3) : text;
        for (int i = 1; i < 32; i++) {
            if (Signal.of(i).name().equals(name)) {
                return Signal.of(i);
            }
        }
        return null;
    }

    private static void printAll(ShellProcess shell) {
        print(shell, "EXIT");
        for (int i = 1; i < 32; i++) {
            print(shell, Signal.of(i).name());
        }
    }

    private static void print(ShellProcess shell, String condition) {
        boolean exit = condition.equals("EXIT") || condition.equals("0");
        Signal signal = exit ? null : signal(condition);
        String action = exit ? shell.state.exitTrap : signal == null ? null : shell.state.traps.get(signal);
        if (action != null) {
            shell.print("trap -- " + Quoting.always(action) + " " + (exit ? "EXIT" : signal.name()) + "\n");
        }
    }
}
