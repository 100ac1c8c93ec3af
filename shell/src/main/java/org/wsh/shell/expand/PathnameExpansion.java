// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.expand;

import java.util.ArrayList;
import java.util.List;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.shell.state.Account;
import org.wsh.shell.state.ByteText;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;

/** Pathname expansion: POSIX XCU 2.6.6, 2.14.3. */
final class PathnameExpansion {
    private final HostedProcess self;
    private final Account account;

    PathnameExpansion(HostedProcess self, Account account) {
        this.self = self;
        this.account = account;
    }

    /** The paths that match, in order; none: the caller keeps the word as it is. Quoted characters are escaped in {@code pattern}. */
    List<String> expand(String pattern) {
        List<String> found = new ArrayList<>();
        walk("", pattern, found);
        found.sort(ByteText.ORDER);
        return found;
    }

    private void walk(String base, String pattern, List<String> found) {
        // One entry a directory to look at and the rest of the pattern: a list, not recursion, so depth is no matter.
        ArrayList<String[]> todo = new ArrayList<>();
        todo.add(new String[] {base, pattern});
        while (!todo.isEmpty()) {
            String[] step = todo.remove(todo.size() - 1);
            account.poll(1);
            step(step[0], step[1], todo, found);
        }
    }

    private void step(String base, String pattern, List<String[]> todo, List<String> found) {
        int slash = slash(pattern);
        String component = slash < 0 ? pattern : pattern.substring(0, slash);
        int after = slash;
        while (after >= 0 && after < pattern.length() && pattern.charAt(after) == '/') {
            after++;
        }
        String slashes = slash < 0 ? "" : pattern.substring(slash, after);
        String rest = slash < 0 ? "" : pattern.substring(after);
        if (!Pattern.isActive(component)) {
            String path = base.concat(unescaped(component)).concat(slashes);
            if (slash >= 0 && !rest.isEmpty()) {
                add(todo, path, rest);
            } else if (path.isEmpty() || exists(path)) {
                add(found, path);
            }
            return;
        }
        Pattern matcher = Pattern.of(component, account);
        boolean hiddenToo = component.startsWith(".") || component.startsWith("\\.");
        for (DirectoryEntry entry : entries(base)) {
            account.poll(1);
            String name = entry.name();
            if (name.startsWith(".") && !hiddenToo || !matcher.matches(name)) {
                continue;
            }
            String path = base.concat(name).concat(slashes);
            if (slash < 0) {
                add(found, path);
            } else if (isDirectory(base.concat(name), entry.type())) {
                if (rest.isEmpty()) {
                    add(found, path);
                } else {
                    add(todo, path, rest);
                }
            }
        }
    }

    private void add(List<String> found, String path) {
        account.hold(Account.weight(path.length()) + 16);
        found.add(path);
    }

    private void add(List<String[]> todo, String path, String rest) {
        account.hold(Account.weight(path.length()) + Account.weight(rest.length()) + 64);
        todo.add(new String[] {path, rest});
    }

    /** The first slash, which may have been quoted. */
    private static int slash(String pattern) {
        int at = pattern.indexOf('/');
        return at > 0 && pattern.charAt(at - 1) == '\\' && escapes(pattern, at - 1) ? at - 1 : at;
    }

    private static boolean escapes(String pattern, int backslash) {
        int count = 0;
        while (backslash - count >= 0 && pattern.charAt(backslash - count) == '\\') {
            count++;
        }
        return count % 2 == 1;
    }

    private static String unescaped(String component) {
        if (component.indexOf('\\') < 0) {
            return component;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < component.length(); i++) {
            if (component.charAt(i) == '\\' && i + 1 < component.length()) {
                i++;
            }
            text.append(component.charAt(i));
        }
        return text.toString();
    }

    private List<DirectoryEntry> entries(String base) {
        try {
            return self.directory(base.isEmpty() ? "." : base);
        } catch (ErrnoException unreadable) {
            return List.of();
        }
    }

    private boolean exists(String path) {
        try {
            self.attributes(path, false);
            return true;
        } catch (ErrnoException missing) {
            return false;
        }
    }

    private boolean isDirectory(String path, FileType known) {
        if (known == FileType.DIRECTORY) {
            return true;
        }
        if (known != FileType.SYMBOLIC_LINK) {
            return false;
        }
        try {
            Attributes attributes = self.attributes(path, true);
            return attributes.type() == FileType.DIRECTORY;
        } catch (ErrnoException dangling) {
            return false;
        }
    }
}
