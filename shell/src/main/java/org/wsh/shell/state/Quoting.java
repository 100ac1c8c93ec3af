// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.state;

/** Writes values so that a shell reads them back: what {@code set}, {@code export -p} and {@code trap} must do. */
public final class Quoting {
    private Quoting() {}

    /** Quoted if it needs to be. */
    public static String quoted(String value) {
        if (value.isEmpty()) {
            return "''";
        }
        for (int i = 0; i < value.length(); i++) {
            if (!isPlain(value.charAt(i))) {
                return always(value);
            }
        }
        return value;
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_-./:=@%+,".indexOf(c) >= 0;
    }

    public static String always(String value) {
        return "'".concat(value.replace("'", "'\\''")).concat("'");
    }
}
