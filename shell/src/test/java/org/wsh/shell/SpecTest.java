// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.wsh.shell.spec.SpecCase;

/** The cases in {@code spec/*.test}, run by our shell, and by the host's dash to see that what they expect is what shells do. */
class SpecTest {
    private static final File DASH = new File("/usr/bin/dash");

    @TempDir
    Path folder;

    private interface Check {
        void run(SpecCase one) throws Exception;
    }

    private static Stream<DynamicNode> tests(Check check) throws IOException {
        List<DynamicNode> files = new ArrayList<>();
        for (String file : SpecCase.FILES) {
            files.add(DynamicContainer.dynamicContainer(
                    file, SpecCase.read(file).stream().map(one -> DynamicTest.dynamicTest(one.title(), () -> check.run(one)))));
        }
        return files.stream();
    }

    @TestFactory
    Stream<DynamicNode> ours() throws IOException {
        return tests(one -> {
            MiniMachine machine = new MiniMachine();
            MiniMachine.Result result = machine.run(
                    one.stdin(), List.of("sh", "-c", one.script()), "PATH=/bin", "HOME=/home/me", "PWD=/work");
            assertEquals(one.stdout(), result.out(), () -> "stdout; stderr was: " + result.err());
            assertEquals(one.status(), result.status(), () -> "status; stderr was: " + result.err());
            if (one.stderr() != null) {
                assertTrue(result.err().contains(one.stderr()), () -> "stderr was: " + result.err());
            }
            assertTrue(result.process().failure == null, () -> "threw " + result.process().failure);
        });
    }

    @TestFactory
    Stream<DynamicNode> dash() throws IOException {
        return tests(one -> {
            assumeTrue(DASH.canExecute() && one.oracle(), "dash is not here, or differs");
            Path work = Files.createTempDirectory(folder, "case");
            Path standard = Files.createTempDirectory(folder, "standard");
            Files.writeString(standard.resolve("in"), one.stdin());
            ProcessBuilder builder = new ProcessBuilder(DASH.getPath(), "-c", one.script());
            builder.directory(work.toFile());
            builder.environment().clear();
            builder.environment().put("PATH", "/usr/bin:/bin");
            builder.environment().put("HOME", "/home/me");
            builder.redirectInput(standard.resolve("in").toFile()).redirectOutput(standard.resolve("out").toFile());
            builder.redirectError(standard.resolve("err").toFile());
            Process process = builder.start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "dash hangs");
            String err = Files.readString(standard.resolve("err"), StandardCharsets.ISO_8859_1);
            assertEquals(one.stdout(), Files.readString(standard.resolve("out")), () -> "stdout; stderr was: " + err);
            assertEquals(one.status(), process.exitValue(), () -> "status; stderr was: " + err);
        });
    }
}
