// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.state.Variables;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;

/** {@code cd [-L|-P] [directory]}. POSIX XCU 3. */
record CdCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        boolean physical = false;
        var options = new BuiltinOptions(arguments);
        while (options.next()) {
            switch (options.letter()) {
                case 'P' -> physical = true;
                case 'L' -> physical = false;
                default -> {
                    return options.refuse(shell);
                }
            }
        }
        List<String> operands = options.operands();
        if (operands.size() > 1) {
            shell.warn("cd: too many arguments");
            return 2;
        }
        boolean home = operands.isEmpty();
        Variables variables = shell.state.variables;
        String operand = home ? variables.get("HOME") : operands.getFirst();
        boolean show = "-".equals(operand);
        if (show) {
            operand = variables.get("OLDPWD");
        }
        if (operand == null || operand.isEmpty()) {
            shell.warn("cd: " + (show ? "OLDPWD not set" : home ? "HOME not set" : "empty directory name"));
            return 1;
        }
        String old = shell.workingDirectory();
        String target = inPath(shell, operand);
        show |= !target.equals(operand) && !target.startsWith("./");
        try {
            String path = physical ? target : canonical(shell, old, target);
            shell.self.changeDirectory(path);
            shell.assign("OLDPWD", old);
            shell.assign("PWD", physical ? shell.self.workingDirectory() : path);
        } catch (ErrnoException failed) {
            shell.warn("cd: " + operand + ": " + failed.errno().message());
            return 1;
        }
        if (show) {
            shell.print(variables.get("PWD") + "\n");
        }
        return 0;
    }

    /** The operand below the first directory of CDPATH that has it. */
    private static String inPath(ShellProcess shell, String operand) {
        String path = shell.state.variables.get("CDPATH");
        if (path == null || path.isEmpty() || operand.startsWith("/") || operand.equals(".") || operand.equals("..") || operand.startsWith("./") || operand.startsWith("../")) {
            return operand;
        }
        for (int from = 0; from <= path.length(); ) {
            int colon = path.indexOf(':', from);
            int to = colon < 0 ? path.length() : colon;
            String directory = path.substring(from, to);
            String candidate = directory.isEmpty() ? "./" + operand : directory.endsWith("/") ? directory + operand : directory + "/" + operand;
            if (isDirectory(shell, candidate)) {
                return candidate;
            }
            from = to + 1;
        }
        return operand;
    }

    private static boolean isDirectory(ShellProcess shell, String path) {
        try {
            return shell.self.attributes(path, true).type() == FileType.DIRECTORY;
        } catch (ErrnoException missing) {
            return false;
        }
    }

    /** The absolute path without {@code .} and {@code ..}; what {@code ..} follows must be a directory. */
    private static String canonical(ShellProcess shell, String base, String target) {
        String path = target.startsWith("/") ? target : base.endsWith("/") ? base + target : base + "/" + target;
        shell.account.hold(8L * path.length());
        StringBuilder result = new StringBuilder();
        for (int from = 0; from < path.length(); ) {
            shell.account.poll(1);
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            String component = path.substring(from, to);
            from = to + 1;
            if (component.equals("..")) {
                if (!result.isEmpty()) {
                    if (!isDirectory(shell, result.toString())) {
                        shell.self.changeDirectory(result.toString());
                    }
                    result.setLength(result.lastIndexOf("/"));
                }
            } else if (!component.isEmpty() && !component.equals(".")) {
                result.append('/').append(component);
            }
        }
        return result.isEmpty() ? "/" : result.toString();
    }
}
