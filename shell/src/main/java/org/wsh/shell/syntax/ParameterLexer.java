// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.List;
import org.wsh.shell.syntax.WordLexer.Context;

/** Reads a parameter expansion, from after its dollar sign on: a name, a special parameter, <code>{…}</code>. POSIX XCU 2.5, 2.6.2. */
final class ParameterLexer {
    private final Nesting nesting;
    private final Characters characters;
    private final WordLexer words;

    ParameterLexer(Nesting nesting, Characters characters, WordLexer words) {
        this.nesting = nesting;
        this.characters = characters;
        this.words = words;
    }

    /** Whether a dollar sign before {@code c} begins an expansion without braces. */
    static boolean begins(int c) {
        return Name.begins(c) || isSpecial(c);
    }

    /** One without braces: of digits it is only the first. */
    Word.Part plain() {
        int c = characters.look();
        String name = Name.begins(c) ? name() : String.valueOf((char) characters.take());
        return new Word.Parameter(name, Word.Operator.NONE, false, null);
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        while (Name.continues(characters.look())) {
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

    /** <code>${…}</code>, whose brace was just taken. */
    Word.Part braced(int opened, Context context) {
        nesting.enter(characters);
        Word.Part part = parameter(opened, context);
        nesting.leave();
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
        if (Name.begins(c)) {
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
                    case Characters.END -> throw characters.unterminated("${", opened);
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
                quoted ? words.quoted(Context.QUOTED_BRACE, opened) : Tildes.mark(words.plain(Context.BRACE, opened), false);
        characters.take();
        return new Word.Parameter(name, operator, colon, new Word(operand));
    }

    private SyntaxError bad(int opened) {
        int end = characters.position() + (characters.look() == Characters.END ? 0 : 1);
        return new SyntaxError(
                characters.lineAt(opened), "bad substitution: \"" + SyntaxError.shown(characters.slice(opened, end)) + "\"", false);
    }
}
