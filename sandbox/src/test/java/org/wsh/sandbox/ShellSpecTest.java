// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wsh.shell.spec.SpecCase;

/** The shell's cases again, on a real machine with the real commands. Each has a folder of its own. */
class ShellSpecTest {
    /** For every case. Those that want endlessly much get no more: filling most of the JVM's heap with variables of 300 bytes took a minute. */
    private static final long ENOUGH = 128 << 20;

    private final Machine machine = Machine.builder().build();
    private int folders;

    /** A command that the cases have and the image has not. */
    @BeforeEach
    void addSegv() {
        machine.write("/bin/segv", "#!/bin/sh\nkill -SEGV $$\n".getBytes(StandardCharsets.UTF_8), 0755);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @TestFactory
    Stream<DynamicNode> theShellDoesOnARealMachineWhatItsCasesSay() throws IOException {
        List<DynamicNode> files = new ArrayList<>();
        for (String file : SpecCase.FILES) {
            files.add(DynamicContainer.dynamicContainer(
                    file, SpecCase.read(file).stream().map(one -> DynamicTest.dynamicTest(one.title(), () -> check(one)))));
        }
        return files.stream();
    }

    private void check(SpecCase one) throws InterruptedException {
        String folder = "/tmp/case" + folders++;
        machine.run("mkdir " + folder);
        Result result = machine.launch("/bin/sh", List.of("sh", "-c", one.script())).directory(folder).input(one.stdin()).environment("HOME", "/home/me")
                .memory(ENOUGH).timeout(Duration.ofMinutes(5)).run();
        assertEquals(one.stdout(), result.output(), () -> "stdout; stderr was: " + result.errors());
        assertEquals(one.status(), result.status(), () -> "status; stderr was: " + result.errors());
        if (one.stderr() != null) {
            assertTrue(result.errors().contains(one.stderr()), () -> "stderr was: " + result.errors());
        }
    }
}
