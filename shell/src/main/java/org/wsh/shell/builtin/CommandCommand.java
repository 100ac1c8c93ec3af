// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.run.BuiltinTable;
import org.wsh.shell.run.CommandSearch;
import org.wsh.shell.run.Programs;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;

/** {@code command [-p] name …}, {@code command -v|-V name…}. POSIX XCU 3. */
record CommandCommand(BuiltinTable builtins, CommandSearch search, Programs programs) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
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
            return runWithoutFunctions(shell, fields, standardPath);
        }
        TypeCommand type = new TypeCommand(builtins, search);
        int status = 0;
        for (String name : fields) {
            status |= type.describe(shell, name, ask == 'V');
        }
        return status;
    }

    /** Functions are passed over, and a special built-in's errors do not end the shell. */
    private int runWithoutFunctions(ShellProcess shell, List<String> fields, boolean standardPath) {
        String name = fields.get(0);
        Builtin builtin = builtins.special(name);
        if (builtin == null) {
            builtin = builtins.find(name);
        }
        if (builtin == null) {
            return programs.run(fields, standardPath);
        }
        try {
            return builtin.call(shell, fields);
        } catch (ShellError error) {
            shell.warn(error.getMessage());
            return error.status();
        }
    }
}
