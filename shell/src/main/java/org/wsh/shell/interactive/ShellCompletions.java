// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.interactive;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.wsh.shell.edit.Completions;
import org.wsh.shell.run.BuiltinTable;
import org.wsh.shell.state.ByteText;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.Parser;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;

/** What the shell knows for completion: its built-ins, functions, aliases, PATH and the files. */
final class ShellCompletions implements Completions {
    private final ShellProcess shell;
    private final BuiltinTable builtins;

    ShellCompletions(ShellProcess shell, BuiltinTable builtins) {
        this.shell = shell;
        this.builtins = builtins;
    }

    @Override
    public boolean complete(String text) {
        return Parser.complete(text, shell.state.aliases);
    }

    @Override
    public List<String> commands(String prefix) {
        TreeSet<String> names = new TreeSet<>(ByteText.ORDER);
        names.addAll(builtins.names());
        names.addAll(shell.state.functions.keySet());
        names.addAll(shell.state.aliases.keySet());
        for (String directory : shell.state.variables.getOr("PATH", "").split(":")) {
            for (DirectoryEntry entry : entries(directory.isEmpty() ? "." : directory)) {
                shell.account.poll(1);
                if (entry.type() == FileType.REGULAR || entry.type() == FileType.SYMBOLIC_LINK) {
                    names.add(entry.name());
                }
            }
        }
        names.removeIf(name -> !name.startsWith(prefix));
        return new ArrayList<>(names);
    }

    @Override
    public List<String> paths(String prefix) {
        String given = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        String start = prefix.substring(given.length());
        String directory = given;
        if (given.startsWith("~/")) {
            directory = shell.state.variables.getOr("HOME", "") + given.substring(1);
        }
        List<String> paths = new ArrayList<>();
        for (DirectoryEntry entry : entries(directory.isEmpty() ? "." : directory)) {
            shell.account.poll(1);
            String name = entry.name();
            if (!name.startsWith(start) || name.startsWith(".") && !start.startsWith(".") || name.equals(".") || name.equals("..")) {
                continue;
            }
            paths.add(given + name + (isDirectory(directory + name, entry.type()) ? "/" : ""));
        }
        paths.sort(ByteText.ORDER);
        return paths;
    }

    private boolean isDirectory(String path, FileType type) {
        if (type != FileType.SYMBOLIC_LINK) {
            return type == FileType.DIRECTORY;
        }
        try {
            return shell.self.attributes(path, true).type() == FileType.DIRECTORY;
        } catch (ErrnoException dangling) {
            return false;
        }
    }

    private List<DirectoryEntry> entries(String directory) {
        try {
            return shell.self.directory(directory);
        } catch (ErrnoException unreadable) {
            return List.of();
        }
    }
}
