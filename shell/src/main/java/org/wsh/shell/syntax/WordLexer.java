// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads one word with its quoting and expansions. POSIX XCU 2.2, 2.6. */
final class WordLexer {
    /** What encloses the text being read: it decides what ends it and what a quote means. */
    private enum Context {
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

    private final Parser parser;
    private final Characters characters;
    /** Where {@code $((} was found not to begin an arithmetic expansion: remembered, or nesting would double the work at each level. */
    private final Set<Integer> notArithmetic = new HashSet<>();

    WordLexer(Parser parser, Characters characters) {
        this.parser = parser;
        this.characters = characters;
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
        Parser inner = parser.inner(body, line);
        List<Word.Part> parts = inner.lexer().words().quoted(Context.HERE_DOCUMENT, 0);
        return new Word(List.of(new Word.DoubleQuoted(parts)));
    }

    /** {@code text} read as inside a here-document: for PS1 and the like, which are expanded but not split. */
    Word expandable() {
        List<Word.Part> parts = quoted(Context.HERE_DOCUMENT, 0);
        return parts.isEmpty() ? Word.EMPTY : new Word(List.of(new Word.DoubleQuoted(parts)));
    }

    private List<Word.Part> plain(Context context, int opened) {
        List<Word.Part> parts = new ArrayList<>(2);
        StringBuilder literal = new StringBuilder();
        while (true) {
            int c = characters.look();
            if (context == Context.PLAIN ? endsWord(c) : c == '}') {
                break;
            }
            switch (c) {
                case Characters.END -> throw unterminated("${", opened);
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
    private List<Word.Part> quoted(Context context, int opened) {
        List<Word.Part> parts = new ArrayList<>(2);
        StringBuilder literal = new StringBuilder();
        int depth = 0;
        parser.enter();
        loop:
        while (true) {
            int c = characters.look();
            switch (c) {
                case Characters.END -> {
                    switch (context) {
                        case HERE_DOCUMENT -> {
                            break loop;
                        }
                        case ARITHMETIC -> throw unterminated("$((", opened);
                        case QUOTED_BRACE -> throw unterminated("${", opened);
                        case PLAIN, BRACE, DOUBLE_QUOTES -> throw unterminated("\"", opened);
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
        parser.leave();
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
                throw unterminated("'", opened);
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
            parts.add(braced(opened, context));
        } else if (c == '\'' && (context == Context.PLAIN || context == Context.BRACE)) {
            flush(parts, literal);
            characters.take();
            parts.add(new Word.Quoted(DollarQuotes.read(characters, opened, this)));
        } else if (Parser.startsName(c)) {
            flush(parts, literal);
            parts.add(new Word.Parameter(name(), Word.Operator.NONE, false, null));
        } else if (isSpecial(c)) {
            flush(parts, literal);
            characters.take();
            parts.add(new Word.Parameter(String.valueOf((char) c), Word.Operator.NONE, false, null));
        } else {
            literal.append('$');
        }
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        while (Parser.continuesName(characters.look())) {
            name.append((char) characters.take());
        }
        return name.toString();
    }

    /** A digit or a special parameter of one character: 2.5.1, 2.5.2. */
    private static boolean isSpecial(int c) {
        return switch (c) {
            case '@', '*', '#', '?', '-', '$', '!', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> true;
            default -> false;
        };
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
                throw unterminated("$((", opened);
            }
            // A single parenthesis: it was a command substitution that begins with a subshell.
            notArithmetic.add(opened);
            characters.back(inside);
        }
        return new Word.Substitution(parser.substituted(characters.lineAt(opened)));
    }

    private Word.Part backquoted(boolean inDoubleQuotes) {
        int opened = characters.position();
        int line = characters.line();
        characters.take();
        StringBuilder text = new StringBuilder();
        while (true) {
            int c = characters.takeRaw();
            if (c == Characters.END) {
                throw unterminated("`", opened);
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
        return new Word.Substitution(parser.inner(text.toString(), line).whole());
    }

    private Word.Part braced(int opened, Context context) {
        parser.enter();
        Word.Part part = parameter(opened, context);
        parser.leave();
        return part;
    }

    private Word.Part parameter(int opened, Context context) {
        if (characters.look() == '#') {
            characters.take();
            int after = characters.position();
            String measured = parameterName();
            if (measured != null && characters.look() == '}') {
                characters.take();
                return new Word.Parameter(measured, Word.Operator.LENGTH, false, null);
            }
            characters.back(after);
            return operation("#", opened, context);
        }
        String name = parameterName();
        if (name == null) {
            throw bad(opened);
        }
        return operation(name, opened, context);
    }

    /** A name, a number or a special parameter; null if none begins here. */
    private String parameterName() {
        int c = characters.look();
        if (Parser.startsName(c)) {
            return name();
        }
        if (c >= '0' && c <= '9') {
            StringBuilder digits = new StringBuilder();
            for (; c >= '0' && c <= '9'; c = characters.look()) {
                digits.append((char) characters.take());
            }
            return digits.toString();
        }
        return isSpecial(c) ? String.valueOf((char) characters.take()) : null;
    }

    private Word.Part operation(String name, int opened, Context context) {
        boolean colon = false;
        int c = characters.look();
        if (c == '}') {
            characters.take();
            return new Word.Parameter(name, Word.Operator.NONE, false, null);
        }
        if (c == ':') {
            characters.take();
            colon = true;
            c = characters.look();
        }
        Word.Operator operator =
                switch (c) {
                    case '-' -> Word.Operator.DEFAULT;
                    case '=' -> Word.Operator.ASSIGN;
                    case '?' -> Word.Operator.ERROR;
                    case '+' -> Word.Operator.ALTERNATIVE;
                    case '%' -> Word.Operator.CUT_SHORTEST_SUFFIX;
                    case '#' -> Word.Operator.CUT_SHORTEST_PREFIX;
                    case Characters.END -> throw unterminated("${", opened);
                    default -> throw bad(opened);
                };
        characters.take();
        if (operator.cuts()) {
            if (colon) {
                throw bad(opened);
            }
            if (characters.look() == c) {
                characters.take();
                operator = c == '%' ? Word.Operator.CUT_LONGEST_SUFFIX : Word.Operator.CUT_LONGEST_PREFIX;
            }
        }
        boolean quoted = context != Context.PLAIN && context != Context.BRACE && !operator.cuts();
        List<Word.Part> operand =
                quoted ? quoted(Context.QUOTED_BRACE, opened) : Tildes.mark(plain(Context.BRACE, opened), false);
        characters.take();
        return new Word.Parameter(name, operator, colon, new Word(operand));
    }

    private SyntaxError bad(int opened) {
        int end = characters.position() + (characters.look() == Characters.END ? 0 : 1);
        return new SyntaxError(
                characters.lineAt(opened), "bad substitution: \"" + Parser.shown(characters.slice(opened, end)) + "\"", false);
    }

    SyntaxError unterminated(String what, int opened) {
        int began = characters.lineAt(opened);
        return new SyntaxError(characters.line(), "unterminated " + what + " that began on line " + began, true);
    }
}
