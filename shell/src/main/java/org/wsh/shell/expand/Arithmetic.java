// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.expand;

import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.Name;

/**
 * Evaluates an arithmetic expression: POSIX XCU 2.6.4, with all of C's integer operators (1.1.2.1), {@code ++ --} and the comma, on 64
 * bits. It reads and computes in one pass; what C would not evaluate is read only.
 */
final class Arithmetic {
    /** Deepest nesting of parentheses, signs and operators that group from the right. */
    private static final int MAX_NESTING = 200;

    private final String text;
    private final ShellProcess shell;
    private int at;
    private int depth;
    /** Above 0 where the result is not needed: nothing is assigned or divided. */
    private int skipping;

    private Arithmetic(String text, ShellProcess shell) {
        this.text = text;
        this.shell = shell;
    }

    static long evaluate(String text, ShellProcess shell) {
        int depth = shell.depth();
        try {
            return new Arithmetic(text, shell).whole();
        } finally {
            shell.restoreDepth(depth);
        }
    }

    private long whole() {
        blanks();
        if (at == text.length()) {
            return 0;
        }
        long value = comma();
        if (at < text.length()) {
            throw error("unexpected \"" + shown(text.substring(at)) + "\"");
        }
        return value;
    }

    private static String shown(String text) {
        return text.length() <= 20 ? text : text.substring(0, 20) + "...";
    }

    private ShellError error(String what) {
        return new ShellError("arithmetic: " + what + " in \"" + shown(text) + "\"");
    }

