// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.state;

/** Numbers as built-ins read them. */
public final class Numbers {
    private Numbers() {}

    /** A decimal number that is not negative and fits an int; −1 if {@code text} is none. */
    public static int small(String text) {
        if (text.isEmpty() || text.length() > 10) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value <= Integer.MAX_VALUE ? (int) value : -1;
    }

    /** Whether {@code text}, blanks around it aside, is a decimal integer that fits a long. */
    public static boolean isInteger(String text) {
        try {
            Long.parseLong(text.strip());
            return true;
        } catch (NumberFormatException no) {
            return false;
        }
    }

    public static long integer(String text) {
        return Long.parseLong(text.strip());
    }

    /** An octal number below 8^5; −1 if {@code text} is none. */
    public static int octal(String text) {
        if (text.isEmpty() || text.length() > 5) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '7') {
                return -1;
            }
            value = value * 8 + (c - '0');
        }
        return value;
    }
}
