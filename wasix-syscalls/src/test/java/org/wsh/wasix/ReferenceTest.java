// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of the reference, of the tests and of the code are one. */
class ReferenceTest {
    private static final Path REFERENCE = Path.of("../../shared/abi/wasix.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([\\w-]+)` \\| `?\\(([^)]*)\\) *(?:->|→) *([^|`]*)`? \\|");
    private static final Pattern HEADING = Pattern.compile("^#+ (\\d+)");

    @Test
    void theListOfCallsIsTheReferences() throws IOException {
        boolean there = Files.exists(REFERENCE);
        assertTrue(there || !Boolean.parseBoolean(System.getenv("CI")), REFERENCE + " is missing");
        assumeTrue(there, REFERENCE + " is missing: nothing to compare with");
        TreeSet<String> written = new TreeSet<>();
        String chapter = "";
        for (String line : Files.readAllLines(REFERENCE)) {
            var heading = HEADING.matcher(line);
            chapter = heading.find() ? heading.group(1) : chapter;
            var row = ROW.matcher(line);
            if (row.find() && Set.of("3", "4", "7").contains(chapter)) {
                written.add((chapter.equals("3") ? "wasi_snapshot_preview1." : "wasix_32v1.") + row.group(1) + " " + type(row.group(2), row.group(3)));
            }
        }
        written.add("wasi.thread-spawn i:i");
        assertEquals(written, KnownCall.all().stream().map(KnownCall::toString).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String type(String parameters, String result) {
        StringBuilder type = new StringBuilder();
        for (String parameter : parameters.split(",")) {
            type.append(parameter.strip().equals("i32") ? "i" : parameter.strip().equals("i64") ? "I" : "");
        }
        return type + ":" + (result.strip().equals("i32") ? "i" : "");
    }

    @Test
    void thereAreSoManyCallsOfEachKind() throws IOException {
        assertEquals(46, KnownCall.all().stream().filter(call -> call.module().equals("wasi_snapshot_preview1")).count());
        assertEquals(91 + 7, KnownCall.all().stream().filter(call -> call.module().equals("wasix_32v1")).count());
    }

    @Test
    void everyCallIsBound() throws IOException {
        TreeSet<String> bound = new TreeSet<>();
        new SyscallTable().forEach((module, name, type) -> bound.add(module + "." + name + " " + type));
        TreeSet<String> missing = new TreeSet<>();
        for (KnownCall call : KnownCall.all()) {
            require(bound, missing, call.module(), call);
            if (call.module().equals("wasi_snapshot_preview1")) {
                require(bound, missing, "wasix_32v1", call);
                if (!call.name().equals("sock_accept")) {
                    require(bound, missing, "wasi_unstable", call);
                }
            }
        }
        assertEquals(new TreeSet<>(), missing);
    }

    private static void require(Set<String> bound, Set<String> missing, String module, KnownCall call) {
        String name = module + "." + call.name();
        if (!bound.contains(name + " " + call.type())) {
            missing.add(name + " " + call.type());
        }
    }
}
