// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.Map;

/** The tokens of a command, one looked at ahead; aliases replaced where the grammar says a command's name stands. */
final class Tokens {
    final Lexer lexer;
    private final Map<String, String> aliases;
    private Token peeked;

    Tokens(Lexer lexer, Map<String, String> aliases) {
        this.lexer = lexer;
        this.aliases = aliases;
    }

    /** A new command begins. */
    void begin() {
        peeked = null;
        lexer.begin();
    }

    /** Puts the token looked at aside, while a command inside a word is read. @return for {@link #resume} */
    Token suspend() {
        Token token = peeked;
        peeked = null;
        return token;
    }

    void resume(Token token) {
        peeked = token;
    }

    Token peek() {
        if (peeked == null) {
            peeked = lexer.next();
        }
        return peeked;
    }

    Token take() {
        Token token = peek();
        peeked = null;
        return token;
    }

    /** {@code linebreak}. */
    void newlines() {
        while (peek().kind() == Token.Kind.NEWLINE) {
            take();
        }
    }

    boolean takeWord(String reserved) {
        if (!peek().isWord(reserved)) {
            return false;
        }
        take();
        return true;
    }

    void expectWord(String reserved) {
        if (!takeWord(reserved)) {
            throw unexpected(peek(), "\"" + reserved + "\"");
        }
    }

    SyntaxError unexpected(Token found, String expected) {
        String what =
                switch (found.kind()) {
                    case END -> "end of file";
                    case NEWLINE -> "newline";
                    case WORD, NUMBER, OPERATOR ->
                        "\"" + SyntaxError.shown(lexer.characters.slice(found.start(), found.end())) + "\"";
                };
        return new SyntaxError(
                found.line(), "syntax error: found " + what + ", expected " + expected, found.kind() == Token.Kind.END);
    }

    boolean hasAliases() {
        return !aliases.isEmpty();
    }

    /** Replaces the next token as long as it is an alias: 2.3.1. */
    void replaceAliases() {
        if (aliases.isEmpty()) {
            return;
        }
        while (true) {
            Token token = peek();
            if (token.kind() != Token.Kind.WORD || token.text() == null || ReservedWord.is(token.text())) {
                return;
            }
            String value = aliases.get(token.text());
            if (value == null || !lexer.mayReplace(token)) {
                return;
            }
            lexer.replace(token, value);
            peeked = null;
        }
    }
}
