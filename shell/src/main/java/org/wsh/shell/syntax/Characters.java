// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

/**
 * The characters of the command being read. Lines are fetched when they are needed and kept until the command is complete, so
 * that the lexer can go back ({@code $((} may turn out to be {@code $( (}) and aliases can be replaced in place.
 */
final class Characters {
    static final int END = -1;

    private final LineSource source;
    private final StringBuilder text = new StringBuilder();
    private int position;
    private boolean ended;
    private int appended;

    // Lines are counted when asked for: this many newlines lie before that position.
    private int firstLine;
    private int countedTo;
    private int counted;

    Characters(LineSource source, int firstLine) {
        this.source = source;
        this.firstLine = firstLine;
    }

    /** Forgets what has been read: a new command begins here. */
    void begin() {
        firstLine = line();
        text.delete(0, position);
        position = 0;
        countedTo = 0;
        counted = 0;
    }

    /** Drops what has been fetched and not read. */
    void discard() {
        position = text.length();
    }

    int position() {
        return position;
    }

    void back(int to) {
        position = to;
    }

    /** The line of the position. */
    int line() {
        return lineAt(position);
    }

    /** What began at {@code opened} does not end. */
    SyntaxError unterminated(String what, int opened) {
        int began = lineAt(opened);
        return new SyntaxError(line(), "unterminated " + what + " that began on line " + began, true);
    }

    int lineAt(int where) {
        if (where < countedTo) {
            countedTo = 0;
            counted = 0;
        }
        int to = Math.min(where, text.length());
        while (countedTo < to) {
            if (text.charAt(countedTo++) == '\n') {
                counted++;
            }
        }
        return firstLine + counted;
    }

    String slice(int from, int to) {
        return text.substring(from, to);
    }

    /**
     * How far {@code where} is from the end, negatively counted over all lines fetched: stays the same for a character when others
     * before it are replaced, or lines after it are fetched.
     */
    int remaining(int where) {
        return text.length() - appended - where;
    }

    /** The next character as it stands, without taking it; END at the end. */
    int lookRaw() {
        if (position == text.length() && !fetch()) {
            return END;
        }
        return text.charAt(position);
    }

    int takeRaw() {
        int c = lookRaw();
        if (c != END) {
            position++;
        }
        return c;
    }

    /** The next character, line continuations (2.2.1) removed. */
    int look() {
        int c = lookRaw();
        while (c == '\\' && nextIsNewline()) {
            position += 2;
            c = lookRaw();
        }
        return c;
    }

    int take() {
        int c = look();
        if (c != END) {
            position++;
        }
        return c;
    }

    private boolean nextIsNewline() {
        // Lines come whole: a backslash before a newline is never the last character of the text.
        return position + 1 < text.length() && text.charAt(position + 1) == '\n';
    }

    /** The rest of the line, with its newline; null at the end. */
    String takeLine() {
        if (lookRaw() == END) {
            return null;
        }
        int end = text.indexOf("\n", position);
        int next = end < 0 ? text.length() : end + 1;
        String line = text.substring(position, next);
        position = next;
        return line;
    }

    void skipComment() {
        for (int c = lookRaw(); c != END && c != '\n'; c = lookRaw()) {
            position++;
        }
    }

    /** Replaces what was read since {@code from} and goes back there. */
    void replace(int from, String value) {
        text.replace(from, position, value);
        position = from;
        countedTo = 0;
        counted = 0;
    }

    private boolean fetch() {
        if (ended) {
            return false;
        }
        String line = source.nextLine(!blank());
        if (line == null) {
            ended = true;
            return false;
        }
        text.append(line);
        appended += line.length();
        return true;
    }

    /** Whether no command has begun in the text so far: only white space was seen. */
    private boolean blank() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t' && c != '\n') {
                return c == '#' && text.indexOf("\n", i) == text.length() - 1;
            }
        }
        return true;
    }
}
