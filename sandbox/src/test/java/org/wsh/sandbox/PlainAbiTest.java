// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.Module;
import org.wsh.engine.syntax.Import;

/**
 * The C programs of {@link ProgramsTest} once more, built by {@code wcc --abi=wasix}: they import nothing of our own, and print what their native builds print, but for what the plain
 * ABI cannot say. That is data, beside the programs: {@code NAME.cannot} has the lines that differ ({@code -} as native, {@code +} as here), and {@code none} names the programs that are about
 * nothing else. {@code mvn … -Dwsh.bless=yes} writes the former anew, to be reviewed as a diff.
 */
class PlainAbiTest {
    private static final Path PROGRAMS = Path.of("../userland-wasm/src/test/resources/org/wsh/userland/programs");
    private static final Path PLAIN = PROGRAMS.resolveSibling("programs-wasix");
    private static final Duration LONG = Duration.ofMinutes(5);

    @TestFactory
    Stream<DynamicTest> aProgramPrintsWhatItsNativeBuildPrintsAsFarAsTheAbiGoes() throws IOException {
        return binaries().stream().filter(name -> name.startsWith(System.getProperty("wsh.programs", ""))).map(name -> DynamicTest.dynamicTest(name, () -> {
            List<String> expected = Files.readAllLines(PROGRAMS.resolve(name + ".out"));
            Result result = run(name);
            List<String> actual = result.output().lines().toList();
            Path cannot = PLAIN.resolve(name + ".cannot");
            if (System.getProperty("wsh.bless") != null) {
                bless(cannot, LineChanges.between(expected, actual));
                return;
            }
            LineChanges changes = Files.exists(cannot) ? LineChanges.parse(Files.readAllLines(cannot)) : LineChanges.NONE;
            assertEquals(String.join("\n", changes.apply(expected)), String.join("\n", actual), result.errors());
            assertEquals(0, result.status(), result.errors());
        }));
    }

    private static void bless(Path file, LineChanges changes) throws IOException {
        if (changes.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            Files.write(file, changes.format());
        }
    }

    private static Result run(String name) throws IOException, InterruptedException {
        try (Machine machine = Machine.builder().asRoot().directory("/tmp").build()) {
            String path = "/tmp/" + Path.of(name).getFileName();
            machine.write(path, Files.readAllBytes(PLAIN.resolve(name + ".wasm")), 0755);
            Result result = machine.program(path).timeout(LONG).run();
            assertEquals("still here\n", machine.run("echo still here").output());
            return result;
        }
    }

    @TestFactory
    Stream<DynamicTest> aProgramImportsNothingOfOurOwn() throws IOException {
        return binaries().stream().map(name -> DynamicTest.dynamicTest(name, () -> {
            Set<String> modules = new TreeSet<>();
            for (Import needed : Module.parse(Files.readAllBytes(PLAIN.resolve(name + ".wasm"))).imports()) {
                modules.add(needed.module());
            }
            modules.removeAll(Set.of("wasi_snapshot_preview1", "wasix_32v1", "wasi", "env"));
            assertEquals(Set.of(), modules);
        }));
    }

    /** None is forgotten: each program of the suite is here, or named with the reason. */
    @Test
    void everyProgramOfTheSuiteIsHereOrSaidToBeImpossible() throws IOException {
        Set<String> impossible = new TreeSet<>();
        for (String line : Files.readAllLines(PLAIN.resolve("none"))) {
            if (!line.startsWith("#")) {
                assertTrue(line.matches("\\S+\\s+\\S.*"), line + ": a name and a reason");
                impossible.add(line.split("\\s+")[0]);
            }
        }
        Set<String> suite = names(PROGRAMS, ".out");
        Set<String> accounted = new TreeSet<>(binaries());
        for (String name : impossible) {
            assertFalse(accounted.contains(name), name + " is both");
        }
        accounted.addAll(impossible);
        assertEquals(suite, accounted);
        Set<String> orphans = names(PLAIN, ".cannot");
        orphans.removeAll(binaries());
        assertEquals(Set.of(), orphans);
    }

    private static Set<String> binaries() throws IOException {
        return names(PLAIN, ".wasm");
    }

    private static Set<String> names(Path folder, String ending) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.map(file -> folder.relativize(file).toString()).filter(name -> name.endsWith(ending))
                    .forEach(name -> names.add(name.substring(0, name.length() - ending.length())));
        }
        return names;
    }
}
