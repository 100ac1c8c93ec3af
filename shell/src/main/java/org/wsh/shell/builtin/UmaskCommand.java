// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Numbers;
import org.wsh.shell.state.ShellProcess;

/** {@code umask [-S] [mask]}. POSIX XCU 3. */
record UmaskCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        int i = 1;
        boolean symbolic = false;
        if (i < arguments.size() && arguments.get(i).equals("-S")) {
            symbolic = true;
            i++;
        }
        int mask = shell.self.umask();
        if (i == arguments.size()) {
            shell.print(symbolic ? symbolic(mask) : octal(mask));
            return 0;
        }
        String operand = arguments.get(i);
        int wanted = operand.charAt(0) >= '0' && operand.charAt(0) <= '9' ? Numbers.octal(operand) : parse(operand, mask);
        if (operand.isEmpty() || wanted < 0 || wanted > 0777) {
            shell.warn("umask: " + operand + ": bad mask");
            return 1;
        }
        shell.self.setUmask(wanted);
        return 0;
    }

    private static String octal(int mask) {
        return "0" + (char) ('0' + (mask >> 6 & 7)) + (char) ('0' + (mask >> 3 & 7)) + (char) ('0' + (mask & 7)) + "\n";
    }

    private static String symbolic(int mask) {
        StringBuilder out = new StringBuilder();
        for (int shift = 6; shift >= 0; shift -= 3) {
            int allowed = ~mask >> shift & 7;
            out.append(shift == 6 ? "u=" : shift == 3 ? ",g=" : ",o=");
            out.append((allowed & 4) != 0 ? "r" : "").append((allowed & 2) != 0 ? "w" : "").append((allowed & 1) != 0 ? "x" : "");
        }
        return out.append('\n').toString();
    }

    /** A symbolic mask, {@code u=rwx,g-w}: what is allowed. −1 if it is none. */
    private static int parse(String text, int mask) {
        int allowed = ~mask & 0777;
        for (String clause : text.split(",", -1)) {
            int at = 0;
            int who = 0;
            for (; at < clause.length() && "ugoa".indexOf(clause.charAt(at)) >= 0; at++) {
                who |= switch (clause.charAt(at)) {
                    case 'u' -> 0700;
                    case 'g' -> 0070;
                    case 'o' -> 0007;
                    default -> 0777;
                };
            }
            who = who == 0 ? 0777 : who;
            if (at == clause.length()) {
                return -1;
            }
            while (at < clause.length()) {
                char operator = clause.charAt(at++);
                int bits = 0;
                for (; at < clause.length() && "rwx".indexOf(clause.charAt(at)) >= 0; at++) {
                    bits |= clause.charAt(at) == 'r' ? 0444 : clause.charAt(at) == 'w' ? 0222 : 0111;
                }
                switch (operator) {
                    case '+' -> allowed |= bits & who;
                    case '-' -> allowed &= ~(bits & who);
                    case '=' -> allowed = allowed & ~who | bits & who;
                    default -> {
                        return -1;
                    }
                }
            }
        }
        return ~allowed & 0777;
    }
}
