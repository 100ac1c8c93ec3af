// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.state;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * Bytes as text and back, without loss. Text is UTF-8; a byte that is not part of valid UTF-8 becomes the lone surrogate U+DC00 +
 * byte (Python's "surrogateescape"), which no valid UTF-8 decodes to, and is written back as that byte.
 */
public final class ByteText {
    /** By code point, which is the order of UTF-8's bytes. */
    public static final Comparator<String> ORDER = new Comparator<>() {
        @Override
        public int compare(String a, String b) {
            int common = Math.min(a.length(), b.length());
            for (int i = 0; i < common; i++) {
                char c = a.charAt(i);
                char d = b.charAt(i);
                if (c != d) {
                    boolean bothSame = Character.isSurrogate(c) == Character.isSurrogate(d);
                    return bothSame ? c - d : Character.isSurrogate(c) ? 1 : -1;
                }
            }
            return a.length() - b.length();
        }
    };

    private static final char ESCAPE = '\udc00';

    private ByteText() {}

    public static String decode(byte[] bytes, int from, int to) {
        int ascii = from;
        while (ascii < to && bytes[ascii] >= 0) {
            ascii++;
        }
        if (ascii == to) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        StringBuilder text = new StringBuilder(to - from);
        for (int i = from; i < to; ) {
            int length = sequence(bytes, i, to);
            if (length == 0) {
                text.append((char) (ESCAPE + (bytes[i++] & 0xff)));
            } else {
                text.appendCodePoint(codePoint(bytes, i, length));
                i += length;
            }
        }
        return text.toString();
    }

    /** How many bytes the valid sequence at {@code i} takes; 0 if there is none. Unicode 16, table 3-7. */
    private static int sequence(byte[] bytes, int i, int to) {
        int first = bytes[i] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (length == 0 || i + length > to) {
            return 0;
        }
        int second = bytes[i + 1] & 0xff;
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((bytes[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static int codePoint(byte[] bytes, int i, int length) {
        if (length == 1) {
            return bytes[i];
        }
        int value = bytes[i] & 0xff >> length + 1;
        for (int k = 1; k < length; k++) {
            value = value << 6 | bytes[i + k] & 0x3f;
        }
        return value;
    }

    public static byte[] encode(CharSequence text) {
        int length = text.length();
        byte[] bytes = new byte[length];
        int at = 0;
        for (; at < length; at++) {
            char c = text.charAt(at);
            if (c >= 0x80) {
                break;
            }
            bytes[at] = (byte) c;
        }
        if (at == length) {
            return bytes;
        }
        byte[] all = new byte[at + (length - at) * 3];
        System.arraycopy(bytes, 0, all, 0, at);
        int out = at;
        for (int i = at; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                all[out++] = (byte) c;
            } else if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff) {
                all[out++] = (byte) c;
            } else if (c < 0x800) {
                all[out++] = (byte) (0xc0 | c >> 6);
                all[out++] = (byte) (0x80 | c & 0x3f);
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                all[out++] = (byte) (0xf0 | point >> 18);
                all[out++] = (byte) (0x80 | point >> 12 & 0x3f);
                all[out++] = (byte) (0x80 | point >> 6 & 0x3f);
                all[out++] = (byte) (0x80 | point & 0x3f);
            } else {
                all[out++] = (byte) (0xe0 | c >> 12);
                all[out++] = (byte) (0x80 | c >> 6 & 0x3f);
                all[out++] = (byte) (0x80 | c & 0x3f);
            }
        }
        return java.util.Arrays.copyOf(all, out);
    }
}
