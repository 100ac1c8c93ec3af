// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A call as the documents have it.
 *
 * @param type as the syscall table writes it: {@code iI:i}
 */
record KnownCall(String module, String name, String type, List<Parameter> parameters) {
    private static final Path OURS = Path.of("../docs/wsh_1.md");
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)(\\*|→|⇄)?(.*)");

    enum Kind {
        NUMBER,
        POINTER,
        LENGTH
    }

    /** @param target what a pointer points to, as written: {@code u32}, {@code iovec[]} */
    record Parameter(String name, Kind kind, String target) {
        private static Parameter of(String text) {
            var parts = PARAMETER.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException("parameter " + text);
            }
            String name = parts.group(1);
            if (parts.group(2) != null) {
                return new Parameter(name, Kind.POINTER, parts.group(3));
            }
            boolean length = name.endsWith("_len") || name.endsWith("_count") || name.equals("nsubscriptions") || name.equals("maxevents");
            return new Parameter(name, length ? Kind.LENGTH : Kind.NUMBER, "");
        }
    }

    static List<KnownCall> all() throws IOException {
        List<KnownCall> calls = new ArrayList<>();
        try (var text = KnownCall.class.getResourceAsStream("calls.txt")) {
            for (String line : new String(text.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split(" ", 4);
                    calls.add(of(parts[0], parts[1], parts[2], parts.length == 4 ? parts[3] : ""));
                }
            }
        }
        return calls;
    }

    /** wsh_1's, of its page, which says an i64 with {@code :i64} and marks what may be 0. */
    static List<KnownCall> ours() throws IOException {
        List<KnownCall> calls = new ArrayList<>();
        var rows = Pattern.compile("^\\| `(\\w+)` \\| `([^`]*)` \\|", Pattern.MULTILINE).matcher(Files.readString(OURS));
        while (rows.find()) {
            String parameters = rows.group(2).replaceAll(" \\(0:[^)]*\\)", "");
            StringBuilder type = new StringBuilder();
            for (String parameter : parameters.split(", ")) {
                type.append(parameter.endsWith(":i64") ? 'I' : 'i');
            }
            calls.add(of("wsh_1", rows.group(1), type + ":i", parameters));
        }
        return calls;
    }

    private static KnownCall of(String module, String name, String type, String parameters) {
        List<Parameter> list = new ArrayList<>();
        for (String text : parameters.isEmpty() ? new String[0] : parameters.split(", ")) {
            list.add(Parameter.of(text));
        }
        return new KnownCall(module, name, type, list);
    }

    boolean returns() {
        return type.endsWith(":i");
    }

    @Override
    public String toString() {
        return module + "." + name + " " + type;
    }
}
