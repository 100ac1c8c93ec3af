// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.List;

/** One word before expansion: its parts in order. POSIX XCU 2.2 "Quoting", 2.6 "Word Expansions". */
public record Word(List<Part> parts) {
    public static final Word EMPTY = new Word(List.of());

    /** The text if the word is a single unquoted literal (so it may be a reserved word, a name, an alias), else null. */
    public String literal() {
        return parts.size() == 1 && parts.get(0) instanceof Literal literal ? literal.text() : null;
    }

    /** Handles each kind of part; see {@link Command.Visitor} for why this is no switch. */
    public interface Visitor {
        void literal(Literal part);

        void quoted(Quoted part);

        void doubleQuoted(DoubleQuoted part);

        void tilde(Tilde part);

        void parameter(Parameter part);

        void substitution(Substitution part);

        void arithmetic(Arithmetic part);
    }

    public sealed interface Part {
        void accept(Visitor visitor);
    }

    /** Text as it stands: unquoted, or inside double quotes when the part is inside {@link DoubleQuoted}. */
    public record Literal(String text) implements Part {
        @Override
        public void accept(Visitor visitor) {
            visitor.literal(this);
        }
    }

    /** {@code '…'}, {@code $'…'} or {@code \c}: every character stands for itself. */
    public record Quoted(String text) implements Part {
        @Override
        public void accept(Visitor visitor) {
            visitor.quoted(this);
        }
    }

    /** {@code "…"}. */
    public record DoubleQuoted(List<Part> parts) implements Part {
        @Override
        public void accept(Visitor visitor) {
            visitor.doubleQuoted(this);
        }
    }

    /** {@code ~} or {@code ~user}, where a tilde-prefix may stand. */
    public record Tilde(String user) implements Part {
        @Override
        public void accept(Visitor visitor) {
            visitor.tilde(this);
        }
    }

    /**
     * {@code $name} and all forms of {@code ${…}}. POSIX XCU 2.6.2.
     *
     * @param colon   whether null counts as unset ({@code :-} and the like)
     * @param operand the word after the operator; null without one
     */
    public record Parameter(String name, Operator operator, boolean colon, Word operand) implements Part {
        @Override
        public void accept(Visitor visitor) {
            visitor.parameter(this);
        }
    }

    /** {@code $(…)} or backquotes; {@code command} is null when there is nothing inside. */
    public record Substitution(Command command) implements Part {
        @Override
        public void accept(Visitor visitor) {
            visitor.substitution(this);
        }
    }

    /** {@code $((…))}; the expression is expanded as inside double quotes. */
    public record Arithmetic(Word expression) implements Part {
        @Override
        public void accept(Visitor visitor) {
            visitor.arithmetic(this);
        }
    }

    /** What {@code ${name…}} does with the value. */
    public enum Operator {
        NONE(""),
        LENGTH("#"),
        DEFAULT("-"),
        ASSIGN("="),
        ERROR("?"),
        ALTERNATIVE("+"),
        CUT_SHORTEST_SUFFIX("%"),
        CUT_LONGEST_SUFFIX("%%"),
        CUT_SHORTEST_PREFIX("#"),
        CUT_LONGEST_PREFIX("##");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** As written. */
        public String sign() {
            return sign;
        }

        /** Whether the operand is a pattern. */
        public boolean cuts() {
            return ordinal() >= CUT_SHORTEST_SUFFIX.ordinal();
        }
    }
}
