// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.state;

/** Control flow that leaves more than one command. Carries no stack trace. */
public abstract sealed class Jump extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Jump() {
        super(null, null, false, false);
    }

    /** {@code break} and {@code continue}: leaves {@code levels} loops, the last one not if it continues. */
    public static final class OutOfLoop extends Jump {
        private static final long serialVersionUID = 1L;
        public final int levels;
        public final boolean continues;

        public OutOfLoop(int levels, boolean continues) {
            this.levels = levels;
            this.continues = continues;
        }
    }

    /** {@code return}: ends a function or a {@code .} script. */
    public static final class Return extends Jump {
        private static final long serialVersionUID = 1L;
        public final int status;

        public Return(int status) {
            this.status = status;
        }
    }

    /** {@code exit}, and errors that end the shell. */
    public static final class Exit extends Jump {
        private static final long serialVersionUID = 1L;
        public final int status;

        public Exit(int status) {
            this.status = status;
        }
    }

    /** Ctrl-C in an interactive shell: back to the prompt. */
    public static final class Interrupt extends Jump {
        private static final long serialVersionUID = 1L;
    }
}
