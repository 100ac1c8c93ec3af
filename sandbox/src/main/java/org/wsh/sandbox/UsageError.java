// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

/** The command line cannot be understood or done as asked. The message is for the person who typed it; {@code status} is ours. */
final class UsageError extends Exception {
    private static final long serialVersionUID = 1L;

    /** As sh and most tools have it. */
    static final int USAGE = 2;

    private final int status;

    UsageError(String message) {
        this(USAGE, message);
    }

    UsageError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
