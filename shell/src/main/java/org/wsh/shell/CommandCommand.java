// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;

/** {@code command [-p] name …}, {@code command -v|-V name…}. POSIX XCU 3. */
record CommandCommand() implements Builtin {
    @Override
    public int run(Executor shell, List<String> arguments) {
        boolean standardPath = false;
        char ask = 0;
        int i = 1;
        for (; i < arguments.size() && arguments.get(i).length() > 1 && arguments.get(i).startsWith("-"); i++) {
            String option = arguments.get(i);
            if (option.equals("--")) {
                i++;
                break;
            }
            for (int k = 1; k < option.length(); k++) {
                switch (option.charAt(k)) {
                    case 'p' -> standardPath = true;
                    case 'v', 'V' -> ask = option.charAt(k);
                    default -> {
                        shell.warn("command: " + option + ": unknown option");
                        return 2;
                    }
                }
            }
        }
        if (i == arguments.size()) {
            return 0;
        }
        List<String> fields = arguments.subList(i, arguments.size());
        if (ask == 0) {
            return shell.callWithoutFunctions(fields, standardPath);
        }
        int status = 0;
        for (String name : fields) {
            status |= TypeCommand.describe(shell, name, ask == 'V');
        }
        return status;
    }
}
