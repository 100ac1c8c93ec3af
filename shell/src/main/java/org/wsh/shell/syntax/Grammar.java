// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.ArrayList;
import java.util.List;

/** The productions of POSIX XCU 2.10.2, a method each. */
final class Grammar {
    private final Nesting nesting;
    private final Tokens tokens;
    private final Compounds compounds;

    Grammar(Nesting nesting, Tokens tokens) {
        this.nesting = nesting;
        this.tokens = tokens;
        this.compounds = new Compounds(this, tokens);
    }

    // Lists and pipelines: 2.9.2, 2.9.3.

    boolean atEndOfList() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case END -> true;
            case OPERATOR -> token.is(")") || token.is(";;") || token.is(";&");
            case WORD -> token.text() != null && ReservedWord.closes(token.text());
            case NEWLINE, NUMBER -> false;
        };
    }

    /** Commands separated by {@code ;} and {@code &}: what may stand on one line. */
    Command list() {
        List<Command.Sequence.Item> items = new ArrayList<>(1);
        boolean separated;
        do {
            separated = item(items);
        } while (separated && tokens.peek().kind() != Token.Kind.NEWLINE && !atEndOfList());
        return sequence(items);
    }

    /** As {@link #list}, over many lines. */
    Command lines() {
        List<Command.Sequence.Item> items = new ArrayList<>();
        boolean separated;
        do {
            separated = item(items);
            if (tokens.peek().kind() == Token.Kind.NEWLINE) {
                tokens.newlines();
                separated = true;
            }
        } while (separated && !atEndOfList());
        return sequence(items);
    }

    /** @return whether a separator came after it */
    private boolean item(List<Command.Sequence.Item> items) {
        Command command = andOr();
        boolean background = tokens.peek().is("&");
        boolean separated = background || tokens.peek().is(";");
        if (separated) {
            tokens.take();
        }
        items.add(new Command.Sequence.Item(command, background));
        return separated;
    }

    private static Command sequence(List<Command.Sequence.Item> items) {
        return items.size() == 1 && !items.get(0).background() ? items.get(0).command() : new Command.Sequence(List.copyOf(items));
    }

    private Command andOr() {
        Command first = pipeline();
        if (!tokens.peek().is("&&") && !tokens.peek().is("||")) {
            return first;
        }
        List<Command.AndOr.Link> rest = new ArrayList<>();
        while (tokens.peek().is("&&") || tokens.peek().is("||")) {
            boolean and = tokens.take().is("&&");
            tokens.newlines();
            rest.add(new Command.AndOr.Link(and, pipeline()));
        }
        return new Command.AndOr(first, List.copyOf(rest));
    }

    private Command pipeline() {
        boolean negated = false;
        tokens.replaceAliases();
        while (tokens.takeWord("!")) {
            negated = !negated;
            tokens.replaceAliases();
            if (negated && tokens.peek().isWord("!")) {
                throw tokens.unexpected(tokens.peek(), "a command");
            }
        }
        Command first = command();
        if (!negated && !tokens.peek().is("|")) {
            return first;
        }
        List<Command> stages = new ArrayList<>();
        stages.add(first);
        while (tokens.peek().is("|")) {
            tokens.take();
            tokens.newlines();
            stages.add(command());
        }
        return new Command.Pipeline(negated, List.copyOf(stages));
    }

    // Commands: 2.9.1, 2.9.4, 2.9.5.

    private Command command() {
        nesting.enter(tokens.lexer.characters);
        tokens.replaceAliases();
        Token token = tokens.peek();
        Command command =
                switch (token.kind()) {
                    case OPERATOR -> {
                        if (token.is("(")) {
                            yield redirected(compounds.subshell());
                        }
                        if (startsRedirection(token)) {
                            yield simple();
                        }
                        throw tokens.unexpected(token, "a command");
                    }
                    case WORD -> {
                        Command compound = token.text() == null ? null : compounds.startingWith(token.text());
                        if (compound != null) {
                            yield redirected(compound);
                        }
                        if (token.text() != null && ReservedWord.closes(token.text())) {
                            throw tokens.unexpected(token, "a command");
                        }
                        yield simple();
                    }
                    case NUMBER -> simple();
                    case NEWLINE, END -> throw tokens.unexpected(token, "a command");
                };
        nesting.leave();
        return command;
    }

    private Command redirected(Command body) {
        List<Redirection> redirections = new ArrayList<>();
        while (startsRedirection(tokens.peek())) {
            redirections.add(redirection());
        }
        return redirections.isEmpty() ? body : new Command.Redirected(body, List.copyOf(redirections));
    }

    // Simple commands.

    private Command simple() {
        int line = tokens.peek().line();
        int start = tokens.peek().start();
        List<Assignment> assignments = new ArrayList<>(0);
        List<Word> words = new ArrayList<>(4);
        List<Redirection> redirections = new ArrayList<>(0);
        boolean declares = false;
        while (true) {
            boolean first = words.isEmpty() && !(assignments.isEmpty() && redirections.isEmpty());
            if (tokens.hasAliases() && (tokens.lexer.followsBlankAlias(tokens.peek()) || first)) {
                tokens.replaceAliases();
            }
            Token token = tokens.peek();
            if (startsRedirection(token)) {
                redirections.add(redirection());
                continue;
            }
            if (token.kind() != Token.Kind.WORD) {
                break;
            }
            tokens.take();
            Assignment assignment = words.isEmpty() || declares ? Assignments.of(token.word()) : null;
            if (words.isEmpty() && assignment != null) {
                assignments.add(assignment);
                continue;
            }
            if (words.isEmpty() && assignments.isEmpty() && redirections.isEmpty() && tokens.peek().is("(")) {
                return definition(token, start);
            }
            words.add(assignment == null ? token.word() : Assignments.asWord(assignment));
            declares = declares || Assignments.declares(words);
        }
        return new Command.Simple(line, List.copyOf(assignments), List.copyOf(words), List.copyOf(redirections));
    }

    private Command definition(Token name, int start) {
        if (!Name.is(name.text())) {
            throw tokens.unexpected(tokens.peek(), "a word (\"" + SyntaxError.shown(tokens.lexer.characters.slice(name.start(), name.end()))
                    + "\" cannot name a function)");
        }
        tokens.take();
        if (!tokens.peek().is(")")) {
            throw tokens.unexpected(tokens.peek(), "\")\"");
        }
        tokens.take();
        tokens.newlines();
        Token token = tokens.peek();
        Command compound = token.is("(") ? compounds.subshell() : token.kind() == Token.Kind.WORD && token.text() != null ? compounds.startingWith(token.text()) : null;
        if (compound == null) {
            throw tokens.unexpected(token, "a compound command");
        }
        Command body = redirected(compound);
        return new Command.FunctionDefinition(name.line(), name.text(), body, Math.max(1, tokens.lexer.characters.position() - start));
    }

    // Redirections: 2.7.

    private static boolean startsRedirection(Token token) {
        return token.kind() == Token.Kind.NUMBER
                || token.kind() == Token.Kind.OPERATOR && (token.text().startsWith("<") || token.text().startsWith(">"));
    }

    private Redirection redirection() {
        int line = tokens.peek().line();
        int fd = -1;
        if (tokens.peek().kind() == Token.Kind.NUMBER) {
            Token number = tokens.take();
            fd = number.text().length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(number.text());
        }
        Token operator = tokens.take();
        Token target = tokens.take();
        if (target.kind() != Token.Kind.WORD && target.kind() != Token.Kind.NUMBER) {
            throw tokens.unexpected(target, "a word after \"" + operator.text() + "\"");
        }
        Word word = target.word();
        int in = fd < 0 ? 0 : fd;
        int out = fd < 0 ? 1 : fd;
        return switch (operator.text()) {
            case "<" -> new Redirection.ToFile(line, in, Redirection.Mode.READ, word);
            case "<>" -> new Redirection.ToFile(line, in, Redirection.Mode.READ_WRITE, word);
            case ">" -> new Redirection.ToFile(line, out, Redirection.Mode.WRITE, word);
            case ">|" -> new Redirection.ToFile(line, out, Redirection.Mode.CLOBBER, word);
            case ">>" -> new Redirection.ToFile(line, out, Redirection.Mode.APPEND, word);
            case "<&" -> new Redirection.Duplicate(line, in, true, word);
            case ">&" -> new Redirection.Duplicate(line, out, false, word);
            case "<<", "<<-" -> here(line, in, operator.text().length() == 3, word);
            default -> throw new IllegalStateException("not a redirection: " + operator.text());
        };
    }

    private Redirection here(int line, int fd, boolean stripsTabs, Word delimiter) {
        HereDocument document =
                new HereDocument(Assignments.unquoted(delimiter), Assignments.isQuoted(delimiter), stripsTabs);
        tokens.lexer.expect(document);
        return new Redirection.Here(line, fd, document);
    }
}
