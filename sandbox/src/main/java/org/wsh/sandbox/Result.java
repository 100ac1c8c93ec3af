// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.nio.charset.StandardCharsets;

/**
 * How a command ended, and what it wrote.
 *
 * @param status as {@code $?} has it: the exit status, or 128 + n if signal n ended it
 * @param stdout what it wrote to standard output, unless that went elsewhere
 * @param stderr the same of standard error
 */
public record Result(int status, byte[] stdout, byte[] stderr) {
    /** Standard output as UTF-8 text. */
    public String output() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    /** Standard error as UTF-8 text. */
    public String errors() {
        return new String(stderr, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "status " + status + ", output \"" + output() + "\", errors \"" + errors() + "\"";
    }
}
