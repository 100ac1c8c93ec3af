// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

/** Bytes as a C string literal, as strace writes them. */
public final class Quoted {
    private Quoted() {}

    public static String of(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length + 2).append('"');
        for (int i = 0; i < bytes.length; i++) {
            int each = bytes[i] & 0xff;
            switch (each) {
                case '"', '\\' -> text.append('\\').append((char) each);
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                case '\f' -> text.append("\\f");
                case 0x0b -> text.append("\\v");
                default -> {
                    if (each >= ' ' && each < 0x7f) {
                        text.append((char) each);
                    } else {
                        octal(text, each, i + 1 < bytes.length && bytes[i + 1] >= '0' && bytes[i + 1] <= '9');
                    }
                }
            }
        }
        return text.append('"').toString();
    }

    /** As few digits as can be, three if a digit follows. */
    private static void octal(StringBuilder text, int each, boolean digitFollows) {
        String digits = Integer.toOctalString(each);
        text.append('\\').append(digitFollows ? "0".repeat(3 - digits.length()) : "").append(digits);
    }
}
