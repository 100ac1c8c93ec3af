// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests that want all there is, in a JVM with 256 MB: they are refused, and the JVM never runs out. */
class SmallHeapTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
        "./hog memory; echo then $?",
        "./hog files; echo then $?",
        "./hog bytes; echo then $?",
        "for i in 1 2 3 4 5 6 7 8; do ./hog memory & done; wait; echo then 0",
        "./hog memory | ./hog bytes | ./hog files; echo then $?",
        "x=x; (while :; do x=$x$x; done); echo then 0",
        "yes | head -c 1000000000 | sort > /dev/null; echo then 0",
        "i=0; while [ $i -lt 300 ]; do sleep 2 & i=$((i+1)); done; wait; echo then 0",
    })
    @Timeout(700)
    void theMachineSurvives(String command) throws Exception {
        Files.write(folder.resolve("hog.wasm"), BadInputTest.program("hog"));
        Path output = folder.resolve("output");
        var process = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:ThreadStackSize=65536",
                "-cp", System.getProperty("java.class.path"), Hungry.class.getName(), folder.resolve("hog.wasm").toString(), command)
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(600, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertTrue(ended, () -> "hangs after: " + text);
        assertFalse(text.contains("OutOfMemoryError"), text);
        assertTrue(text.contains("then "), text);
        assertTrue(text.endsWith("alive\n"), text);
        assertEquals(0, process.exitValue(), text);
    }

    /** The JVM in question. */
    static final class Hungry {
        public static void main(String[] arguments) throws Exception {
            try (Machine machine = Machine.builder().build()) {
                machine.write("/home/user/hog", Files.readAllBytes(Path.of(arguments[0])), 0755);
                System.out.println(machine.run(arguments[1]));
                System.out.print(machine.run("echo ALIVE | tr A-Z a-z").output());
            }
            System.exit(0);
        }
    }
}
