// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

/** A script that is no shell program. Carries no stack trace: it is the script's mistake, not ours. */
public final class SyntaxError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final boolean incomplete;

    SyntaxError(int line, String message, boolean incomplete) {
        super(message, null, false, false);
        this.line = line;
        this.incomplete = incomplete;
    }

    /** Where it was found, counted from 1. */
    public int line() {
        return line;
    }

    /** Whether more input could still make it right: an editor then asks for another line. */
    public boolean incomplete() {
        return incomplete;
    }

    /** {@code text}, cut to what fits in a message. */
    static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
