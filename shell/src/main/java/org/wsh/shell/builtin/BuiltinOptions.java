// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.state.ShellProcess;

/**
 * A builtin's options, one after the other, as POSIX XBD 12.2 has them: letters behind a {@code -}, several in a word perhaps; the last of a word may take an operand, which is the rest of the word, or
 * else the next word. {@code --} ends them, and so does a word that is {@code -} or begins otherwise.
 */
final class BuiltinOptions {
    private final List<String> arguments;
    private int word = 1;       // to be looked at next
    private int at;             // the next letter in it; 0: nothing of it was looked at
    private char letter;
    private boolean lacksOperand;

    /** @param arguments of the builtin, its name first */
    BuiltinOptions(List<String> arguments) {
        this.arguments = arguments;
    }

    /** Goes on to the next option; false: there is none, and the rest are {@link #operands}. */
    boolean next() {
        if (at == 0 && !begin()) {
            return false;
        }
        String text = arguments.get(word);
        letter = text.charAt(at++);
        if (at == text.length()) {
            word++;
            at = 0;
        }
        return true;
    }

    private boolean begin() {
        String text = word < arguments.size() ? arguments.get(word) : "";
        if (text.equals("--")) {
            word++;
            return false;
        }
        at = text.length() > 1 && text.charAt(0) == '-' ? 1 : 0;
        return at > 0;
    }

    char letter() {
        return letter;
    }

    /** What the option takes; null if nothing is left, to be {@link #refuse}d. */
    String operand() {
        if (word == arguments.size()) {
            lacksOperand = true;
            return null;
        }
        String rest = arguments.get(word++).substring(at);
        at = 0;
        return rest;
    }

    /** What follows the options. */
    List<String> operands() {
        return arguments.subList(word, arguments.size());
    }

    /** What is wrong with the option. */
    String complaint() {
        return arguments.get(0) + ": -" + letter + (lacksOperand ? ": needs an operand" : ": unknown option");
    }

    /** Says so; returns the builtin's status. */
    int refuse(ShellProcess shell) {
        shell.warn(complaint());
        return 2;
    }
}
