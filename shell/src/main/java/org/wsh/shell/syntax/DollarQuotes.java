// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

/** {@code $'…'}: POSIX XCU 2.2.4 "Dollar-Single-Quotes". */
final class DollarQuotes {
    private DollarQuotes() {}

    /** Reads up to the closing quote, and takes it. */
    static String read(Characters characters, int opened) {
        StringBuilder text = new StringBuilder();
        while (true) {
            int c = characters.takeRaw();
            if (c == Characters.END) {
                throw characters.unterminated("$'", opened);
            }
            if (c == '\'') {
                return text.toString();
            }
            if (c == '\\') {
                escape(characters, text);
            } else {
                text.append((char) c);
            }
        }
    }

    private static void escape(Characters characters, StringBuilder text) {
        int c = characters.takeRaw();
        switch (c) {
            case Characters.END -> text.append('\\');
            case '"', '\'', '\\' -> text.append((char) c);
            case 'a' -> text.append('\7');
            case 'b' -> text.append('\b');
            case 'e' -> text.append('\33');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'v' -> text.append('\13');
            case 'c' -> {
                int control = characters.takeRaw();
                if (control != Characters.END) {
                    text.append((char) (control == '?' ? 0x7f : control & 0x1f));
                }
            }
            case 'x' -> octet(text, number(characters, 16, 2, 0));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octet(text, number(characters, 8, 2, c - '0') & 0xff);
            default -> text.append('\\').append((char) c);
        }
    }

    private static int number(Characters characters, int radix, int most, int value) {
        for (int i = 0; i < most; i++) {
            int digit = Character.digit(characters.lookRaw(), radix);
            if (digit < 0 || characters.lookRaw() > 0x7f) {
                break;
            }
            characters.takeRaw();
            value = value * radix + digit;
        }
        return value;
    }

    /** A byte: above 0x7f it stands for itself, undecoded; a null byte cannot be in a text. */
    private static void octet(StringBuilder text, int value) {
        if (value != 0) {
            text.append((char) (value < 0x80 ? value : 0xdc00 + value));
        }
    }
}
