// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.suite;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.link.ImageOptions;

/**
 * The official WebAssembly test suite, all groups up to Wasm 3.0, threads and legacy exceptions: every command of every file, but those that the suite's index names as outdated.
 * The folder is {@code ../../shared/testsuites}, or the system property {@code wsh.testsuites}.
 */
class OfficialSuiteTest {
    private static final Path SUITE = Path.of(System.getProperty("wsh.testsuites", "../../shared/testsuites"), "wasm-core");
    private static final List<String> GROUPS = List.of("core", "bulk-memory", "simd", "relaxed-simd", "multi-memory", "memory64", "threads",
            "function-references", "gc", "tail-call", "exceptions", "legacy-eh", "custom");
    /** What the suite's own INDEX.md names as contradicted by Wasm 3.0: files, lines. */
    private static final Map<String, Set<Long>> OUTDATED = Map.of("threads/imports", Set.of(310L, 314L, 318L, 405L, 409L, 413L), "threads/memory", Set.of(14L, 15L));
    private static final Map<String, int[]> COUNTS = new HashMap<>();

    @TestFactory
    List<DynamicTest> compiled() throws IOException {
        return group("compiled", ImageOptions.DEFAULT);
    }

    @TestFactory
    List<DynamicTest> compiledWithoutPolls() throws IOException {
        return group("without polls", ImageOptions.DEFAULT.withPolls(false).withMemoryCalls(false));
    }

    @TestFactory
    List<DynamicTest> interpreted() throws IOException {
        return group("interpreted", new ImageOptions(true, 0));
    }

    /** Every body in many small methods. */
    @TestFactory
    List<DynamicTest> cut() throws IOException {
        return group("cut", ImageOptions.DEFAULT.withMethodBytes(60));
    }

    private static List<DynamicTest> group(String tier, ImageOptions options) throws IOException {
        if (!Files.isDirectory(SUITE)) {
            assertTrue(System.getenv("CI") == null, "the official suite must be there in CI: " + SUITE.toAbsolutePath());
            assumeTrue(false, "skipped: no official suite in " + SUITE.toAbsolutePath());
        }
        var tests = new ArrayList<DynamicTest>();
        for (String group : GROUPS) {
            try (var list = Files.list(SUITE.resolve(group))) {
                list.filter(p -> p.toString().endsWith(".zip")).sorted()
                        .forEach(zip -> tests.add(DynamicTest.dynamicTest(group + "/" + zip.getFileName(), () -> run(tier + " " + group, zip, options))));
            }
        }
        return tests;
    }

    private static void run(String group, Path zip, ImageOptions options) throws IOException {
        var files = new HashMap<String, byte[]>();
        try (var in = new ZipInputStream(Files.newInputStream(zip))) {
            for (var e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                files.put(e.getName(), in.readAllBytes());
            }
        }
        String name = zip.getFileName().toString().replace(".zip", "");
        var script = new Script(files, options, OUTDATED.getOrDefault(zip.getParent().getFileName() + "/" + name, Set.of()));
        script.run(Json.parse(new String(files.get(name + ".json"), StandardCharsets.UTF_8)));
        int[] counts = COUNTS.computeIfAbsent(group, g -> new int[2]);
        counts[0] += script.passed;
        counts[1] += script.failures.size();
        assertTrue(script.failures.isEmpty(), () -> script.failures.size() + " failures, first:\n"
                + String.join("\n", script.failures.subList(0, Math.min(10, script.failures.size()))));
    }

    @AfterAll
    static void report() {
        COUNTS.forEach((group, n) -> System.out.println("official suite, " + group + ": " + n[0] + " passed, " + n[1] + " failed"));
    }
}
