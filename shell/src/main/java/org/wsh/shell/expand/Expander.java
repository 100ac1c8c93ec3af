// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.expand;

import java.util.ArrayList;
import java.util.List;
import org.wsh.shell.state.Account;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.Name;
import org.wsh.shell.syntax.Parser;
import org.wsh.shell.syntax.SyntaxError;
import org.wsh.shell.syntax.Word;
import org.wsh.vfs.ErrnoException;

/** Word expansions in POSIX's order: XCU 2.6. What is made is paid for until the command that needs it ends. */
public final class Expander implements Word.Visitor {
    private static final String DEFAULT_SEPARATORS = " \t\n";

    private final ShellProcess shell;
    private final Account account;
    private final PathnameExpansion pathnames;
    private final Substitution substitution;
    private final Users users;

    // The expansion in progress.
    private Sink sink;
    private boolean quoted;
    /** Inside the operand of an unquoted <code>${x-…}</code>: its text is split as if it came from the parameter. */
    private boolean operand;

    public Expander(ShellProcess shell, Substitution substitution) {
        this.shell = shell;
        this.account = shell.account;
        this.pathnames = new PathnameExpansion(shell.self, shell.account);
        this.substitution = substitution;
        this.users = new Users(shell.self);
    }

    /** Words to fields: command words and the words of {@code for}. */
    public List<String> fields(List<Word> words) {
        List<String> fields = new ArrayList<>(words.size());
        FieldSink into = new FieldSink(account, fields, separators(), shell.state.has(Option.NOGLOB) ? null : pathnames);
        for (Word word : words) {
            String literal = word.literal();
            if (literal != null && !Pattern.isActive(literal)) {
                account.poll(1);
                account.hold(16);
                fields.add(literal);
            } else {
                into(into, word, false);
                into.end();
            }
        }
        return fields;
    }

    /** A word to one text, not split: assignments, redirections, here-documents, the subject of {@code case}. */
    public String text(Word word) {
        if (word.parts().isEmpty()) {
            return "";
        }
        String literal = word.literal();
        if (literal != null) {
            return literal;
        }
        TextSink into = new TextSink(account);
        into(into, word, false);
        return into.text();
    }

    /** A word to a pattern: {@code case}, <code>${x%…}</code>. */
    public Pattern pattern(Word word) {
        PatternSink into = new PatternSink(account);
        into(into, word, false);
        return into.pattern();
    }

    /**
     * A text that is expanded as a here-document is, wherever it came from: PS1, PS2, PS4, ENV (2.5.3).
     *
     * @return the text itself if it cannot be expanded
     */
    public String value(String text) {
        long mark = account.mark();
        int status = shell.state.status;
        try {
            return text(Parser.expandable(text, account));
        } catch (SyntaxError | ShellError | ErrnoException wrong) {
            return text;
        } finally {
            shell.state.status = status;
            account.release(mark);
        }
    }

    private void into(Sink into, Word word, boolean inQuotes) {
        Sink outerSink = sink;
        boolean outerQuoted = quoted;
        boolean outerOperand = operand;
        sink = into;
        quoted = inQuotes;
        operand = false;
        try {
            parts(word.parts());
        } finally {
            sink = outerSink;
            quoted = outerQuoted;
            operand = outerOperand;
        }
    }

    private void parts(List<Word.Part> parts) {
        shell.enter(1);
        try {
            for (int i = 0; i < parts.size(); i++) {
                account.poll(1);
                parts.get(i).accept(this);
            }
        } finally {
            shell.leave(1);
        }
    }

    private String separators() {
        return shell.state.variables.getOr("IFS", DEFAULT_SEPARATORS);
    }

    // Parts.

    @Override
    public void literal(Word.Literal part) {
        if (quoted) {
            sink.quoted(part.text());
        } else if (operand) {
            sink.expanded(part.text());
        } else {
            sink.literal(part.text());
        }
    }

    @Override
    public void quoted(Word.Quoted part) {
        sink.quoted(part.text());
    }

    @Override
    public void doubleQuoted(Word.DoubleQuoted part) {
        if (part.parts().isEmpty()) {
            sink.quoted("");
            return;
        }
        boolean outer = quoted;
        quoted = true;
        parts(part.parts());
        quoted = outer;
    }

    /** 2.6.1. */
    @Override
    public void tilde(Word.Tilde part) {
        String home = part.user().isEmpty() ? shell.state.variables.get("HOME") : users.home(part.user());
        sink.quoted(home == null ? "~".concat(part.user()) : home);
    }

    @Override
    public void substitution(Word.Substitution part) {
        emit(substitution.output(part.command()));
    }

