// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.ErrnoException;

/** {@code pwd [-L|-P]}. POSIX XCU 3. */
record PwdCommand() implements Builtin {
    @Override
    public int run(Executor shell, List<String> arguments) {
        boolean physical = false;
        for (int i = 1; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "-P" -> physical = true;
                case "-L" -> physical = false;
                case "--" -> {}
                default -> {
                    shell.warn("pwd: " + arguments.get(i) + ": unexpected argument");
                    return 2;
                }
            }
        }
        shell.print((physical ? shell.self.workingDirectory() : logical(shell)) + "\n");
        return 0;
    }

    /** PWD, if it is an absolute path of the working directory; else the physical path. */
    static String logical(Executor shell) {
        String pwd = shell.state.variables.get("PWD");
        if (pwd != null && pwd.startsWith("/") && !pwd.contains("/./") && !pwd.contains("/../") && !pwd.endsWith("/..") && !pwd.endsWith("/.")) {
            try {
                Attributes named = shell.self.attributes(pwd, true);
                Attributes here = shell.self.attributes(".", true);
                if (named.device() == here.device() && named.inode() == here.inode()) {
                    return pwd;
                }
            } catch (ErrnoException gone) {
                // Then it is not the working directory's path.
            }
        }
        return shell.self.workingDirectory();
    }
}
