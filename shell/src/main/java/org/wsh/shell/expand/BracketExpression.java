// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.expand;

import java.util.Arrays;
import org.wsh.shell.syntax.Meter;

/** {@code [a-z]}, {@code [!abc]}, {@code [[:alpha:]_]}: POSIX XCU 2.14.1, XBD 9.3.5; ordered by code point. */
final class BracketExpression {
    private final boolean negated;
    /** Pairs: first and last code point. */
    private final int[] ranges;
    private final CharacterClass[] classes;
    private final int end;

    private enum CharacterClass {
        ALNUM,
        ALPHA,
        BLANK,
        CNTRL,
        DIGIT,
        GRAPH,
        LOWER,
        PRINT,
        PUNCT,
        SPACE,
        UPPER,
        XDIGIT;

        static CharacterClass of(String name) {
            for (CharacterClass known : values()) {
                if (known.name().equalsIgnoreCase(name) && name.equals(name.toLowerCase(java.util.Locale.ROOT))) {
                    return known;
                }
            }
            return null;
        }

        boolean contains(int c) {
            boolean print = c >= 0x20 && c != 0x7f && !(c >= 0x80 && (c < 0xa0 || Character.isSurrogate((char) c) && c < 0x10000));
            return switch (this) {
                case ALNUM -> Character.isLetterOrDigit(c);
                case ALPHA -> Character.isLetter(c);
                case BLANK -> c == ' ' || c == '\t';
                case CNTRL -> Character.isISOControl(c);
                case DIGIT -> c >= '0' && c <= '9';
                case GRAPH -> print && !Character.isWhitespace(c);
                case LOWER -> Character.isLowerCase(c);
                case PRINT -> print;
                case PUNCT -> print && !Character.isWhitespace(c) && !Character.isLetterOrDigit(c);
                case SPACE -> Character.isWhitespace(c) && (c < 0x1c || c > 0x1f);
                case UPPER -> Character.isUpperCase(c);
                case XDIGIT -> c < 0x80 && Character.digit(c, 16) >= 0;
            };
        }
    }

    private BracketExpression(boolean negated, int[] ranges, CharacterClass[] classes, int end) {
        this.negated = negated;
        this.ranges = ranges;
        this.classes = classes;
        this.end = end;
    }

    /** The expression that begins with the bracket at {@code from}; null if it never ends, so the bracket stands for itself. */
    static BracketExpression parse(String text, int from, Meter meter) {
        int i = from + 1;
        boolean negated = i < text.length() && (text.charAt(i) == '!' || text.charAt(i) == '^');
        if (negated) {
            i++;
        }
        int[] ranges = new int[8];
        int count = 0;
        CharacterClass[] classes = new CharacterClass[0];
        boolean first = true;
        while (true) {
            if (i >= text.length()) {
                return null;
            }
            meter.poll(1);
            char c = text.charAt(i);
            if (c == ']' && !first) {
                meter.hold(8L * count);
                return new BracketExpression(negated, Arrays.copyOf(ranges, count), classes, i + 1);
            }
            first = false;
            if (c == '[' && i + 1 < text.length() && text.charAt(i + 1) == ':') {
                int close = text.indexOf(":]", i + 2);
                CharacterClass known = close < 0 || close - i > 10 ? null : CharacterClass.of(text.substring(i + 2, close));
                if (known != null) {
                    classes = Arrays.copyOf(classes, classes.length + 1);
                    classes[classes.length - 1] = known;
                    i = close + 2;
                    continue;
                }
            }
            long low = element(text, i);
            i = (int) (low >>> 32);
            int lowest = (int) low;
            int highest = lowest;
            if (i + 1 < text.length() && text.charAt(i) == '-' && text.charAt(i + 1) != ']') {
                long high = element(text, i + 1);
                i = (int) (high >>> 32);
                highest = (int) high;
            }
            if (count + 2 > ranges.length) {
                ranges = Arrays.copyOf(ranges, count * 2);
            }
            ranges[count++] = lowest;
            ranges[count++] = highest;
        }
    }

    /** One code point, {@code [.x.]}, {@code [=x=]} or an escaped one. @return where it ends, and in the low half its value */
    private static long element(String text, int i) {
        char c = text.charAt(i);
        if (c == '\\' && i + 1 < text.length()) {
            i++;
        } else if (c == '[' && i + 4 < text.length() && (text.charAt(i + 1) == '.' || text.charAt(i + 1) == '=')) {
            int point = text.codePointAt(i + 2);
            int after = i + 2 + Character.charCount(point);
            if (after + 1 < text.length() && text.charAt(after) == text.charAt(i + 1) && text.charAt(after + 1) == ']') {
                return (long) after + 2 << 32 | point;
            }
        }
        int point = text.codePointAt(i);
        return (long) i + Character.charCount(point) << 32 | point;
    }

    /** Just behind its closing bracket. */
    int end() {
        return end;
    }

    boolean contains(int point) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (point >= ranges[i] && point <= ranges[i + 1]) {
                return !negated;
            }
        }
        for (CharacterClass known : classes) {
            if (known.contains(point)) {
                return !negated;
            }
        }
        return negated;
    }
}
