// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.shell.state.Variables;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;

/** Finds programs in PATH: POSIX XCU 2.9.1.4, XBD 8.3. Remembers where, until PATH is assigned: {@code hash}. */
public final class CommandSearch {
    public static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private final HostedProcess self;
    private final Variables variables;
    private final Map<String, String> remembered = new HashMap<>();
    private int rememberedAt;
    /** A file of that name that could not be executed was seen in the last search. */
    private String refused;

    public CommandSearch(HostedProcess self, Variables variables) {
        this.self = self;
        this.variables = variables;
    }

    /** The path of the program; null if there is none. A name with a slash is its own path. */
    public String find(String name) {
        refused = null;
        if (name.indexOf('/') >= 0) {
            return name;
        }
        forgetIfPathChanged();
        String known = remembered.get(name);
        if (known != null && isProgram(known)) {
            return known;
        }
        String path = search(name, variables.getOr("PATH", ""));
        if (path != null && path.startsWith("/")) {
            remembered.put(name, path);
        }
        return path;
    }

    /** As {@link #find} in the path that finds all standard utilities, remembering nothing: {@code command -p}. */
    String findStandard(String name) {
        refused = null;
        return name.indexOf('/') >= 0 ? name : search(name, DEFAULT_PATH);
    }

    /** The file that would have been run, had it been executable; null if there was none. */
    String refused() {
        return refused;
    }

    private String search(String name, String path) {
        if (name.isEmpty()) {
            return null;
        }
        for (int from = 0; from <= path.length(); ) {
            int colon = path.indexOf(':', from);
            int to = colon < 0 ? path.length() : colon;
            String directory = path.substring(from, to);
            String candidate = directory.isEmpty() ? "./".concat(name) : directory.endsWith("/") ? directory.concat(name) : directory + "/" + name;
            if (isProgram(candidate)) {
                return candidate;
            }
            from = to + 1;
        }
        return null;
    }

    private boolean isProgram(String path) {
        self.poll(1);
        Attributes attributes;
        try {
            attributes = self.attributes(path, true);
        } catch (ErrnoException missing) {
            return false;
        }
        if (attributes.type() != FileType.REGULAR) {
            return false;
        }
        if (!self.mayAccess(path, 1)) {
            refused = path;
            return false;
        }
        return true;
    }

    private void forgetIfPathChanged() {
        if (rememberedAt != variables.pathChanges()) {
            remembered.clear();
            rememberedAt = variables.pathChanges();
        }
    }

    public void forget() {
        remembered.clear();
    }

    public Map<String, String> remembered() {
        forgetIfPathChanged();
        return new TreeMap<>(remembered);
    }
}
