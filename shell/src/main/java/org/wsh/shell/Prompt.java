// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import org.wsh.shell.syntax.Parser;
import org.wsh.shell.syntax.SyntaxError;
import org.wsh.shell.syntax.Word;
import org.wsh.vfs.ErrnoException;

/**
 * PS1, PS2 and PS4: POSIX XCU 2.5.3. Expanded like a here-document; PS1 and PS2 know these escapes of bash's besides: {@code \\u} user,
 * {@code \\h} host, {@code \\w} working directory, {@code \\W} its last component, {@code \\$} {@code #} for root else {@code $},
 * {@code \\n}, {@code \\e}, {@code \\[} and {@code \\]} around what takes no room.
 */
final class Prompt {
    static final String DEFAULT = "\\u:\\w\\$ ";

    private Prompt() {}

    static String expand(Executor shell, String text) {
        long mark = shell.account.mark();
        int status = shell.state.status;
        try {
            Word word = Parser.expandable(text, shell.account);
            return shell.expander.text(word);
        } catch (SyntaxError | ShellError | ErrnoException wrong) {
            return text;
        } finally {
            shell.state.status = status;
            shell.account.release(mark);
        }
    }

    /** With the escapes; they are replaced first, their results quoted. */
    static String interactive(Executor shell, String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
                continue;
            }
            c = text.charAt(++i);
            switch (c) {
                case 'u' -> quote(user(shell), out);
                case 'h' -> quote(shell.state.variables.getOr("HOSTNAME", "wsh"), out);
                case 'w' -> quote(directory(shell), out);
                case 'W' -> {
                    String path = directory(shell);
                    quote(path.substring(path.length() > 1 ? path.lastIndexOf('/') + 1 : 0), out);
                }
                case '$' -> out.append(shell.self.effectiveUid() == 0 ? "#" : "\\$");
                case 'n' -> out.append('\n');
                case 'e' -> out.append('\33');
                case '[' -> out.append('\1');
                case ']' -> out.append('\2');
                default -> out.append('\\').append(c);
            }
        }
        return expand(shell, out.toString());
    }

    private static void quote(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '$' || c == '`' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
    }

    private static String user(Executor shell) {
        String name = shell.state.variables.get("USER");
        if (name == null || name.isEmpty()) {
            name = shell.users().name(shell.self.effectiveUid());
        }
        return name == null ? Integer.toString(shell.self.effectiveUid()) : name;
    }

    private static String directory(Executor shell) {
        String path = shell.state.variables.getOr("PWD", "");
        String home = shell.state.variables.getOr("HOME", "");
        if (home.length() > 1 && path.startsWith(home) && (path.length() == home.length() || path.charAt(home.length()) == '/')) {
            return "~" + path.substring(home.length());
        }
        return path;
    }
}
