// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.interactive;

import java.util.ArrayList;
import java.util.List;
import org.wsh.shell.edit.HistoryStore;
import org.wsh.shell.state.ByteText;
import org.wsh.shell.state.ShellProcess;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/**
 * History in a file of the guest, $HISTFILE or ~/.wsh_history: a command a line, its own newlines written {@code \\n}. Without a place
 * to write there is none.
 */
final class HistoryFile implements HistoryStore {
    private static final int KEPT = 1000;
    private static final int BIGGEST = 1 << 20;

    private final ShellProcess shell;
    private final String path;

    HistoryFile(ShellProcess shell) {
        this.shell = shell;
        String home = shell.state.variables.get("HOME");
        path = shell.state.variables.getOr("HISTFILE", home == null ? "" : home + "/.wsh_history");
    }

    @Override
    public List<String> load() {
        List<String> lines = new ArrayList<>();
        if (path.isEmpty()) {
            return lines;
        }
        try {
            int fd = shell.self.open(path, OpenFlags.READ, 0, true);
            try {
                byte[] bytes = new byte[BIGGEST];
                int length = 0;
                for (int n = 1; n > 0 && length < bytes.length; length += n) {
                    n = shell.self.read(fd, bytes, length, bytes.length - length);
                }
                String text = ByteText.decode(bytes, 0, length);
                for (int from = 0; from < text.length(); ) {
                    int end = text.indexOf('\n', from);
                    lines.add(unescaped(text.substring(from, end < 0 ? text.length() : end)));
                    from = end < 0 ? text.length() : end + 1;
                }
            } finally {
                shell.self.close(fd);
            }
        } catch (ErrnoException none) {
            return lines;
        }
        return lines.size() <= KEPT ? lines : lines.subList(lines.size() - KEPT, lines.size());
    }

    private static String unescaped(String line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                c = line.charAt(++i) == 'n' ? '\n' : line.charAt(i);
            }
            text.append(c);
        }
        return text.toString();
    }

    @Override
    public void append(String line) {
        if (path.isEmpty()) {
            return;
        }
        byte[] bytes = ByteText.encode(line.replace("\\", "\\\\").replace("\n", "\\n") + "\n");
        try {
            int fd = shell.self.open(path, OpenFlags.APPEND, 0600, true);
            try {
                shell.self.write(fd, bytes, 0, bytes.length);
            } finally {
                shell.self.close(fd);
            }
        } catch (ErrnoException unwritable) {
            // History is a convenience: a command is not refused for it.
        }
    }
}
