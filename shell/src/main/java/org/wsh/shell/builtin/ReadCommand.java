// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.Arrays;
import java.util.List;
import org.wsh.shell.job.Traps;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Account;
import org.wsh.shell.state.ByteText;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.Name;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * {@code read [-r] [-d delimiter] [-p prompt] name…}. POSIX XCU 3. Reads byte by byte, so that what follows the line is left for
 * whoever reads next from the same description.
 */
record ReadCommand(Traps traps) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        boolean raw = false;
        byte delimiter = '\n';
        String prompt = "";
        var options = new BuiltinOptions(arguments);
        while (options.next()) {
            switch (options.letter()) {
                case 'r' -> raw = true;
                case 'd', 'p' -> {
                    String operand = options.operand();
                    if (operand == null) {
                        return options.refuse(shell);
                    }
                    if (options.letter() == 'p') {
                        prompt = operand;
                    } else {
                        byte[] bytes = ByteText.encode(operand);
                        delimiter = bytes.length == 0 ? 0 : bytes[0];
                    }
                }
                default -> {
                    return options.refuse(shell);
                }
            }
        }
        List<String> names = options.operands();
        if (names.isEmpty()) {
            shell.warn("read: no variable named");
            return 2;
        }
        for (String name : names) {
            if (!Name.is(name)) {
                shell.warn("read: " + name + ": bad variable name");
                return 2;
            }
        }
        if (!prompt.isEmpty() && shell.self.isTerminal(0)) {
            shell.error(prompt);
        }
        Line line = readLine(shell, delimiter, raw);
        if (line == null) {
            return 128 + traps.pending().number();
        }
        new Splitter(shell, line.text, raw).assign(names);
        return line.complete ? 0 : 1;
    }

    private record Line(String text, boolean complete) {}

    /** The line, escapes and all; null if a trapped signal came. */
    private Line readLine(ShellProcess shell, byte delimiter, boolean raw) {
        byte[] bytes = new byte[128];
        int length = 0;
        boolean escaped = false;
        byte[] one = new byte[1];
        boolean complete = false;
        while (true) {
            shell.account.poll(1);
            try {
                if (shell.self.read(0, one, 0, 1) == 0) {
                    break;
                }
            } catch (ErrnoException failed) {
                if (failed.errno() != Errno.EINTR) {
                    throw failed;
                }
                traps.notice();
                if (traps.pending() != null) {
                    return null;
                }
                continue;
            }
            if (one[0] == delimiter && !escaped) {
                complete = true;
                break;
            }
            if (one[0] == 0) {
                continue;
            }
            escaped = !raw && !escaped && one[0] == '\\';
            if (length == bytes.length) {
                if (length > Account.LONGEST / 2) {
                    throw new ErrnoException(Errno.ENOMEM);
                }
                shell.account.hold(2L * length);
                bytes = Arrays.copyOf(bytes, length * 2);
            }
            bytes[length++] = one[0];
        }
        shell.account.hold(3L * length);
        return new Line(ByteText.decode(bytes, 0, length), complete);
    }

    /** Gives each variable a field, the last one the rest of the line. */
    private static final class Splitter {
        private final ShellProcess shell;
        private final String separators;
        private final StringBuilder text;
        /** Which characters were escaped, so that they do not separate. */
        private final boolean[] escaped;
        private int at;

        Splitter(ShellProcess shell, String line, boolean raw) {
            this.shell = shell;
            separators = shell.state.variables.getOr("IFS", " \t\n");
            shell.account.hold(5L * line.length());
            text = new StringBuilder(line.length());
            escaped = new boolean[line.length()];
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '\\' && !raw) {
                    if (++i < line.length() && line.charAt(i) != '\n') {
                        escaped[text.length()] = true;
                        text.append(line.charAt(i));
                    }
                } else {
                    text.append(c);
                }
            }
        }

        private boolean isSeparator(int i) {
            return i < text.length() && !escaped[i] && separators.indexOf(text.charAt(i)) >= 0;
        }

        private boolean isWhite(int i) {
            return isSeparator(i) && (text.charAt(i) == ' ' || text.charAt(i) == '\t' || text.charAt(i) == '\n');
        }

        void assign(List<String> names) {
            skipWhite();
            for (int k = 0; k < names.size(); k++) {
                int start = at;
                int end = field();
                if (k + 1 == names.size() && at < text.length()) {
                    end = text.length();
                    while (end > start && isWhite(end - 1)) {
                        end--;
                    }
                }
                shell.assign(names.get(k), text.substring(start, Math.max(start, end)));
            }
        }

        private void skipWhite() {
            while (isWhite(at)) {
                at++;
            }
        }

        /** Goes behind the field and its separator. @return where the field ends */
        private int field() {
            while (at < text.length() && !isSeparator(at)) {
                at++;
            }
            int end = at;
            skipWhite();
            if (isSeparator(at)) {
                at++;
                skipWhite();
            }
            return end;
        }
    }
}
