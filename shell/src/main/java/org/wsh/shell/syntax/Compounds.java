// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.ArrayList;
import java.util.List;

/** The compound commands. POSIX XCU 2.9.4. */
final class Compounds {
    private final Grammar grammar;
    private final Tokens tokens;

    Compounds(Grammar grammar, Tokens tokens) {
        this.grammar = grammar;
        this.tokens = tokens;
    }

    /** The compound command that begins with this reserved word; null if none does. */
    Command startingWith(String reserved) {
        return switch (reserved) {
            case "{" -> group();
            case "if" -> conditional();
            case "while" -> loop(false);
            case "until" -> loop(true);
            case "for" -> forEach();
            case "case" -> choice();
            default -> null;
        };
    }

    /** A list inside a compound command; {@code inside} is what it follows. */
    private Command body(String inside) {
        tokens.newlines();
        if (grammar.atEndOfList()) {
            throw tokens.unexpected(tokens.peek(), "a command after \"" + inside + "\"");
        }
        return grammar.lines();
    }

    private Command group() {
        tokens.take();
        Command body = body("{");
        tokens.expectWord("}");
        return new Command.Group(body);
    }

    Command subshell() {
        tokens.take();
        Command body = body("(");
        if (!tokens.peek().is(")")) {
            throw tokens.unexpected(tokens.peek(), "\")\"");
        }
        tokens.take();
        return new Command.Subshell(body);
    }

    private Command conditional() {
        List<Command.If.Branch> branches = new ArrayList<>();
        do {
            String keyword = tokens.take().text();
            Command condition = body(keyword);
            tokens.expectWord("then");
            branches.add(new Command.If.Branch(condition, body("then")));
        } while (tokens.peek().isWord("elif"));
        Command otherwise = tokens.takeWord("else") ? body("else") : null;
        if (!tokens.takeWord("fi")) {
            throw tokens.unexpected(tokens.peek(), otherwise == null ? "\"elif\", \"else\" or \"fi\"" : "\"fi\"");
        }
        return new Command.If(List.copyOf(branches), otherwise);
    }

    private Command loop(boolean until) {
        tokens.take();
        Command condition = body(until ? "until" : "while");
        return new Command.Loop(until, condition, doGroup());
    }

    private Command doGroup() {
        tokens.expectWord("do");
        Command body = body("do");
        tokens.expectWord("done");
        return body;
    }

    private Command forEach() {
        int line = tokens.take().line();
        Token name = tokens.take();
        if (name.kind() != Token.Kind.WORD || !Name.is(name.text())) {
            throw tokens.unexpected(name, "a variable name");
        }
        List<Word> words = null;
        if (tokens.peek().is(";")) {
            tokens.take();
            tokens.newlines();
        } else {
            tokens.newlines();
            if (tokens.takeWord("in")) {
                words = new ArrayList<>();
                while (tokens.peek().kind() == Token.Kind.WORD || tokens.peek().kind() == Token.Kind.NUMBER) {
                    words.add(tokens.take().word());
                }
                if (tokens.peek().is(";")) {
                    tokens.take();
                } else if (tokens.peek().kind() != Token.Kind.NEWLINE) {
                    throw tokens.unexpected(tokens.peek(), "a word, \";\" or a newline");
                }
                tokens.newlines();
            }
        }
        Command body = doGroup();
        return new Command.For(line, name.text(), words == null ? null : List.copyOf(words), body);
    }

    private Command choice() {
        int line = tokens.take().line();
        Token subject = tokens.take();
        if (subject.kind() != Token.Kind.WORD) {
            throw tokens.unexpected(subject, "a word");
        }
        tokens.newlines();
        tokens.expectWord("in");
        tokens.newlines();
        List<Command.Case.Arm> arms = new ArrayList<>();
        while (!tokens.takeWord("esac")) {
            arms.add(arm());
        }
        return new Command.Case(line, subject.word(), List.copyOf(arms));
    }

    private Command.Case.Arm arm() {
        if (tokens.peek().is("(")) {
            tokens.take();
        }
        List<Word> patterns = new ArrayList<>(1);
        while (true) {
            Token pattern = tokens.take();
            if (pattern.kind() != Token.Kind.WORD) {
                throw tokens.unexpected(pattern, patterns.isEmpty() ? "a pattern or \"esac\"" : "a pattern");
            }
            patterns.add(pattern.word());
            if (!tokens.peek().is("|")) {
                break;
            }
            tokens.take();
        }
        if (!tokens.peek().is(")")) {
            throw tokens.unexpected(tokens.peek(), "\"|\" or \")\"");
        }
        tokens.take();
        tokens.newlines();
        Command body = tokens.peek().is(";;") || tokens.peek().is(";&") || tokens.peek().isWord("esac") ? null : grammar.lines();
        boolean falls = tokens.peek().is(";&");
        if (falls || tokens.peek().is(";;")) {
            tokens.take();
            tokens.newlines();
        } else if (!tokens.peek().isWord("esac")) {
            throw tokens.unexpected(tokens.peek(), "\";;\" or \"esac\"");
        }
        return new Command.Case.Arm(List.copyOf(patterns), body, falls);
    }
}
