// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads one word with its quoting and expansions. POSIX XCU 2.2, 2.6. */
final class WordLexer {
    /** What encloses the text being read: it decides what ends it and what a quote means. */
    enum Context {
        /** A token. */
        PLAIN,
        /** <code>${x-…}</code> outside double quotes, and every pattern operand. */
        BRACE,
        DOUBLE_QUOTES,
        /** <code>"${x-…}"</code>. */
        QUOTED_BRACE,
        HERE_DOCUMENT,
        /** {@code $((…))}. */
        ARITHMETIC
    }

    private final NestedCommands commands;
    private final Nesting nesting;
    private final Characters characters;
    private final ParameterLexer parameters;
    /** Where {@code $((} was found not to begin an arithmetic expansion: remembered, or nesting would double the work at each level. */
    private final Set<Integer> notArithmetic = new HashSet<>();

    WordLexer(NestedCommands commands, Nesting nesting, Characters characters) {
        this.commands = commands;
        this.nesting = nesting;
        this.characters = characters;
        this.parameters = new ParameterLexer(nesting, characters, this);
    }

    void begin() {
        notArithmetic.clear();
    }

    /** The word that begins here; it ends before a blank, a newline or an operator. */
    Word word() {
        return new Word(Tildes.mark(plain(Context.PLAIN, characters.position()), false));
    }

    /** The body of an unquoted here-document. */
    Word hereDocument(String body, int line) {
        if (body.isEmpty()) {
            return Word.EMPTY;
        }
        return new Word(List.of(new Word.DoubleQuoted(commands.hereDocument(body, line))));
    }

    /** {@code text} read as inside a here-document: for PS1 and the like, which are expanded but not split. */
    Word expandable() {
        List<Word.Part> parts = quoted(Context.HERE_DOCUMENT, 0);
        return parts.isEmpty() ? Word.EMPTY : new Word(List.of(new Word.DoubleQuoted(parts)));
    }

    List<Word.Part> plain(Context context, int opened) {
        List<Word.Part> parts = new ArrayList<>(2);
        StringBuilder literal = new StringBuilder();
        while (true) {
            int c = characters.look();
            if (context == Context.PLAIN ? endsWord(c) : c == '}') {
                break;
            }
            switch (c) {
                case Characters.END -> throw characters.unterminated("${", opened);
                case '\'' -> {
                    flush(parts, literal);
                    parts.add(new Word.Quoted(singleQuoted()));
                }
                case '"' -> {
                    flush(parts, literal);
                    int start = characters.position();
                    characters.take();
                    parts.add(new Word.DoubleQuoted(quoted(Context.DOUBLE_QUOTES, start)));
                    characters.take();
                }
                case '\\' -> {
                    characters.take();
                    flush(parts, literal);
                    int next = characters.takeRaw();
                    parts.add(new Word.Quoted(next == Characters.END ? "\\" : character(next)));
                }
                case '$' -> dollar(parts, literal, context);
                case '`' -> {
                    flush(parts, literal);
                    parts.add(backquoted(false));
                }
                default -> literal.append((char) characters.take());
            }
        }
        flush(parts, literal);
        return parts;
    }

    private static boolean endsWord(int c) {
        return switch (c) {
            case Characters.END, ' ', '\t', '\n', ';', '&', '|', '(', ')', '<', '>' -> true;
            default -> false;
        };
    }

    /** Text in which quotes do not quote, up to what ends {@code context}, which is not taken. */
    List<Word.Part> quoted(Context context, int opened) {
        List<Word.Part> parts = new ArrayList<>(2);
        StringBuilder literal = new StringBuilder();
        int depth = 0;
        nesting.enter(characters);
        loop:
        while (true) {
            int c = characters.look();
            switch (c) {
                case Characters.END -> {
                    switch (context) {
                        case HERE_DOCUMENT -> {
                            break loop;
                        }
                        case ARITHMETIC -> throw characters.unterminated("$((", opened);
                        case QUOTED_BRACE -> throw characters.unterminated("${", opened);
                        case PLAIN, BRACE, DOUBLE_QUOTES -> throw characters.unterminated("\"", opened);
                    }
                }
                case '"' -> {
                    if (context == Context.DOUBLE_QUOTES) {
                        break loop;
                    }
                    if (context == Context.QUOTED_BRACE) {
                        flush(parts, literal);
                        int start = characters.position();
                        characters.take();
                        parts.add(new Word.DoubleQuoted(quoted(Context.DOUBLE_QUOTES, start)));
                        characters.take();
                    } else if (context == Context.ARITHMETIC) {
                        characters.take();
                    } else {
                        literal.append((char) characters.take());
                    }
                }
                case '}' -> {
                    if (context == Context.QUOTED_BRACE) {
                        break loop;
                    }
                    literal.append((char) characters.take());
                }
                case '(' -> {
                    depth++;
                    literal.append((char) characters.take());
                }
                case ')' -> {
                    if (context == Context.ARITHMETIC && depth == 0) {
                        break loop;
                    }
                    depth--;
                    literal.append((char) characters.take());
                }
                case '\\' -> {
                    characters.take();
                    int next = characters.lookRaw();
                    if (escapable(next, context)) {
                        flush(parts, literal);
                        parts.add(new Word.Quoted(character(characters.takeRaw())));
                    } else {
                        literal.append('\\');
                    }
                }
                case '$' -> dollar(parts, literal, context);
                case '`' -> {
                    flush(parts, literal);
                    parts.add(backquoted(context == Context.DOUBLE_QUOTES));
                }
                default -> literal.append((char) characters.take());
            }
        }
        nesting.leave();
        flush(parts, literal);
        return parts;
    }