    private void blanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t' || text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
            at++;
        }
    }

    private char charAt(int i) {
        return i < text.length() ? text.charAt(i) : '\0';
    }

    private boolean take(String operator) {
        if (!text.startsWith(operator, at)) {
            return false;
        }
        at += operator.length();
        blanks();
        return true;
    }

    private void enter() {
        shell.account.poll(1);
        shell.enter(1);
        if (++depth > MAX_NESTING) {
            throw error("nested too deeply");
        }
    }

    private void leave() {
        shell.leave(1);
        depth--;
    }

    private long comma() {
        long value = assignment();
        while (take(",")) {
            value = assignment();
        }
        return value;
    }

    private long assignment() {
        enter();
        int start = at;
        String name = name();
        if (name != null) {
            String operator = assignmentOperator();
            if (operator != null) {
                at += operator.length();
                blanks();
                long operand = assignment();
                long value = operator.equals("=") ? operand : apply(operator.substring(0, operator.length() - 1), variable(name), operand);
                assign(name, value);
                    leave();
                return value;
            }
            at = start;
        }
        long value = ternary();
        leave();
        return value;
    }

    /** The assignment operator that begins here; null if none does. */
    private String assignmentOperator() {
        char c = charAt(at);
        char d = charAt(at + 1);
        return switch (c) {
            case '=' -> d == '=' ? null : "=";
            case '+' -> d == '=' ? "+=" : null;
            case '-' -> d == '=' ? "-=" : null;
            case '*' -> d == '=' ? "*=" : null;
            case '/' -> d == '=' ? "/=" : null;
            case '%' -> d == '=' ? "%=" : null;
            case '&' -> d == '=' ? "&=" : null;
            case '^' -> d == '=' ? "^=" : null;
            case '|' -> d == '=' ? "|=" : null;
            case '<' -> d == '<' && charAt(at + 2) == '=' ? "<<=" : null;
            case '>' -> d == '>' && charAt(at + 2) == '=' ? ">>=" : null;
            default -> null;
        };
    }

    private String name() {
        int start = at;
        while (at < text.length() && (Name.begins(charAt(at)) || at > start && isDigit(charAt(at)))) {
            at++;
        }
        if (at == start) {
            return null;
        }
        String name = text.substring(start, at);
        blanks();
        return name;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private long ternary() {
        long condition = binary(0);
        if (charAt(at) != '?') {
            return condition;
        }
        enter();
        at++;
        blanks();
        boolean holds = condition != 0;
        skipping += holds ? 0 : 1;
        long first = comma();
        skipping -= holds ? 0 : 1;
        if (!take(":")) {
            throw error("expected \":\"");
        }
        skipping += holds ? 1 : 0;
        long second = assignment();
        skipping -= holds ? 1 : 0;
        leave();
        return holds ? first : second;
    }

    /** The binary operator that begins here, null if none does; its strength is {@link #strength}. */
    private String binaryOperator() {
        char c = charAt(at);
        char d = charAt(at + 1);
        return switch (c) {
            case '|' -> d == '|' ? "||" : d == '=' ? null : "|";
            case '&' -> d == '&' ? "&&" : d == '=' ? null : "&";
            case '^' -> d == '=' ? null : "^";
            case '=' -> d == '=' ? "==" : null;
            case '!' -> d == '=' ? "!=" : null;
            case '<' -> d == '<' ? charAt(at + 2) == '=' ? null : "<<" : d == '=' ? "<=" : "<";
            case '>' -> d == '>' ? charAt(at + 2) == '=' ? null : ">>" : d == '=' ? ">=" : ">";
            case '+' -> d == '=' ? null : "+";
            case '-' -> d == '=' ? null : "-";
            case '*' -> d == '=' ? null : "*";
            case '/' -> d == '=' ? null : "/";
            case '%' -> d == '=' ? null : "%";
            default -> null;
        };
    }

    private static int strength(String operator) {
        return switch (operator) {
            case "||" -> 1;
            case "&&" -> 2;
            case "|" -> 3;
            case "^" -> 4;
            case "&" -> 5;
            case "==", "!=" -> 6;
            case "<", ">", "<=", ">=" -> 7;
            case "<<", ">>" -> 8;
            case "+", "-" -> 9;
            default -> 10;
        };
    }

    /** Operators stronger than {@code least}, grouped from the left. */
    private long binary(int least) {
        long left = unary();
        while (true) {
            String operator = binaryOperator();
            if (operator == null || strength(operator) <= least) {
                return left;
            }
            shell.account.poll(1);
            at += operator.length();
            blanks();
            int strength = strength(operator);
            if (strength <= 2) {
                boolean decided = operator.equals("&&") == (left == 0);
                skipping += decided ? 1 : 0;
                long right = binary(strength);
                skipping -= decided ? 1 : 0;
                left = decided ? (left == 0 ? 0 : 1) : right == 0 ? 0 : 1;
            } else {
                left = apply(operator, left, binary(strength));
            }
        }
    }

    private long apply(String operator, long a, long b) {
        return switch (operator) {
            case "|" -> a | b;
            case "^" -> a ^ b;
            case "&" -> a & b;
            case "==" -> a == b ? 1 : 0;
            case "!=" -> a != b ? 1 : 0;
            case "<" -> a < b ? 1 : 0;
            case ">" -> a > b ? 1 : 0;
            case "<=" -> a <= b ? 1 : 0;
            case ">=" -> a >= b ? 1 : 0;
            case "<<" -> a << b;
            case ">>" -> a >> b;
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / divisor(b);
            case "%" -> a % divisor(b);
            default -> throw new IllegalStateException("no operator: " + operator);
        };
    }

    private long divisor(long value) {
        if (value == 0 && skipping == 0) {
            throw error("division by zero");
        }
        return value == 0 ? 1 : value;
    }

    private long unary() {
        enter();
        long value = prefixed();
        leave();
        return value;
    }

    private long prefixed() {
        char c = charAt(at);
        if ((c == '+' || c == '-') && charAt(at + 1) == c && Name.begins(charAt(at + 2))) {
            at += 2;
            String name = name();
            long value = variable(name) + (c == '+' ? 1 : -1);
            assign(name, value);
            return value;
        }
        switch (c) {
            case '+', '-', '~', '!' -> {
                at++;
                blanks();
                long value = unary();
                return c == '+' ? value : c == '-' ? -value : c == '~' ? ~value : value == 0 ? 1 : 0;
            }
            case '(' -> {
                at++;
                blanks();
                long value = comma();
                if (!take(")")) {
                    throw error("expected \")\"");
                }
                return value;
            }
            default -> {
                return isDigit(c) ? number() : named();
            }
        }
    }

    private long named() {
        String name = name();
        if (name == null) {
            throw error(at == text.length() ? "expected a number, found the end" : "expected a number, found \"" + shown(text.substring(at)) + "\"");
        }
        if (text.startsWith("++", at) || text.startsWith("--", at)) {
            int step = charAt(at) == '+' ? 1 : -1;
            char after = charAt(at + 2);
            // "a++b" can only mean a + +b.
            if (!Name.continues(after) && after != '(') {
                at += 2;
                blanks();
                long value = variable(name);
                assign(name, value + step);
                return value;
            }
        }
        return variable(name);
    }

    private long number() {
        int start = at;
        while (at < text.length() && Name.continues(charAt(at))) {
            at++;
        }
        String digits = text.substring(start, at);
        blanks();
        return constant(digits);
    }

    /** Decimal, octal (0…) or hexadecimal (0x…); wraps like C's. */
    private long constant(String digits) {
        boolean hex = digits.startsWith("0x") || digits.startsWith("0X");
        int radix = hex ? 16 : digits.startsWith("0") ? 8 : 10;
        long value = 0;
        for (int i = hex ? 2 : 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), radix) : -1;
            if (digit < 0) {
                throw error("bad number \"" + shown(digits) + "\"");
            }
            value = value * radix + digit;
        }
        if (hex && digits.length() == 2) {
            throw error("bad number \"" + digits + "\"");
        }
        return value;
    }

    /** A variable's value as a number; unset or empty is 0. */
    private long variable(String name) {
        if (skipping > 0) {
            return 0;
        }
        String value = shell.state.parameter(name);
        if (value == null) {
            if (shell.state.has(Option.NOUNSET)) {
                throw new ShellError(name + ": parameter not set");
            }
            return 0;
        }
        String digits = value.strip();
        if (digits.isEmpty()) {
            return 0;
        }
        boolean negative = digits.startsWith("-");
        if (negative || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        if (digits.isEmpty() || !isDigit(digits.charAt(0))) {
            throw error("\"" + shown(value) + "\" (the value of " + name + ") is not a number");
        }
        long number = constant(digits);
        return negative ? -number : number;
    }

    private void assign(String name, long value) {
        if (skipping == 0) {
            shell.assign(name, Long.toString(value));
        }
    }
}
