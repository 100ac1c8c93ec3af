// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.expand;

import java.util.Arrays;
import org.wsh.shell.syntax.Meter;

/**
 * A pattern: POSIX XCU 2.14. Each element but {@code *} stands for exactly one character, so a set of states (the elements that may
 * come next) is moved along the text once: time is at most pattern times text, whatever the stars.
 */
public final class Pattern {
    /** Element kinds; a value of 0 or more is that very code point. */
    private static final int STAR = -1;

    private static final int ANY = -2;
    /** Brackets are numbered downwards from here. */
    private static final int BRACKET = -3;

    private final int[] elements;
    private final BracketExpression[] brackets;
    private final Meter meter;

    private Pattern(int[] elements, BracketExpression[] brackets, Meter meter) {
        this.elements = elements;
        this.brackets = brackets;
        this.meter = meter;
    }

    /** Whether an unquoted character makes {@code text}, in which quoted ones are escaped, a pattern. */
    static boolean isActive(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '*', '?', '[' -> {
                    return true;
                }
                case '\\' -> i++;
                default -> {}
            }
        }
        return false;
    }

    /** Reads a pattern; a backslash makes the next character stand for itself. */
    static Pattern of(String text, Meter meter) {
        meter.hold(8L * text.length() + 64);
        int[] elements = new int[text.length()];
        int count = 0;
        BracketExpression[] brackets = null;
        int bracketCount = 0;
        // Where no bracket that is still open can end any more: an unclosed "[[[[…" is looked at once.
        int noClosingFrom = text.length();
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c == '*') {
                if (count == 0 || elements[count - 1] != STAR) {
                    elements[count++] = STAR;
                }
                i++;
            } else if (c == '?') {
                elements[count++] = ANY;
                i++;
            } else if (c == '[' && i < noClosingFrom) {
                BracketExpression bracket = BracketExpression.parse(text, i, meter);
                if (bracket == null) {
                    noClosingFrom = text.indexOf(']', i + 1) < 0 ? i : noClosingFrom;
                    elements[count++] = '[';
                    i++;
                } else {
                    if (brackets == null) {
                        brackets = new BracketExpression[2];
                    } else if (bracketCount == brackets.length) {
                        brackets = Arrays.copyOf(brackets, bracketCount * 2);
                    }
                    brackets[bracketCount] = bracket;
                    elements[count++] = BRACKET - bracketCount++;
                    i = bracket.end();
                }
            } else {
                if (c == '\\' && i + 1 < text.length()) {
                    i++;
                }
                int point = text.codePointAt(i);
                elements[count++] = point;
                i += Character.charCount(point);
            }
        }
        return new Pattern(Arrays.copyOf(elements, count), brackets, meter);
    }

    /** {@code text} as a pattern that matches only itself. */
    static void quote(CharSequence text, StringBuilder into) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '*', '?', '[', ']', '\\', '!', '^', '-', ':', '.', '=' -> into.append('\\').append(c);
                default -> into.append(c);
            }
        }
    }

    /** Whether the whole text matches. */
    public boolean matches(String text) {
        int plain = plainPrefix(text);
        if (plain < 0) {
            return false;
        }
        if (plain == elements.length) {
            return prefixEnd == text.length();
        }
        return run(text, false, false) == text.length();
    }

    // How far the text was matched by plainPrefix: a result of that call only.
    private int prefixEnd;

    /** Matches leading elements that stand for one code point each: most patterns end here. −1 if they differ. */
    private int plainPrefix(String text) {
        int at = 0;
        int i = 0;
        for (; i < elements.length && elements[i] >= 0; i++) {
            if (at >= text.length()) {
                return -1;
            }
            int point = text.codePointAt(at);
            if (point != elements[i]) {
                return -1;
            }
            at += Character.charCount(point);
        }
        prefixEnd = at;
        return i;
    }

    /** Length of the shortest or longest beginning that matches; −1 if none does. */
    int prefix(String text, boolean longest) {
        return run(text, true, longest);
    }

    /** Where the shortest or longest end that matches begins; −1 if none does. */
    int suffix(String text, boolean longest) {
        int length = reversed().run(new StringBuilder(text).reverse().toString(), true, longest);
        return length < 0 ? -1 : text.length() - length;
    }

    private Pattern reversed() {
        int[] backwards = new int[elements.length];
        for (int i = 0; i < elements.length; i++) {
            backwards[i] = elements[elements.length - 1 - i];
        }
        return new Pattern(backwards, brackets, meter);
    }

    /**
     * Moves the states along the text.
     *
     * @return with {@code beginning} the length of the shortest or longest beginning that matches, else the text's length if all of it
     *     does; −1 for no match
     */
    private int run(String text, boolean beginning, boolean longest) {
        int end = elements.length;
        boolean[] now = new boolean[end + 1];
        boolean[] next = new boolean[end + 1];
        int low = 0;
        int high = add(now, 0);
        int best = -1;
        int cost = 1 + end / 32;
        for (int at = 0; ; ) {
            if (now[end] && (beginning || at == text.length())) {
                best = at;
                if (!longest) {
                    return best;
                }
            }
            if (at == text.length() || high < 0) {
                return best;
            }
            meter.poll(cost);
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            int newHigh = -1;
            int newLow = end + 1;
            for (int i = low; i <= high; i++) {
                if (!now[i]) {
                    continue;
                }
                now[i] = false;
                if (i < end && accepts(elements[i], point)) {
                    int to = elements[i] == STAR ? i : i + 1;
                    newHigh = Math.max(newHigh, add(next, to));
                    newLow = Math.min(newLow, to);
                }
            }
            boolean[] spare = now;
            now = next;
            next = spare;
            low = newLow;
            high = newHigh;
        }
    }

    /** Adds a state and, since a star may stand for nothing, those behind it. @return the highest one added */
    private int add(boolean[] states, int i) {
        states[i] = true;
        while (i < elements.length && elements[i] == STAR) {
            states[++i] = true;
        }
        return i;
    }

    private boolean accepts(int element, int point) {
        if (element >= 0) {
            return element == point;
        }
        return element == STAR || element == ANY || brackets[BRACKET - element].contains(point);
    }
}