    /** What a backslash quotes inside double quotes: 2.2.3. */
    private static boolean escapable(int c, Context context) {
        return switch (c) {
            case '$', '`', '\\' -> true;
            case '"' -> context != Context.HERE_DOCUMENT;
            case '}' -> context == Context.QUOTED_BRACE;
            default -> false;
        };
    }

    private static void flush(List<Word.Part> parts, StringBuilder literal) {
        if (!literal.isEmpty()) {
            parts.add(new Word.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    /** The character that a backslash quoted; both halves of a pair. */
    private String character(int c) {
        if (Character.isHighSurrogate((char) c) && characters.lookRaw() != Characters.END) {
            int low = characters.lookRaw();
            if (Character.isLowSurrogate((char) low)) {
                characters.takeRaw();
                return new String(new char[] {(char) c, (char) low});
            }
        }
        return String.valueOf((char) c);
    }

    private String singleQuoted() {
        int opened = characters.position();
        characters.take();
        StringBuilder text = new StringBuilder();
        while (true) {
            int c = characters.takeRaw();
            if (c == Characters.END) {
                throw characters.unterminated("'", opened);
            }
            if (c == '\'') {
                return text.toString();
            }
            text.append((char) c);
        }
    }

    // What begins with a dollar sign.

    private void dollar(List<Word.Part> parts, StringBuilder literal, Context context) {
        int opened = characters.position();
        characters.take();
        int c = characters.look();
        if (c == '(') {
            flush(parts, literal);
            characters.take();
            parts.add(parenthesis(opened));
        } else if (c == '{') {
            flush(parts, literal);
            characters.take();
            parts.add(parameters.braced(opened, context));
        } else if (c == '\'' && (context == Context.PLAIN || context == Context.BRACE)) {
            flush(parts, literal);
            characters.take();
            parts.add(new Word.Quoted(DollarQuotes.read(characters, opened)));
        } else if (ParameterLexer.begins(c)) {
            flush(parts, literal);
            parts.add(parameters.plain());
        } else {
            literal.append('$');
        }
    }

    private Word.Part parenthesis(int opened) {
        if (characters.look() == '(' && !notArithmetic.contains(opened)) {
            int inside = characters.position();
            characters.take();
            List<Word.Part> expression = quoted(Context.ARITHMETIC, opened);
            characters.take();
            if (characters.look() == ')') {
                characters.take();
                return new Word.Arithmetic(new Word(expression));
            }
            if (characters.look() == Characters.END) {
                throw characters.unterminated("$((", opened);
            }
            // A single parenthesis: it was a command substitution that begins with a subshell.
            notArithmetic.add(opened);
            characters.back(inside);
        }
        return new Word.Substitution(commands.substituted(characters.lineAt(opened)));
    }

    private Word.Part backquoted(boolean inDoubleQuotes) {
        int opened = characters.position();
        int line = characters.line();
        characters.take();
        StringBuilder text = new StringBuilder();
        while (true) {
            int c = characters.takeRaw();
            if (c == Characters.END) {
                throw characters.unterminated("`", opened);
            }
            if (c == '`') {
                break;
            }
            if (c == '\\') {
                int next = characters.lookRaw();
                if (next == '$' || next == '`' || next == '\\' || next == '"' && inDoubleQuotes) {
                    c = characters.takeRaw();
                }
            }
            text.append((char) c);
        }
        return new Word.Substitution(commands.backquoted(text.toString(), line));
    }
}
