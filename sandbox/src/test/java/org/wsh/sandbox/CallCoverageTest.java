// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.Module;

/** The table of {@code userland-wasm/src/test/c/README.md}: which program of the C suite, or which test of hand-made modules, makes each call of the reference. */
class CallCoverageTest {
    private static final Path TABLE = Path.of("../userland-wasm/src/test/c/README.md");
    private static final Path REFERENCE = Path.of("../wasix-syscalls/src/test/resources/org/wsh/wasix/calls.txt");
    private static final Path MODULE_TESTS = Path.of("../wasix-syscalls/src/test/java/org/wsh/wasix");
    private static final Path PROGRAMS = Path.of("../userland-wasm/src/test/resources/org/wsh/userland/programs");

    private static Map<String, List<String>> table() throws IOException {
        Map<String, List<String>> table = new LinkedHashMap<>();
        var rows = Pattern.compile("^\\| `(\\w[\\w-]*)` \\| ([^|]*) \\|$", Pattern.MULTILINE).matcher(Files.readString(TABLE));
        while (rows.find()) {
            table.put(rows.group(1), List.of(rows.group(2).split(", ")));
        }
        return table;
    }

    @Test
    void noCallIsMissing() throws IOException {
        TreeSet<String> calls = new TreeSet<>();
        for (String line : Files.readAllLines(REFERENCE)) {
            if (!line.startsWith("#")) {
                calls.add(line.split(" ")[1]);
            }
        }
        assertEquals(calls, new TreeSet<>(table().keySet()));
    }

    @TestFactory
    Stream<DynamicTest> whoIsNamedMakesTheCall() throws IOException {
        return table().entrySet().stream().map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
            for (String maker : row.getValue()) {
                if (maker.endsWith("Test")) {
                    String rows = maker.equals("EveryCallTest") ? Files.readString(MODULE_TESTS.resolve("Preview1Rows.java")) + Files.readString(MODULE_TESTS.resolve("WasixRows.java")) : "";
                    assertTrue((Files.readString(MODULE_TESTS.resolve(maker + ".java")) + rows).contains("\"" + row.getKey() + "\""), maker);
                } else {
                    assertTrue(imports(PROGRAMS, maker, row.getKey()) || imports(PROGRAMS.resolveSibling("programs-wasix"), maker, row.getKey()), maker);
                }
            }
        }));
    }

    private static boolean imports(Path folder, String program, String call) throws IOException {
        Path file = folder.resolve(program + ".wasm");
        return Files.exists(file) && Module.parse(Files.readAllBytes(file)).imports().stream().anyMatch(each -> each.name().equals(call));
    }
}
