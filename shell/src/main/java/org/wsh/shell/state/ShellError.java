// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.state;

/**
 * An error the shell itself finds while running a command: in an expansion, a redirection, a special built-in. POSIX XCU 2.8.1 says
 * which of them end a shell that is not interactive; all end the command.
 */
public final class ShellError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    public ShellError(String message, int status) {
        super(message, null, false, false);
        this.status = status;
    }

    /** An expansion error. */
    public ShellError(String message) {
        this(message, 2);
    }

    public int status() {
        return status;
    }
}
