// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The C programs of {@code userland-wasm/src/test/c}: each prints what it sees of the system calls, and must print in a machine what its native build
 * printed on Linux ({@code NAME.out}). Those in {@code process} are the rules of processes: signals, groups, wait, spawn, exec, limits.
 */
class ProgramsTest {
    private static final Path PROGRAMS = Path.of("../userland-wasm/src/test/resources/org/wsh/userland/programs");
    private static final Duration LONG = Duration.ofMinutes(5);

    @TestFactory
    Stream<DynamicTest> aProgramPrintsWhatItsNativeBuildPrints() throws IOException {
        return Files.walk(PROGRAMS.resolve(System.getProperty("wsh.programs", ""))).filter(file -> file.toString().endsWith(".out")).sorted().map(expected -> {
            String name = PROGRAMS.relativize(expected).toString().replace(".out", "");
            return DynamicTest.dynamicTest(name, () -> {
                Result result = run(name);
                assertEquals(Files.readString(expected), result.output(), result.errors());
                assertEquals(0, result.status(), result.errors());
            });
        });
    }

    private static Result run(String name, String... arguments) throws IOException, InterruptedException {
        try (Machine machine = Machine.builder().asRoot().directory("/tmp").build()) {
            String path = "/tmp/" + Path.of(name).getFileName();
            machine.write(path, Files.readAllBytes(PROGRAMS.resolve(name + ".wasm")), 0755);
            Result result = machine.program(path, arguments).timeout(LONG).run();
            assertEquals("still here\n", machine.run("echo still here").output());
            return result;
        }
    }

    @Test
    void wildAddressesAreFaultsAndNothingElse() throws Exception {
        Result result = run("pointers");
        assertEquals(0, result.status(), result.output() + result.errors());
    }

    /** As an uncaught C++ exception: abort. */
    @Test
    void anUncaughtExceptionEndsTheProgram() throws Exception {
        byte[] module = HexFormat.of().parseHex("0061736d01000000" + "010401600000" + "03020100" + "0d03010000" + "070a01065f73746172740000" + "0a06010400" + "08000b");
        try (Machine machine = Machine.builder().build()) {
            machine.write("/bin/throws", module, 0755);
            Result result = machine.program("/bin/throws").timeout(LONG).run();
            assertEquals(134, result.status());
            assertEquals("wsh: throws: uncaught wasm exception with tag () -> ()\n  at function 0 [offset 0x28]\n", result.errors());
        }
    }

    @Test
    void recursionWithoutEndIsATrap() throws Exception {
        for (String kind : new String[] {"stack", "call", "return", "frames"}) {
            Result result = run("recursion", kind);
            assertEquals(139, result.status(), kind + ": " + new String(result.stderr(), StandardCharsets.UTF_8));
            assertTrue(result.errors().contains("wsh: recursion: "), result.errors());
            assertTrue(result.errors().matches("(?s).*\n  at [^\n]+ \\[function \\d+, offset 0x[0-9a-f]+]\n.*"), result.errors());
        }
    }
}
