// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.job.Interpreter;
import org.wsh.shell.job.Traps;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.run.DescriptorLines;
import org.wsh.shell.run.ScriptFile;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;
import org.wsh.vfs.ErrnoException;

/** {@code . file [argument…]}. POSIX XCU 2.15; with arguments, they are the positional parameters meanwhile, as in bash and ksh. */
record DotCommand(Interpreter interpreter, Traps traps) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        if (arguments.size() < 2) {
            throw new ShellError(".: no file named");
        }
        String name = arguments.get(1);
        String path = find(shell, name);
        int fd;
        try {
            fd = ScriptFile.open(shell.self, path);
        } catch (ErrnoException failed) {
            throw new ShellError(".: " + name + ": " + failed.errno().message(), 2);
        }
        List<String> positional = shell.state.positional;
        if (arguments.size() > 2) {
            shell.state.positional = arguments.subList(2, arguments.size());
        }
        if (++shell.state.functionDepth > ShellProcess.MAX_FUNCTION_DEPTH) {
            shell.state.functionDepth--;
            shell.self.close(fd);
            throw new ShellError(".: maximum nesting level exceeded (" + ShellProcess.MAX_FUNCTION_DEPTH + ")");
        }
        int line = shell.state.line;
        try {
            return interpreter.evaluate(new DescriptorLines(shell, traps, fd, false), 1);
        } catch (Jump.Return end) {
            return end.status;
        } finally {
            shell.state.functionDepth--;
            shell.state.line = line;
            if (arguments.size() > 2) {
                shell.state.positional = positional;
            }
            shell.close(fd);
        }
    }

    private static String find(ShellProcess shell, String name) {
        if (name.indexOf('/') >= 0) {
            return name;
        }
        String path = shell.state.variables.getOr("PATH", "");
        for (int from = 0; from <= path.length(); ) {
            int colon = path.indexOf(':', from);
            int to = colon < 0 ? path.length() : colon;
            String candidate = (to == from ? "." : path.substring(from, to)) + "/" + name;
            if (shell.self.mayAccess(candidate, 4)) {
                return candidate;
            }
            from = to + 1;
        }
        return name;
    }
}
