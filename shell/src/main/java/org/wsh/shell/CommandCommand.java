// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;

/** {@code command [-p] name …}, {@code command -v|-V name…}. POSIX XCU 3. */
record CommandCommand() implements Builtin {
    @Override
    public int run(Executor shell, List<String> arguments) {
        boolean standardPath = false;
        char ask = 0;
        var options = new BuiltinOptions(arguments);
        while (options.next()) {
            switch (options.letter()) {
                case 'p' -> standardPath = true;
                case 'v', 'V' -> ask = options.letter();
                default -> {
                    return options.refuse(shell);
                }
            }
        }
        List<String> fields = options.operands();
        if (fields.isEmpty()) {
            return 0;
        }
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
