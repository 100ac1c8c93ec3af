// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.ShellProcess;

/** {@code echo}, as POSIX's XSI option and dash have it: {@code -n} is an option, backslash escapes always are. POSIX XCU 3. */
record EchoCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        int i = 1;
        boolean newline = true;
        if (arguments.size() > 1 && arguments.get(1).equals("-n")) {
            newline = false;
            i = 2;
        }
        StringBuilder out = new StringBuilder();
        for (int first = i; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            shell.account.hold(8L * argument.length() + 16);
            if (i > first) {
                out.append(' ');
            }
            if (argument.indexOf('\\') < 0) {
                out.append(argument);
            } else if (!Escapes.append(argument, out, true)) {
                newline = false;
                break;
            }
        }
        if (newline) {
            out.append('\n');
        }
        shell.print(out.toString());
        return 0;
    }
}