    @Override
    public void arithmetic(Word.Arithmetic part) {
        TextSink text = new TextSink(account);
        into(text, part.expression(), true);
        emit(Long.toString(Arithmetic.evaluate(text.text(), shell)));
    }

    private void emit(String value) {
        if (quoted) {
            sink.quoted(value);
        } else {
            sink.expanded(value);
        }
    }

    // Parameters: 2.6.2.

    @Override
    public void parameter(Word.Parameter part) {
        String name = part.name();
        boolean list = name.equals("@") || name.equals("*");
        String value = list ? joined(name) : shell.state.parameter(name);
        Word.Operator operator = part.operator();
        boolean missing = value == null || part.colon() && value.isEmpty();
        switch (operator) {
            case NONE, LENGTH, CUT_SHORTEST_SUFFIX, CUT_LONGEST_SUFFIX, CUT_SHORTEST_PREFIX, CUT_LONGEST_PREFIX -> {
                if (value == null && !list && shell.state.has(Option.NOUNSET)) {
                    throw new ShellError(name + ": parameter not set");
                }
                if (operator == Word.Operator.NONE) {
                    emit(name, value);
                } else if (operator == Word.Operator.LENGTH) {
                    emit(Integer.toString(list ? shell.state.positional.size() : value == null ? 0 : length(value)));
                } else {
                    emit(value == null ? "" : cut(value, operator, pattern(part.operand())));
                }
            }
            case DEFAULT -> {
                if (missing) {
                    operand(part.operand());
                } else {
                    emit(name, value);
                }
            }
            case ALTERNATIVE -> {
                if (missing) {
                    emit("");
                } else {
                    operand(part.operand());
                }
            }
            case ASSIGN -> emit(missing ? assign(name, part.operand()) : value);
            case ERROR -> {
                if (missing) {
                    throw new ShellError(name + ": " + reason(part));
                }
                emit(name, value);
            }
        }
    }

    /** The value of the parameter; of {@code $@} and {@code $*} all values, as fields where there can be. */
    private void emit(String name, String value) {
        if (name.equals("@") && (sink.splits() || quoted)) {
            positional();
        } else if (name.equals("*") && !quoted && sink.splits()) {
            positional();
        } else if (value == null && !quoted) {
            return;
        } else {
            emit(value == null ? "" : value);
        }
    }

    private void positional() {
        List<String> values = shell.state.positional;
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                sink.boundary();
            }
            emit(values.get(i));
        }
    }

    /** The positional parameters as one text, null if there are none: 2.5.2. */
    private String joined(String name) {
        List<String> values = shell.state.positional;
        if (values.isEmpty()) {
            return null;
        }
        String separators = shell.state.variables.get("IFS");
        String between = name.equals("@") || separators == null ? " " : separators.isEmpty() ? "" : separators.substring(0, 1);
        TextSink text = new TextSink(account);
        for (int i = 0; i < values.size(); i++) {
            text.quoted(i > 0 ? between : "");
            text.quoted(values.get(i));
        }
        return text.text();
    }

    private static int length(String value) {
        return value.codePointCount(0, value.length());
    }

    private String cut(String value, Word.Operator operator, Pattern pattern) {
        account.hold(Account.weight(value.length()));
        boolean longest = operator == Word.Operator.CUT_LONGEST_PREFIX || operator == Word.Operator.CUT_LONGEST_SUFFIX;
        if (operator == Word.Operator.CUT_SHORTEST_PREFIX || operator == Word.Operator.CUT_LONGEST_PREFIX) {
            int end = pattern.prefix(value, longest);
            return end < 0 ? value : value.substring(end);
        }
        int start = pattern.suffix(value, longest);
        return start < 0 ? value : value.substring(0, start);
    }

    /** Expands an operand in the place of its parameter. */
    private void operand(Word word) {
        if (quoted) {
            if (word.parts().isEmpty()) {
                sink.quoted("");
            }
            parts(word.parts());
            return;
        }
        boolean outer = operand;
        operand = sink.splits();
        parts(word.parts());
        operand = outer;
    }

    private String operandText(Word word) {
        TextSink text = new TextSink(account);
        into(text, word, quoted);
        return text.text();
    }

    private String assign(String name, Word word) {
        if (!Name.is(name)) {
            throw new ShellError(name + ": cannot be assigned to");
        }
        String value = operandText(word);
        shell.assign(name, value);
        return value;
    }

    private String reason(Word.Parameter part) {
        String text = operandText(part.operand());
        return !text.isEmpty() ? text : part.colon() ? "parameter null or not set" : "parameter not set";
    }
}
