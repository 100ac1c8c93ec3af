// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads one complete command after the other. POSIX XCU 2.10 "Shell Grammar". Each must be run before the next is read: it may
 * change the aliases, or read the same input.
 */
public final class Parser {
    /** Deepest nesting of commands, expansions and quotes together; far from the end of a stack of 1 MB. */
    public static final int MAX_NESTING = 250;

    private final Lexer lexer;
    private final Map<String, String> aliases;
    private final Meter meter;
    private final int outerNesting;
    private int nesting;
    private Token peeked;
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
        this.outerNesting = outerNesting;
        this.nesting = outerNesting;
        this.lexer = new Lexer(this, source, firstLine, meter);
    }

    /**
     * The next complete command; null at the end of the input.
     *
     * @throws SyntaxError the rest of the line it was found on is unread
     */
    public Command next() {
        nesting = outerNesting;
        do {
            peeked = null;
            lexer.begin();
            if (peek().kind() == Token.Kind.END) {
                return null;
            }
        } while (peek().kind() == Token.Kind.NEWLINE);
        Command command = list();
        Token end = peek();
        if (end.kind() != Token.Kind.NEWLINE && end.kind() != Token.Kind.END) {
            throw unexpected(end, "a newline or \";\"");
        }
        return command;
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

    // For the lexer.

    Lexer lexer() {
        return lexer;
    }

    /** A parser of text inside this one's. */
    Parser inner(String text, int line) {
        meter.hold(64L * text.length());
        return new Parser(LineSource.of(text), aliases, line, meter, nesting + 1);
    }

    /** Everything up to the end, as one command; null if there is none. */
    Command whole() {
        enter();
        newlines();
        Command command = peek().kind() == Token.Kind.END ? null : lines();
        if (peek().kind() != Token.Kind.END) {
            throw unexpected(peek(), "\"`\"");
        }
        return command;
    }

    /** What follows {@code $(}, up to and with its parenthesis; null if there is nothing. */
    Command substituted(int opened) {
        Token before = peeked;
        peeked = null;
        enter();
        newlines();
        Command command = peek().is(")") ? null : lines();
        if (!peek().is(")")) {
            throw peek().kind() == Token.Kind.END
                    ? new SyntaxError(peek().line(), "unterminated $( that began on line " + opened, true)
                    : unexpected(peek(), "\")\"");
        }
        leave();
        peeked = before;
        return command;
    }

    void enter() {
        if (++nesting > MAX_NESTING) {
            throw new SyntaxError(line(), "nested too deeply (more than " + MAX_NESTING + " levels)", false);
        }
    }

    void leave() {
        nesting--;
    }

    public static boolean startsName(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    public static boolean continuesName(int c) {
        return startsName(c) || c >= '0' && c <= '9';
    }

    /** Whether {@code text} is a name: XBD 3.216. */
    public static boolean isName(String text) {
        if (text == null || text.isEmpty() || !startsName(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!continuesName(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    // Tokens.

    private Token peek() {
        if (peeked == null) {
            peeked = lexer.next();
        }
        return peeked;
    }

    private Token take() {
        Token token = peek();
        peeked = null;
        return token;
    }

    /** {@code linebreak}. */
    private void newlines() {
        while (peek().kind() == Token.Kind.NEWLINE) {
            take();
        }
    }

    private boolean takeWord(String reserved) {
        if (!peek().isWord(reserved)) {
            return false;
        }
        take();
        return true;
    }

    private void expectWord(String reserved) {
        if (!takeWord(reserved)) {
            throw unexpected(peek(), "\"" + reserved + "\"");
        }
    }

    private SyntaxError unexpected(Token found, String expected) {
        String what =
                switch (found.kind()) {
                    case END -> "end of file";
                    case NEWLINE -> "newline";
                    case WORD, NUMBER, OPERATOR ->
                        "\"" + shown(lexer.characters.slice(found.start(), found.end())) + "\"";
                };
        return new SyntaxError(
                found.line(), "syntax error: found " + what + ", expected " + expected, found.kind() == Token.Kind.END);
    }

    /** {@code text}, cut to what fits in a message. */
    static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    // Lists and pipelines: 2.9.2, 2.9.3.

    private boolean atEndOfList() {
        Token token = peek();
        return switch (token.kind()) {
            case END -> true;
            case OPERATOR -> token.is(")") || token.is(";;") || token.is(";&");
            case WORD -> token.text() != null && ReservedWord.closes(token.text());
            case NEWLINE, NUMBER -> false;
        };
    }

    /** Commands separated by {@code ;} and {@code &}: what may stand on one line. */
    private Command list() {
        List<Command.Sequence.Item> items = new ArrayList<>(1);
        boolean separated;
        do {
            separated = item(items);
        } while (separated && peek().kind() != Token.Kind.NEWLINE && !atEndOfList());
        return sequence(items);
    }

    /** As {@link #list}, over many lines. */
    private Command lines() {
        List<Command.Sequence.Item> items = new ArrayList<>();
        boolean separated;
        do {
            separated = item(items);
            if (peek().kind() == Token.Kind.NEWLINE) {
                newlines();
                separated = true;
            }
        } while (separated && !atEndOfList());
        return sequence(items);
    }

    /** @return whether a separator came after it */
    private boolean item(List<Command.Sequence.Item> items) {
        Command command = andOr();
        boolean background = peek().is("&");
        boolean separated = background || peek().is(";");
        if (separated) {
            take();
        }
        items.add(new Command.Sequence.Item(command, background));
        return separated;
    }

    private static Command sequence(List<Command.Sequence.Item> items) {
        return items.size() == 1 && !items.get(0).background() ? items.get(0).command() : new Command.Sequence(List.copyOf(items));
    }

    private Command andOr() {
        Command first = pipeline();
        if (!peek().is("&&") && !peek().is("||")) {
            return first;
        }
        List<Command.AndOr.Link> rest = new ArrayList<>();
        while (peek().is("&&") || peek().is("||")) {
            boolean and = take().is("&&");
            newlines();
            rest.add(new Command.AndOr.Link(and, pipeline()));
        }
        return new Command.AndOr(first, List.copyOf(rest));
    }

    private Command pipeline() {
        boolean negated = false;
        replaceAliases();
        while (takeWord("!")) {
            negated = !negated;
            replaceAliases();
            if (negated && peek().isWord("!")) {
                throw unexpected(peek(), "a command");
            }
        }
        Command first = command();
        if (!negated && !peek().is("|")) {
            return first;
        }
        List<Command> stages = new ArrayList<>();
        stages.add(first);
        while (peek().is("|")) {
            take();
            newlines();
            stages.add(command());
        }
        return new Command.Pipeline(negated, List.copyOf(stages));
    }

    // Commands: 2.9.1, 2.9.4, 2.9.5.

    private void replaceAliases() {
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

    private Command command() {
        enter();
        replaceAliases();
        Token token = peek();
        Command command =
                switch (token.kind()) {
                    case OPERATOR -> {
                        if (token.is("(")) {
                            yield redirected(subshell());
                        }
                        if (startsRedirection(token)) {
                            yield simple();
                        }
                        throw unexpected(token, "a command");
                    }
                    case WORD -> {
                        Command compound = token.text() == null ? null : compound(token.text());
                        if (compound != null) {
                            yield redirected(compound);
                        }
                        if (token.text() != null && ReservedWord.closes(token.text())) {
                            throw unexpected(token, "a command");
                        }
                        yield simple();
                    }
                    case NUMBER -> simple();
                    case NEWLINE, END -> throw unexpected(token, "a command");
                };
        leave();
        return command;
    }

    /** The compound command that begins with this reserved word; null if none does. */
    private Command compound(String reserved) {
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

    private Command redirected(Command body) {
        List<Redirection> redirections = new ArrayList<>();
        while (startsRedirection(peek())) {
            redirections.add(redirection());
        }
        return redirections.isEmpty() ? body : new Command.Redirected(body, List.copyOf(redirections));
    }

    /** A list inside a compound command; {@code inside} is what it follows. */
    private Command body(String inside) {
        newlines();
        if (atEndOfList()) {
            throw unexpected(peek(), "a command after \"" + inside + "\"");
        }
        return lines();
    }

    private Command group() {
        take();
        Command body = body("{");
        expectWord("}");
        return new Command.Group(body);
    }

    private Command subshell() {
        take();
        Command body = body("(");
        if (!peek().is(")")) {
            throw unexpected(peek(), "\")\"");
        }
        take();
        return new Command.Subshell(body);
    }

    private Command conditional() {
        List<Command.If.Branch> branches = new ArrayList<>();
        do {
            String keyword = take().text();
            Command condition = body(keyword);
            expectWord("then");
            branches.add(new Command.If.Branch(condition, body("then")));
        } while (peek().isWord("elif"));
        Command otherwise = takeWord("else") ? body("else") : null;
        if (!takeWord("fi")) {
            throw unexpected(peek(), otherwise == null ? "\"elif\", \"else\" or \"fi\"" : "\"fi\"");
        }
        return new Command.If(List.copyOf(branches), otherwise);
    }

    private Command loop(boolean until) {
        take();
        Command condition = body(until ? "until" : "while");
        return new Command.Loop(until, condition, doGroup());
    }

    private Command doGroup() {
        expectWord("do");
        Command body = body("do");
        expectWord("done");
        return body;
    }

    private Command forEach() {
        int line = take().line();
        Token name = take();
        if (name.kind() != Token.Kind.WORD || !isName(name.text())) {
            throw unexpected(name, "a variable name");
        }
        List<Word> words = null;
        if (peek().is(";")) {
            take();
            newlines();
        } else {
            newlines();
            if (takeWord("in")) {
                words = new ArrayList<>();
                while (peek().kind() == Token.Kind.WORD || peek().kind() == Token.Kind.NUMBER) {
                    words.add(take().word());
                }
                if (peek().is(";")) {
                    take();
                } else if (peek().kind() != Token.Kind.NEWLINE) {
                    throw unexpected(peek(), "a word, \";\" or a newline");
                }
                newlines();
            }
        }
        Command body = doGroup();
        return new Command.For(line, name.text(), words == null ? null : List.copyOf(words), body);
    }

    private Command choice() {
        int line = take().line();
        Token subject = take();
        if (subject.kind() != Token.Kind.WORD) {
            throw unexpected(subject, "a word");
        }
        newlines();
        expectWord("in");
        newlines();
        List<Command.Case.Arm> arms = new ArrayList<>();
        while (!takeWord("esac")) {
            arms.add(arm());
        }
        return new Command.Case(line, subject.word(), List.copyOf(arms));
    }

    private Command.Case.Arm arm() {
        if (peek().is("(")) {
            take();
        }
        List<Word> patterns = new ArrayList<>(1);
        while (true) {
            Token pattern = take();
            if (pattern.kind() != Token.Kind.WORD) {
                throw unexpected(pattern, patterns.isEmpty() ? "a pattern or \"esac\"" : "a pattern");
            }
            patterns.add(pattern.word());
            if (!peek().is("|")) {
                break;
            }
            take();
        }
        if (!peek().is(")")) {
            throw unexpected(peek(), "\"|\" or \")\"");
        }
        take();
        newlines();
        Command body = peek().is(";;") || peek().is(";&") || peek().isWord("esac") ? null : lines();
        boolean falls = peek().is(";&");
        if (falls || peek().is(";;")) {
            take();
            newlines();
        } else if (!peek().isWord("esac")) {
            throw unexpected(peek(), "\";;\" or \"esac\"");
        }
        return new Command.Case.Arm(List.copyOf(patterns), body, falls);
    }

    // Simple commands.

    private Command simple() {
        int line = peek().line();
        int start = peek().start();
        List<Assignment> assignments = new ArrayList<>(0);
        List<Word> words = new ArrayList<>(4);
        List<Redirection> redirections = new ArrayList<>(0);
        boolean declares = false;
        while (true) {
            boolean first = words.isEmpty() && !(assignments.isEmpty() && redirections.isEmpty());
            if (!aliases.isEmpty() && (lexer.followsBlankAlias(peek()) || first)) {
                replaceAliases();
            }
            Token token = peek();
            if (startsRedirection(token)) {
                redirections.add(redirection());
                continue;
            }
            if (token.kind() != Token.Kind.WORD) {
                break;
            }
            take();
            Assignment assignment = words.isEmpty() || declares ? Assignments.of(token.word()) : null;
            if (words.isEmpty() && assignment != null) {
                assignments.add(assignment);
                continue;
            }
            if (words.isEmpty() && assignments.isEmpty() && redirections.isEmpty() && peek().is("(")) {
                return definition(token, start);
            }
            words.add(assignment == null ? token.word() : Assignments.asWord(assignment));
            declares = declares || Assignments.declares(words);
        }
        return new Command.Simple(line, List.copyOf(assignments), List.copyOf(words), List.copyOf(redirections));
    }

    private Command definition(Token name, int start) {
        if (!isName(name.text())) {
            throw unexpected(peek(), "a word (\"" + shown(lexer.characters.slice(name.start(), name.end()))
                    + "\" cannot name a function)");
        }
        take();
        if (!peek().is(")")) {
            throw unexpected(peek(), "\")\"");
        }
        take();
        newlines();
        Token token = peek();
        Command compound = token.is("(") ? subshell() : token.kind() == Token.Kind.WORD && token.text() != null ? compound(token.text()) : null;
        if (compound == null) {
            throw unexpected(token, "a compound command");
        }
        Command body = redirected(compound);
        return new Command.FunctionDefinition(name.line(), name.text(), body, Math.max(1, lexer.characters.position() - start));
    }

    // Redirections: 2.7.

    private static boolean startsRedirection(Token token) {
        return token.kind() == Token.Kind.NUMBER
                || token.kind() == Token.Kind.OPERATOR && (token.text().startsWith("<") || token.text().startsWith(">"));
    }

    private Redirection redirection() {
        int line = peek().line();
        int fd = -1;
        if (peek().kind() == Token.Kind.NUMBER) {
            Token number = take();
            fd = number.text().length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(number.text());
        }
        Token operator = take();
        Token target = take();
        if (target.kind() != Token.Kind.WORD && target.kind() != Token.Kind.NUMBER) {
            throw unexpected(target, "a word after \"" + operator.text() + "\"");
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
        lexer.expect(document);
        return new Redirection.Here(line, fd, document);
    }
}
