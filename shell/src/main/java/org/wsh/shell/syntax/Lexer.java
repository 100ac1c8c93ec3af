// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.ArrayList;
import java.util.List;

/** Cuts characters into tokens. POSIX XCU 2.3. Here-documents are read when the newline after them is. */
final class Lexer {
    final Characters characters;
    private final WordLexer words;
    private final Meter meter;
    private final List<HereDocument> pending = new ArrayList<>();
    private final List<Alias> aliases = new ArrayList<>();
    private HereDocument unfinished;

    /** The text that came from an alias: in it that alias is not replaced again. 2.3.1. */
    private record Alias(String name, int distanceFromEnd) {}

    /** Where the text of an alias ended whose value ends in a blank: the word after it is looked at too. */
    private int blankEnd = Integer.MAX_VALUE;

    Lexer(NestedCommands commands, Nesting nesting, LineSource source, int firstLine, Meter meter) {
        this.characters = new Characters(source, firstLine);
        this.meter = meter;
        this.words = new WordLexer(commands, nesting, characters);
    }

    WordLexer words() {
        return words;
    }

    void begin() {
        characters.begin();
        aliases.clear();
        blankEnd = Integer.MAX_VALUE;
        pending.clear();
        words.begin();
    }

    /** The body comes after the next newline. */
    void expect(HereDocument document) {
        pending.add(document);
    }

    /** A here-document that the input ended in, told once; null if there is none. */
    HereDocument takeUnfinished() {
        HereDocument told = unfinished;
        unfinished = null;
        return told;
    }

    Token next() {
        meter.poll(1);
        int c = characters.look();
        while (c == ' ' || c == '\t') {
            characters.take();
            c = characters.look();
        }
        if (c == '#') {
            characters.skipComment();
            c = characters.look();
        }
        int start = characters.position();
        int line = characters.line();
        switch (c) {
            case Characters.END -> {
                readHereDocuments();
                return new Token(Token.Kind.END, null, null, line, start, start);
            }
            case '\n' -> {
                characters.take();
                readHereDocuments();
                return new Token(Token.Kind.NEWLINE, "newline", null, line, start, start + 1);
            }
            case ';', '&', '|', '(', ')', '<', '>' -> {
                return new Token(Token.Kind.OPERATOR, operator(), null, line, start, characters.position());
            }
            default -> {
                Word word = words.word();
                String literal = word.literal();
                if (literal != null && isNumber(literal)) {
                    int after = characters.look();
                    if (after == '<' || after == '>') {
                        return new Token(Token.Kind.NUMBER, literal, word, line, start, characters.position());
                    }
                }
                return new Token(Token.Kind.WORD, literal, word, line, start, characters.position());
            }
        }
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private String operator() {
        int c = characters.take();
        int d = characters.look();
        String two =
                switch (c) {
                    case ';' -> d == ';' ? ";;" : d == '&' ? ";&" : null;
                    case '&' -> d == '&' ? "&&" : null;
                    case '|' -> d == '|' ? "||" : null;
                    case '<' -> d == '<' ? "<<" : d == '&' ? "<&" : d == '>' ? "<>" : null;
                    case '>' -> d == '>' ? ">>" : d == '&' ? ">&" : d == '|' ? ">|" : null;
                    default -> null;
                };
        if (two == null) {
            return String.valueOf((char) c);
        }
        characters.take();
        if (two.equals("<<") && characters.look() == '-') {
            characters.take();
            return "<<-";
        }
        return two;
    }

    // Aliases.

    /** Whether {@code token} is not inside the text of that very alias. */
    boolean mayReplace(Token token) {
        int left = remaining(token.start());
        for (Alias alias : aliases) {
            if (alias.name().equals(token.text()) && left > alias.distanceFromEnd()) {
                return false;
            }
        }
        return true;
    }

    /** Puts the alias's value in the place of {@code token}, which must be the one just read. */
    void replace(Token token, String value) {
        meter.hold(64L * value.length());
        int end = remaining(characters.position());
        aliases.add(new Alias(token.text(), end));
        blankEnd = value.endsWith(" ") || value.endsWith("\t") ? end : Integer.MAX_VALUE;
        characters.replace(token.start(), value);
        words.begin();
    }

    /** Whether {@code token} is the word after an alias that ends in a blank; true once. */
    boolean followsBlankAlias(Token token) {
        if (blankEnd == Integer.MAX_VALUE || remaining(token.start()) > blankEnd) {
            return false;
        }
        blankEnd = Integer.MAX_VALUE;
        return true;
    }

    /** Distance to the end of all lines fetched so far: it does not change when text before it is replaced. */
    private int remaining(int position) {
        return characters.remaining(position);
    }

    // Here-documents.

    private void readHereDocuments() {
        if (pending.isEmpty()) {
            return;
        }
        // Copied: a body may contain a command substitution with here-documents of its own.
        List<HereDocument> documents = List.copyOf(pending);
        pending.clear();
        for (HereDocument document : documents) {
            readHereDocument(document);
        }
    }

    private void readHereDocument(HereDocument document) {
        int firstLine = characters.line();
        StringBuilder body = new StringBuilder();
        boolean continued = false;
        while (true) {
            meter.poll(1);
            String line = characters.takeLine();
            if (line == null) {
                unfinished = document;
                break;
            }
            String text = document.stripsTabs() && !continued ? withoutTabs(line) : line;
            int length = text.endsWith("\n") ? text.length() - 1 : text.length();
            if (!continued && length == document.delimiter().length() && text.startsWith(document.delimiter())) {
                break;
            }
            continued = !document.quoted() && endsInBackslash(text, length);
            body.append(text);
        }
        document.fill(
                document.quoted()
                        ? new Word(body.isEmpty() ? List.of() : List.of(new Word.Quoted(body.toString())))
                        : words.hereDocument(body.toString(), firstLine));
    }

    private static String withoutTabs(String line) {
        int from = 0;
        while (from < line.length() && line.charAt(from) == '\t') {
            from++;
        }
        return line.substring(from);
    }

    private static boolean endsInBackslash(String text, int length) {
        int count = 0;
        while (count < length && text.charAt(length - 1 - count) == '\\') {
            count++;
        }
        return count % 2 == 1 && length < text.length();
    }
}
