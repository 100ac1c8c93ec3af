// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import java.util.List;
import org.wsh.shell.state.ShellProcess;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** A command the shell runs itself. */
public interface Builtin {
    /**
     * @param arguments its name first
     * @return its status
     */
    int run(ShellProcess shell, List<String> arguments);

    /** Runs it; what the kernel refuses is told, and is status 1. */
    default int call(ShellProcess shell, List<String> arguments) {
        try {
            return run(shell, arguments);
        } catch (ErrnoException failed) {
            if (failed.errno() == Errno.ENOMEM) {
                throw failed;
            }
            shell.warn(arguments.get(0) + ": " + failed.getMessage());
            return 1;
        }
    }
}
