// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import org.wsh.shell.run.DescriptorLines;
import org.wsh.shell.run.ScriptFile;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;
import org.wsh.vfs.ErrnoException;

/** The files a shell reads before its first command. POSIX XCU 3 {@code sh}, ENV. */
final class StartUp {
    private final ShellProcess shell;
    private final Executor executor;

    StartUp(Executor executor) {
        this.shell = executor.shell;
        this.executor = executor;
    }

    void login() {
        read("/etc/profile");
        String home = shell.state.variables.get("HOME");
        if (home != null) {
            read(home + "/.profile");
        }
    }

    /** The file that ENV names. */
    void environmentFile() {
        String name = shell.state.variables.get("ENV");
        if (name != null && !name.isEmpty()) {
            read(executor.expander.value(name));
        }
    }

    /** Runs a file's commands here, if there is such a file. */
    private void read(String path) {
        if (!shell.self.mayAccess(path, 4)) {
            return;
        }
        int fd;
        try {
            fd = ScriptFile.open(shell.self, path);
        } catch (ErrnoException unreadable) {
            return;
        }
        try {
            executor.evaluate(new DescriptorLines(shell, executor.traps, fd, false), 1);
        } catch (Jump.Return end) {
            shell.state.status = end.status;
        } catch (ShellError | ErrnoException error) {
            shell.warn(path + ": " + error.getMessage());
        } catch (Jump.Interrupt | Jump.OutOfLoop end) {
            shell.state.status = 130;
        } finally {
            shell.close(fd);
        }
    }
}
