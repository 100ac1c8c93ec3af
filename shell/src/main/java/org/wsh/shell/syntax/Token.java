// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

/**
 * What the lexer hands to the parser. POSIX XCU 2.3 "Token Recognition", 2.10.1.
 *
 * @param text  an operator as written; a word's text if it is one unquoted literal, else null
 * @param start where it begins in the lexer's text
 */
record Token(Kind kind, String text, Word word, int line, int start, int end) {
    enum Kind {
        WORD,
        /** Digits directly before {@code <} or {@code >}. */
        NUMBER,
        OPERATOR,
        NEWLINE,
        END
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    /** Whether it could be this reserved word. */
    boolean isWord(String reserved) {
        return kind == Kind.WORD && reserved.equals(text);
    }
}
