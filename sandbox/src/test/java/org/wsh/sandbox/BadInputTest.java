// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a guest is or does, there is a clear message and the machine works on. */
@Timeout(600)
class BadInputTest {
    private final Machine machine = Machine.builder().build();

    @BeforeEach
    void bringPrograms() throws IOException {
        for (String name : new String[] {"hello", "pointers", "edge", "spin", "hog", "missing"}) {
            machine.write("/home/user/" + name, program(name), 0755);
        }
    }

    @AfterEach
    void theMachineWorksOn() throws Exception {
        try (machine) {
            assertEquals("alive\n", machine.run("echo ALIVE | tr A-Z a-z").output());
            GuestPrograms.awaitTheEndOfAll(machine);
        }
    }

    static byte[] program(String name) throws IOException {
        try (var in = BadInputTest.class.getResourceAsStream("/programs/" + name + ".wasm")) {
            return in.readAllBytes();
        }
    }

    private void assertRefused(String command, int status, String... words) throws InterruptedException {
        var result = machine.run(command);
        assertEquals(status, result.status(), result::toString);
        for (String word : words) {
            assertTrue(result.errors().contains(word), () -> "no \"" + word + "\" in " + result);
        }
    }

    @Nested
    class AFileThatIsNoProgram {
        @Test
        void isNotRun() throws Exception {
            machine.write("/home/user/elf", new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}, 0755);
            assertRefused("./elf", 126, "./elf");
        }

        @Test
        void truncatedWasmIsNotRun() throws Exception {
            byte[] whole = program("hello");
            for (int length : new int[] {4, 7, 8, 9, 100, whole.length / 2, whole.length - 1}) {
                machine.write("/home/user/cut", Arrays.copyOf(whole, length), 0755);
                var result = machine.run("./cut");
                assertTrue(result.status() != 0 && result.errors().contains("./cut"), () -> length + " bytes: " + result);
            }
        }

        @Test
        void invalidWasmDiesWithAMessage() throws Exception {
            // (func (export "_start") i32.add): nothing on the stack to add.
            machine.write("/home/user/invalid", wasm(
                    section(1, 1, 0x60, 0, 0), section(3, 1, 0), section(7, 1, 6, '_', 's', 't', 'a', 'r', 't', 0, 0),
                    section(10, 1, 4, 0, 0x6a, 0x1a, 0x0b)), 0755);
            var result = machine.run("./invalid");
            assertTrue(result.status() != 0, result::toString);
            assertTrue(result.errors().contains("invalid"), result::toString);
        }

        @Test
        void aMissingImportIsNamed() throws Exception {
            var result = machine.run("./missing");
            assertTrue(result.status() != 0, result::toString);
            assertTrue(result.errors().contains("env") && result.errors().contains("no_such_function"), result::toString);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nosuchcommand                | 127 | nosuchcommand
            ./nosuchfile                 | 127 | ./nosuchfile
            /bin                         | 126 | /bin
            echo x > f; ./f              | 126 | ./f
            cat nosuch                   | 1   | nosuch: No such file or directory
            echo hello > /dev/full       | 1   | No space left on device
            seq 100000 > /dev/full       | 1   | No space left on device
            """)
    void whatCannotBeDoneIsSaid(String command, int status, String words) throws Exception {
        assertRefused(command, status, words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            if true; then        | then
            echo (               | (
            for in do            | in
            echo 'unfinished     | '
            cat <<               | newline
            echo hi; ; echo      | ;
            """)
    void aSyntaxErrorTellsWhatWasFound(String command, String found) throws Exception {
        var result = machine.run(command);
        assertEquals(2, result.status(), result::toString);
        assertTrue(result.errors().contains("1"), () -> "no line in " + result);
    }

    @Test
    void pointersOutsideTheMemoryAreFaults() throws Exception {
        assertEquals("all refused\n", machine.run("./pointers").output());
    }

    @Test
    void aModuleThatNeverReturnsIsKilled() throws Exception {
        assertEquals(128 + 9, machine.shell("./spin").timeout(Duration.ofMillis(300)).run().status());
        assertEquals("137\n", machine.run("./spin & sleep 0.2; kill -9 $!; wait $!; echo $?").output());
    }

    @Test
    void aHundredTightLoopsLeaveTheMachineAlive() throws Exception {
        List<Job> loops = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            loops.add(machine.program("/home/user/spin").start());
        }
        for (int i = 0; i < 5; i++) {
            assertEquals("HELLO\n", machine.run("echo hello | tr a-z A-Z").output());
        }
        for (Job loop : loops) {
            loop.kill();
        }
        for (Job loop : loops) {
            assertEquals(128 + 9, loop.await());
        }
    }

    @Test
    void recursionToTheEdgeWithASystemCallThereTraps() throws Exception {
        for (int i = 0; i < 3; i++) {
            var result = machine.run("./edge");
            assertTrue(result.status() > 128, result::toString);
        }
    }

    @Test
    void aShellLoopAndAGrowingVariableAreKillableAndLimited() throws Exception {
        assertEquals(128 + 9, machine.shell("while :; do :; done").timeout(Duration.ofMillis(300)).run().status());
        try (Machine small = Machine.builder().memory(64 << 20).build()) {
            var result = small.shell("x=x; while :; do x=$x$x; done").timeout(Duration.ofSeconds(60)).run();
            assertTrue(result.status() != 0 && result.status() != 137, result::toString);
            assertEquals("alive\n", small.run("echo alive").output());
        }
    }

    @Test
    void aClosedPipeEndsTheWriter() throws Exception {
        assertEquals("y\n", machine.run("yes | head -n 1").output());
    }

    static byte[] wasm(byte[]... sections) {
        var all = new java.io.ByteArrayOutputStream();
        all.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        for (byte[] section : sections) {
            all.writeBytes(section);
        }
        return all.toByteArray();
    }

    static byte[] section(int id, int... content) {
        byte[] bytes = new byte[content.length + 2];
        bytes[0] = (byte) id;
        bytes[1] = (byte) content.length;
        for (int i = 0; i < content.length; i++) {
            bytes[i + 2] = (byte) content[i];
        }
        return bytes;
    }
}
