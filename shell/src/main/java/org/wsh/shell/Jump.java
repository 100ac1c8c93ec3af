// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

/** Control flow that leaves more than one command. Carries no stack trace. */
abstract sealed class Jump extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Jump() {
        super(null, null, false, false);
    }

    /** {@code break} and {@code continue}: leaves {@code levels} loops, the last one not if it continues. */
    static final class OutOfLoop extends Jump {
        private static final long serialVersionUID = 1L;
        final int levels;
        final boolean continues;

        OutOfLoop(int levels, boolean continues) {
            this.levels = levels;
            this.continues = continues;
        }
    }

    /** {@code return}: ends a function or a {@code .} script. */
    static final class Return extends Jump {
        private static final long serialVersionUID = 1L;
        final int status;

        Return(int status) {
            this.status = status;
        }
    }

    /** {@code exit}, and errors that end the shell. */
    static final class Exit extends Jump {
        private static final long serialVersionUID = 1L;
        final int status;

        Exit(int status) {
            this.status = status;
        }
    }

    /** Ctrl-C in an interactive shell: back to the prompt. */
    static final class Interrupt extends Jump {
        private static final long serialVersionUID = 1L;
    }
}
