// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.ByteText;
import org.wsh.shell.state.Numbers;
import org.wsh.shell.state.ShellProcess;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;

/** {@code test} and {@code [}. POSIX XCU 3: up to four arguments by its table, more of them by the usual grammar. */
record TestCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        int end = arguments.size();
        if (arguments.get(0).equals("[")) {
            end--;
            if (end == 0 || !arguments.get(end).equals("]")) {
                shell.warn("[: missing \"]\"");
                return 2;
            }
        }
        int depth = shell.depth();
        try {
            return new Expression(shell, arguments.subList(1, end)).holds() ? 0 : 1;
        } catch (Misuse misuse) {
            shell.warn(arguments.get(0) + ": " + misuse.getMessage());
            return 2;
        } finally {
            shell.restoreDepth(depth);
        }
    }

    private static final class Misuse extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Misuse(String message) {
            super(message, null, false, false);
        }
    }

    private static final class Expression {
        private final ShellProcess shell;
        private final List<String> words;
        private int at;

        Expression(ShellProcess shell, List<String> words) {
            this.shell = shell;
            this.words = words;
        }

        boolean holds() {
            return few(0, words.size());
        }

        /** The table for 0 to 4 arguments. */
        private boolean few(int from, int to) {
            switch (to - from) {
                case 0 -> {
                    return false;
                }
                case 1 -> {
                    return !words.get(from).isEmpty();
                }
                case 2 -> {
                    if (words.get(from).equals("!")) {
                        return words.get(from + 1).isEmpty();
                    }
                    if (isUnary(words.get(from))) {
                        return unary(words.get(from), words.get(from + 1));
                    }
                }
                case 3 -> {
                    if (isBinary(words.get(from + 1))) {
                        return binary(words.get(from), words.get(from + 1), words.get(from + 2));
                    }
                    if (words.get(from).equals("!")) {
                        return !few(from + 1, to);
                    }
                    if (words.get(from).equals("(") && words.get(from + 2).equals(")")) {
                        return !words.get(from + 1).isEmpty();
                    }
                }
                case 4 -> {
                    if (words.get(from).equals("!")) {
                        return !few(from + 1, to);
                    }
                    if (words.get(from).equals("(") && words.get(from + 3).equals(")")) {
                        return few(from + 1, to - 1);
                    }
                }
                default -> {}
            }
            at = from;
            boolean value = or();
            if (at < words.size()) {
                throw new Misuse(words.get(at) + ": unexpected operator");
            }
            return value;
        }

        private boolean or() {
            boolean value = and();
            while (at < words.size() && words.get(at).equals("-o")) {
                at++;
                value |= and();
            }
            return value;
        }

        private boolean and() {
            boolean value = not();
            while (at < words.size() && words.get(at).equals("-a")) {
                at++;
                value &= not();
            }
            return value;
        }

        private boolean not() {
            boolean negated = false;
            while (at + 1 < words.size() && words.get(at).equals("!")) {
                shell.account.poll(1);
                at++;
                negated = !negated;
            }
            return primary() != negated;
        }

        private boolean primary() {
            if (at >= words.size()) {
                throw new Misuse("argument expected");
            }
            String word = words.get(at);
            if (at + 2 < words.size() && isBinary(words.get(at + 1))) {
                at += 3;
                return binary(word, words.get(at - 2), words.get(at - 1));
            }
            if (word.equals("(")) {
                at++;
                shell.enter(4);
                boolean value = or();
                shell.leave(4);
                if (at >= words.size() || !words.get(at).equals(")")) {
                    throw new Misuse("\")\" expected");
                }
                at++;
                return value;
            }
            if (isUnary(word) && at + 1 < words.size()) {
                at += 2;
                return unary(word, words.get(at - 1));
            }
            at++;
            return !word.isEmpty();
        }

        private static boolean isUnary(String word) {
            return word.length() == 2 && word.charAt(0) == '-' && "bcdefghknprsStuwxzLO".indexOf(word.charAt(1)) >= 0;
        }

        private static boolean isBinary(String word) {
            return switch (word) {
                case "=", "!=", "<", ">", "-eq", "-ne", "-gt", "-ge", "-lt", "-le", "-nt", "-ot", "-ef" -> true;
                default -> false;
            };
        }

        private boolean unary(String operator, String operand) {
            switch (operator) {
                case "-n" -> {
                    return !operand.isEmpty();
                }
                case "-z" -> {
                    return operand.isEmpty();
                }
                case "-t" -> {
                    return shell.self.isTerminal((int) Math.min(Integer.MAX_VALUE, Math.max(-1, number(operand))));
                }
                case "-r" -> {
                    return shell.self.mayAccess(operand, 4);
                }
                case "-w" -> {
                    return shell.self.mayAccess(operand, 2);
                }
                case "-x" -> {
                    return shell.self.mayAccess(operand, 1);
                }
                default -> {}
            }
            Attributes file = file(operand, !operator.equals("-L") && !operator.equals("-h"));
            return file != null
                    && switch (operator.charAt(1)) {
                        case 'e' -> true;
                        case 'f' -> file.type() == FileType.REGULAR;
                        case 'd' -> file.type() == FileType.DIRECTORY;
                        case 'L', 'h' -> file.type() == FileType.SYMBOLIC_LINK;
                        case 'b' -> file.type() == FileType.BLOCK_DEVICE;
                        case 'c' -> file.type() == FileType.CHARACTER_DEVICE;
                        case 'p' -> file.type() == FileType.FIFO;
                        case 'S' -> file.type() == FileType.SOCKET;
                        case 's' -> file.size() > 0;
                        case 'u' -> (file.mode() & 04000) != 0;
                        case 'g' -> (file.mode() & 02000) != 0;
                        case 'k' -> (file.mode() & 01000) != 0;
                        case 'O' -> file.uid() == shell.self.effectiveUid();
                        default -> false;
                    };
        }

        private Attributes file(String path, boolean follow) {
            if (path.isEmpty()) {
                return null;
            }
            try {
                return shell.self.attributes(path, follow);
            } catch (ErrnoException missing) {
                return null;
            }
        }

        private long number(String text) {
            if (!Numbers.isInteger(text)) {
                throw new Misuse(text + ": not a number");
            }
            return Numbers.integer(text);
        }

        private boolean binary(String left, String operator, String right) {
            return switch (operator) {
                case "=" -> left.equals(right);
                case "!=" -> !left.equals(right);
                case "<" -> ByteText.ORDER.compare(left, right) < 0;
                case ">" -> ByteText.ORDER.compare(left, right) > 0;
                case "-eq" -> number(left) == number(right);
                case "-ne" -> number(left) != number(right);
                case "-gt" -> number(left) > number(right);
                case "-ge" -> number(left) >= number(right);
                case "-lt" -> number(left) < number(right);
                case "-le" -> number(left) <= number(right);
                default -> files(operator, file(left, true), file(right, true));
            };
        }

        private static boolean files(String operator, Attributes left, Attributes right) {
            return switch (operator) {
                case "-nt" -> left != null && (right == null || left.modificationTime() > right.modificationTime());
                case "-ot" -> right != null && (left == null || left.modificationTime() < right.modificationTime());
                default -> left != null && right != null && left.device() == right.device() && left.inode() == right.inode();
            };
        }
    }
}
