// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

/** Backslash escapes of {@code echo}, {@code printf} and its {@code %b}. */
final class Escapes {
    private Escapes() {}

    /**
     * Appends {@code text} with its escapes replaced.
     *
     * @param zeroOctal octal numbers are {@code \0ddd} (echo, %b); else {@code \ddd} (a printf format)
     * @return false after {@code \c}: nothing more is to be written
     */
    static boolean append(String text, StringBuilder out, boolean zeroOctal) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
                continue;
            }
            c = text.charAt(++i);
            switch (c) {
                case 'a' -> out.append('\7');
                case 'b' -> out.append('\b');
                case 'c' -> {
                    if (zeroOctal) {
                        return false;
                    }
                    out.append("\\c");
                }
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'v' -> out.append('\13');
                case '\\' -> out.append('\\');
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    int start = zeroOctal && c == '0' ? i + 1 : i;
                    int end = start;
                    int value = 0;
                    while (end < text.length() && end < start + 3 && text.charAt(end) >= '0' && text.charAt(end) <= '7') {
                        value = value * 8 + (text.charAt(end++) - '0');
                    }
                    out.append(octet(value));
                    i = end - 1;
                }
                default -> out.append('\\').append(c);
            }
        }
        return true;
    }

    /** The character that stands for a byte. */
    static char octet(int value) {
        int low = value & 0xff;
        return (char) (low < 0x80 ? low : 0xdc00 + low);
    }
}
