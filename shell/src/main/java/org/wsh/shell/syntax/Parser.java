// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.List;
import java.util.Map;

/**
 * Reads one complete command after the other. POSIX XCU 2.10 "Shell Grammar". Each must be run before the next is read: it may
 * change the aliases, or read the same input.
 */
public final class Parser {
    /** Deepest nesting of commands, expansions and quotes together. */
    public static final int MAX_NESTING = Nesting.MOST;

    private final Lexer lexer;
    private final Map<String, String> aliases;
    private final Tokens tokens;
    private final Grammar grammar;
    private final Meter meter;
    private final Nesting nesting;
    private boolean discarded;

    /**
     * @param aliases   names and values; looked up while parsing, so later commands see what earlier ones changed
     * @param firstLine the number of the source's first line
     */
    public Parser(LineSource source, Map<String, String> aliases, int firstLine, Meter meter) {
        this(source, aliases, firstLine, meter, 0);
    }

    /** @param outerNesting how many of the {@link #MAX_NESTING} levels are used up by what this parser is called from */
    public Parser(LineSource source, Map<String, String> aliases, int firstLine, Meter meter, int outerNesting) {
        this.aliases = aliases;
        this.meter = meter;
        this.nesting = new Nesting(outerNesting);
        this.lexer = new Lexer(new InWords(), nesting, source, firstLine, meter);
        this.tokens = new Tokens(lexer, aliases);
        this.grammar = new Grammar(nesting, tokens);
    }

    /**
     * The next complete command; null at the end of the input.
     *
     * @throws SyntaxError the rest of the line it was found on is unread
     */
    public Command next() {
        nesting.begin();
        do {
            tokens.begin();
            if (tokens.peek().kind() == Token.Kind.END) {
                return null;
            }
        } while (tokens.peek().kind() == Token.Kind.NEWLINE);
        Command command = grammar.list();
        Token end = tokens.peek();
        if (end.kind() != Token.Kind.NEWLINE && end.kind() != Token.Kind.END) {
            throw tokens.unexpected(end, "a newline or \";\"");
        }
        return command;
    }

    /** Whether the last command ended where the input ends, so that there is no other. */
    public boolean atEnd() {
        return tokens.peek().kind() == Token.Kind.END;
    }

    /** Forgets what was read ahead: after an error an interactive shell begins with a new line. */
    public void discard() {
        lexer.characters.discard();
        discarded = true;
    }

    /** Whether {@link #discard} was called since this was asked last. */
    public boolean discarded() {
        boolean was = discarded;
        discarded = false;
        return was;
    }

    /** The line the parser is at. */
    public int line() {
        return lexer.characters.line();
    }

    /** A here-document that the input ended in, told once; null if there is none. The shell warns of it. */
    public HereDocument unfinishedHereDocument() {
        return lexer.takeUnfinished();
    }

    /** {@code text} as a word that is expanded as inside double quotes, in which quotes do not quote: the value of PS1, PS4, ENV. */
    public static Word expandable(String text, Meter meter) {
        return new Parser(LineSource.of(text), Map.of(), 1, meter).lexer.words().expandable();
    }

    /** What an editor asks: whether {@code text} is a whole command, or needs more lines. A wrong one is whole. */
    public static boolean complete(String text, Map<String, String> aliases) {
        Parser parser = new Parser(LineSource.of(text), aliases, 1, Meter.FREE);
        try {
            while (parser.next() != null) {
                // Only whether it can be read counts.
            }
        } catch (SyntaxError error) {
            return !error.incomplete();
        }
        return parser.unfinishedHereDocument() == null && !endsInContinuation(text);
    }

    private static boolean endsInContinuation(String text) {
        return text.endsWith("\\") && !text.endsWith("\\\\");
    }

    /** A parser of text inside this one's. */
    private Parser inner(String text, int line) {
        meter.hold(64L * text.length());
        return new Parser(LineSource.of(text), aliases, line, meter, nesting.levels() + 1);
    }

    /** Everything up to the end, as one command; null if there is none. */
    private Command whole() {
        nesting.enter(lexer.characters);
        tokens.newlines();
        Command command = tokens.peek().kind() == Token.Kind.END ? null : grammar.lines();
        if (tokens.peek().kind() != Token.Kind.END) {
            throw tokens.unexpected(tokens.peek(), "\"`\"");
        }
        return command;
    }

    /** For the lexer of this parser. */
    private final class InWords implements NestedCommands {
        @Override
        public Command substituted(int opened) {
            Token before = tokens.suspend();
            nesting.enter(lexer.characters);
            tokens.newlines();
            Command command = tokens.peek().is(")") ? null : grammar.lines();
            if (!tokens.peek().is(")")) {
                throw tokens.peek().kind() == Token.Kind.END
                        ? new SyntaxError(tokens.peek().line(), "unterminated $( that began on line " + opened, true)
                        : tokens.unexpected(tokens.peek(), "\")\"");
            }
            nesting.leave();
            tokens.resume(before);
            return command;
        }

        @Override
        public Command backquoted(String text, int line) {
            return inner(text, line).whole();
        }

        @Override
        public List<Word.Part> hereDocument(String body, int line) {
            return inner(body, line).lexer.words().quoted(WordLexer.Context.HERE_DOCUMENT, 0);
        }
    }
}
