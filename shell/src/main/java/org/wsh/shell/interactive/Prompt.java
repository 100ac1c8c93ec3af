// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.interactive;

import org.wsh.shell.expand.Expander;
import org.wsh.shell.expand.Users;
import org.wsh.shell.state.ShellProcess;

/**
 * PS1 and PS2: POSIX XCU 2.5.3. Expanded like a here-document; they know these escapes of bash's besides: {@code \\u} user,
 * {@code \\h} host, {@code \\w} working directory, {@code \\W} its last component, {@code \\$} {@code #} for root else {@code $},
 * {@code \\n}, {@code \\e}, {@code \\[} and {@code \\]} around what takes no room.
 */
final class Prompt {
    static final String DEFAULT = "\\u:\\w\\$ ";

    private final ShellProcess shell;
    private final Expander expander;
    private final Users users;

    Prompt(ShellProcess shell, Expander expander) {
        this.shell = shell;
        this.expander = expander;
        this.users = new Users(shell.self);
    }

    /** With the escapes; they are replaced first, their results quoted. */
    String interactive(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
                continue;
            }
            c = text.charAt(++i);
            switch (c) {
                case 'u' -> quote(user(), out);
                case 'h' -> quote(shell.state.variables.getOr("HOSTNAME", "wsh"), out);
                case 'w' -> quote(directory(), out);
                case 'W' -> {
                    String path = directory();
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
        return expander.value(out.toString());
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

    private String user() {
        String name = shell.state.variables.get("USER");
        if (name == null || name.isEmpty()) {
            name = users.name(shell.self.effectiveUid());
        }
        return name == null ? Integer.toString(shell.self.effectiveUid()) : name;
    }

    private String directory() {
        String path = shell.state.variables.getOr("PWD", "");
        String home = shell.state.variables.getOr("HOME", "");
        if (home.length() > 1 && path.startsWith(home) && (path.length() == home.length() || path.charAt(home.length()) == '/')) {
            return "~" + path.substring(home.length());
        }
        return path;
    }
}
