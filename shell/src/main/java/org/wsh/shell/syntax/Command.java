// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.List;

/** A parsed command. POSIX XCU 2.9 "Shell Commands". A list of one, a pipeline of one and so on are just that one. */
public sealed interface Command {
    /** @return what the visitor's method does */
    int accept(Visitor visitor);

    /**
     * One method a kind of command. It stands for an exhaustive switch, and is as strict; but the first switch over a sealed type costs
     * the JVM 10 ms at start (it is linked by generating a class), which is most of what {@code sh -c true} takes. They return an
     * int, not a type parameter: that would put a bridge's stack frame into every level of a script's recursion.
     */
    interface Visitor {
        int simple(Simple command);

        int pipeline(Pipeline command);

        int andOr(AndOr command);

        int sequence(Sequence command);

        int conditional(If command);

        int loop(Loop command);

        int forEach(For command);

        int choice(Case command);

        int subshell(Subshell command);

        int group(Group command);

        int definition(FunctionDefinition command);

        int redirected(Redirected command);
    }

    /** Assignments, words and redirections; the first word, once expanded, names what is run. 2.9.1. */
    record Simple(int line, List<Assignment> assignments, List<Word> words, List<Redirection> redirections) implements Command {
        @Override
        public int accept(Visitor visitor) {
            return visitor.simple(this);
        }
    }

    /** {@code [!] a | b | c}. 2.9.2. */
    record Pipeline(boolean negated, List<Command> stages) implements Command {
        @Override
        public int accept(Visitor visitor) {
            return visitor.pipeline(this);
        }
    }

    /** {@code a && b || c}, grouped from the left. 2.9.3. */
    record AndOr(Command first, List<Link> rest) implements Command {
        /** {@code && command} or {@code || command}. */
        public record Link(boolean and, Command command) {}

        @Override
        public int accept(Visitor visitor) {
            return visitor.andOr(this);
        }
    }

    /** {@code a; b & c}. 2.9.3. */
    record Sequence(List<Item> items) implements Command {
        /** One element, run in the background if {@code &} follows it. */
        public record Item(Command command, boolean background) {}

        @Override
        public int accept(Visitor visitor) {
            return visitor.sequence(this);
        }
    }

    /** {@code if … elif … else … fi}; {@code otherwise} may be null. 2.9.4. */
    record If(List<Branch> branches, Command otherwise) implements Command {
        /** A condition and what is run when it holds. */
        public record Branch(Command condition, Command body) {}

        @Override
        public int accept(Visitor visitor) {
            return visitor.conditional(this);
        }
    }

    /** {@code while} and {@code until}. 2.9.4. */
    record Loop(boolean until, Command condition, Command body) implements Command {
        @Override
        public int accept(Visitor visitor) {
            return visitor.loop(this);
        }
    }

    /** {@code for name in words}; {@code words} is null without {@code in}: the positional parameters. 2.9.4. */
    record For(int line, String variable, List<Word> words, Command body) implements Command {
        @Override
        public int accept(Visitor visitor) {
            return visitor.forEach(this);
        }
    }

    /** {@code case … esac}. 2.9.4. */
    record Case(int line, Word subject, List<Arm> arms) implements Command {
        /**
         * @param body         null when empty
         * @param fallsThrough ends with {@code ;&}: the next body is run too
         */
        public record Arm(List<Word> patterns, Command body, boolean fallsThrough) {}

        @Override
        public int accept(Visitor visitor) {
            return visitor.choice(this);
        }
    }

    /** {@code ( … )}. 2.9.4. */
    record Subshell(Command body) implements Command {
        @Override
        public int accept(Visitor visitor) {
            return visitor.subshell(this);
        }
    }

    /** <code>{ …; }</code>. 2.9.4. */
    record Group(Command body) implements Command {
        @Override
        public int accept(Visitor visitor) {
            return visitor.group(this);
        }
    }

    /**
     * {@code name() body}. 2.9.5.
     *
     * @param length characters of its text: what it weighs in memory follows from that
     */
    record FunctionDefinition(int line, String name, Command body, int length) implements Command {
        @Override
        public int accept(Visitor visitor) {
            return visitor.definition(this);
        }
    }

    /** A compound command with redirections after it. */
    record Redirected(Command body, List<Redirection> redirections) implements Command {
        @Override
        public int accept(Visitor visitor) {
            return visitor.redirected(this);
        }
    }
}
