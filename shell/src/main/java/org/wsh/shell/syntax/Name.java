// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

/** Names of variables and functions: XBD 3.216. */
public final class Name {
    private Name() {}

    public static boolean begins(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    public static boolean continues(int c) {
        return begins(c) || c >= '0' && c <= '9';
    }

    /** Whether {@code text} is one. */
    public static boolean is(String text) {
        if (text == null || text.isEmpty() || !begins(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!continues(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
