// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.List;

/** Writes a command as shell text on one line (here-documents as their operator only): for {@code jobs}, {@code type} and tests. */
public final class Printer implements Command.Visitor, Word.Visitor {
    private final StringBuilder out;
    private boolean inDoubleQuotes;

    Printer(StringBuilder out) {
        this.out = out;
    }

    public static String print(Command command) {
        Printer printer = new Printer(new StringBuilder());
        command.accept(printer);
        return printer.out.toString();
    }

    // Commands.

    @Override
    public int simple(Command.Simple command) {
        String space = "";
        for (Assignment assignment : command.assignments()) {
            out.append(space).append(assignment.name()).append('=');
            word(assignment.value());
            space = " ";
        }
        for (Word word : command.words()) {
            out.append(space);
            word(word);
            space = " ";
        }
        for (Redirection redirection : command.redirections()) {
            out.append(space);
            redirection(redirection);
            space = " ";
        }
        return 0;
    }

    @Override
    public int pipeline(Command.Pipeline command) {
        out.append(command.negated() ? "! " : "");
        for (int i = 0; i < command.stages().size(); i++) {
            out.append(i == 0 ? "" : " | ");
            command.stages().get(i).accept(this);
        }
        return 0;
    }

    @Override
    public int andOr(Command.AndOr command) {
        command.first().accept(this);
        for (Command.AndOr.Link link : command.rest()) {
            out.append(link.and() ? " && " : " || ");
            link.command().accept(this);
        }
        return 0;
    }

    @Override
    public int sequence(Command.Sequence command) {
        for (int i = 0; i < command.items().size(); i++) {
            Command.Sequence.Item item = command.items().get(i);
            item.command().accept(this);
            boolean last = i + 1 == command.items().size();
            out.append(item.background() ? last ? " &" : " & " : last ? "" : "; ");
        }
        return 0;
    }

    /** A list that a reserved word follows. */
    private void body(Command body) {
        body.accept(this);
        out.append(out.charAt(out.length() - 1) == '&' ? " " : "; ");
    }

    @Override
    public int conditional(Command.If command) {
        String keyword = "if ";
        for (Command.If.Branch branch : command.branches()) {
            out.append(keyword);
            body(branch.condition());
            out.append("then ");
            body(branch.body());
            keyword = "elif ";
        }
        if (command.otherwise() != null) {
            out.append("else ");
            body(command.otherwise());
        }
        out.append("fi");
        return 0;
    }

    @Override
    public int loop(Command.Loop command) {
        out.append(command.until() ? "until " : "while ");
        body(command.condition());
        out.append("do ");
        body(command.body());
        out.append("done");
        return 0;
    }

    @Override
    public int forEach(Command.For command) {
        out.append("for ").append(command.variable());
        if (command.words() != null) {
            out.append(" in");
            for (Word word : command.words()) {
                out.append(' ');
                word(word);
            }
        }
        out.append("; do ");
        body(command.body());
        out.append("done");
        return 0;
    }

    @Override
    public int choice(Command.Case command) {
        out.append("case ");
        word(command.subject());
        out.append(" in ");
        for (Command.Case.Arm arm : command.arms()) {
            String bar = "(";
            for (Word pattern : arm.patterns()) {
                out.append(bar);
                word(pattern);
                bar = "|";
            }
            out.append(") ");
            if (arm.body() != null) {
                arm.body().accept(this);
                out.append(' ');
            }
            out.append(arm.fallsThrough() ? ";& " : ";; ");
        }
        out.append("esac");
        return 0;
    }

    @Override
    public int subshell(Command.Subshell command) {
        out.append("( ");
        command.body().accept(this);
        out.append(" )");
        return 0;
    }

    @Override
    public int group(Command.Group command) {
        out.append("{ ");
        body(command.body());
        out.append('}');
        return 0;
    }

    @Override
    public int definition(Command.FunctionDefinition command) {
        out.append(command.name()).append("() ");
        command.body().accept(this);
        return 0;
    }

    @Override
    public int redirected(Command.Redirected command) {
        command.body().accept(this);
        for (Redirection redirection : command.redirections()) {
            out.append(' ');
            redirection(redirection);
        }
        return 0;
    }

    private void redirection(Redirection redirection) {
        switch (redirection) {
            case Redirection.ToFile file -> {
                out.append(file.fd()).append(file.mode().sign());
                word(file.path());
            }
            case Redirection.Duplicate duplicate -> {
                out.append(duplicate.fd()).append(duplicate.input() ? "<&" : ">&");
                word(duplicate.from());
            }
            case Redirection.Here here -> {
                out.append(here.fd()).append(here.document().stripsTabs() ? "<<-" : "<<");
                singleQuoted(here.document().delimiter());
            }
        }
    }

    // Words.

    private void word(Word word) {
        for (Word.Part part : word.parts()) {
            part.accept(this);
        }
    }

    /** Only the text of the parts, as if nothing could be expanded. */
    void unquoted(List<Word.Part> parts) {
        for (Word.Part part : parts) {
            if (part instanceof Word.Quoted quoted) {
                out.append(quoted.text());
            } else if (part instanceof Word.DoubleQuoted quoted) {
                unquoted(quoted.parts());
            } else {
                part.accept(this);
            }
        }
    }

    @Override
    public void literal(Word.Literal part) {
        out.append(part.text());
    }

    @Override
    public void quoted(Word.Quoted part) {
        if (inDoubleQuotes) {
            for (int i = 0; i < part.text().length(); i++) {
                out.append('\\').append(part.text().charAt(i));
            }
        } else {
            singleQuoted(part.text());
        }
    }

    private void singleQuoted(String text) {
        if (text.isEmpty()) {
            out.append("''");
        }
        for (int from = 0; from < text.length(); ) {
            int quote = text.indexOf('\'', from);
            int to = quote < 0 ? text.length() : quote;
            if (to > from) {
                out.append('\'').append(text, from, to).append('\'');
            }
            out.append(quote < 0 ? "" : "\\'");
            from = to + 1;
        }
    }

    @Override
    public void doubleQuoted(Word.DoubleQuoted part) {
        boolean outer = inDoubleQuotes;
        inDoubleQuotes = true;
        out.append('"');
        for (Word.Part inner : part.parts()) {
            inner.accept(this);
        }
        out.append('"');
        inDoubleQuotes = outer;
    }

    @Override
    public void tilde(Word.Tilde part) {
        out.append('~').append(part.user());
    }

    @Override
    public void parameter(Word.Parameter part) {
        if (part.operator() == Word.Operator.NONE) {
            out.append("${").append(part.name()).append('}');
        } else if (part.operator() == Word.Operator.LENGTH) {
            out.append("${#").append(part.name()).append('}');
        } else {
            boolean outer = inDoubleQuotes;
            inDoubleQuotes = outer && !part.operator().cuts();
            out.append("${").append(part.name()).append(part.colon() ? ":" : "").append(part.operator().sign());
            word(part.operand());
            out.append('}');
            inDoubleQuotes = outer;
        }
    }

    @Override
    public void substitution(Word.Substitution part) {
        boolean outer = inDoubleQuotes;
        inDoubleQuotes = false;
        out.append("$(");
        if (part.command() != null) {
            // A space, or "$((" would begin arithmetic.
            out.append(' ');
            part.command().accept(this);
        }
        out.append(')');
        inDoubleQuotes = outer;
    }

    @Override
    public void arithmetic(Word.Arithmetic part) {
        boolean outer = inDoubleQuotes;
        inDoubleQuotes = true;
        out.append("$((");
        word(part.expression());
        out.append("))");
        inDoubleQuotes = outer;
    }
}
