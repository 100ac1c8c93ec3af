// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.ArrayList;
import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.run.BuiltinTable;
import org.wsh.shell.state.ByteText;
import org.wsh.shell.state.ShellProcess;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.ErrnoException;

/** {@code help}: what can be typed here. */
record HelpCommand(BuiltinTable builtins) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        StringBuilder out = new StringBuilder("Commands of the shell itself:\n");
        columns(out, builtins.names());
        out.append("Programs in /bin (each answers to --help):\n");
        List<String> programs = new ArrayList<>();
        try {
            for (DirectoryEntry entry : shell.self.directory("/bin")) {
                if (!entry.name().startsWith(".")) {
                    programs.add(entry.name());
                }
            }
        } catch (ErrnoException none) {
            // No /bin: the list is empty.
        }
        programs.sort(ByteText.ORDER);
        columns(out, programs);
        out.append("Words of the language: if while until for case { ( ! name() ...; pipelines, $(...), $((...)), <<here-documents\n");
        shell.print(out.toString());
        return 0;
    }

    private static void columns(StringBuilder out, List<String> words) {
        int column = 0;
        for (String word : words) {
            if (column + word.length() + 2 > 76) {
                out.append('\n');
                column = 0;
            }
            out.append(column == 0 ? "  " : " ").append(word);
            column += word.length() + 1;
        }
        out.append('\n');
    }
}
