// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import org.wsh.vfs.ErrnoException;

/** The files a shell reads before its first command. POSIX XCU 3 {@code sh}, ENV. */
final class StartUp {
    private StartUp() {}

    static void login(Executor shell) {
        read(shell, "/etc/profile");
        String home = shell.state.variables.get("HOME");
        if (home != null) {
            read(shell, home + "/.profile");
        }
    }

    /** The file that ENV names. */
    static void environmentFile(Executor shell) {
        String name = shell.state.variables.get("ENV");
        if (name != null && !name.isEmpty()) {
            read(shell, Prompt.expand(shell, name));
        }
    }

    /** Runs a file's commands here, if there is such a file. */
    private static void read(Executor shell, String path) {
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
            shell.evaluate(new DescriptorLines(shell, fd, false), 1);
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
