// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two WASIX programs of 2022, as they were published, print what is recorded in the suite's INDEX.md. */
class WasixExamplesTest {
    private static final Path EXAMPLES = Path.of("/work/shared/testsuites/wasix");

    private static Result run(String name, UnaryOperator<MachineBuilder> built) throws IOException, InterruptedException {
        Path file = EXAMPLES.resolve(name);
        assumeTrue(Files.exists(file), "the suite is not here");
        try (Machine machine = built.apply(Machine.builder()).build()) {
            machine.write("/bin/example", Files.readAllBytes(file), 0755);
            return machine.program("/bin/example").timeout(Duration.ofMinutes(2)).run();
        }
    }

    /** The number is not the recorded one: it is a wait status, as shells of that time need it (INDEX.md says so). */
    @Test
    void aProgramForksAndJumps() throws Exception {
        Result result = run("example-fork-longjmp.wasm", builder -> builder);
        assertEquals(List.of("Child has x = 2", "Child(3) exited with 1280", "Parent has x = 0"),
                result.output().lines().sorted().toList(), result.errors());
        assertEquals(0, result.status());
    }

    @Test
    void nineThreadsAreJoined() throws Exception {
        nineThreadsAreJoined(builder -> builder);
    }

    @Test
    void nineThreadsAreJoinedOneAtATime() throws Exception {
        nineThreadsAreJoined(builder -> builder.deterministic(7));
    }

    private static void nineThreadsAreJoined(UnaryOperator<MachineBuilder> built) throws Exception {
        Result result = run("example-multi-threading.wasm", built);
        List<String> lines = result.output().lines().toList();
        assertEquals(Stream.of(numbered("started"), numbered("finished"), Stream.of("waiting for threads", "all done")).flatMap(each -> each).sorted().toList(),
                lines.stream().sorted().toList(), result.errors());
        assertEquals("all done", lines.getLast());
        assertEquals(0, result.status());
    }

    private static Stream<String> numbered(String word) {
        return IntStream.rangeClosed(1, 9).mapToObj(n -> "thread " + n + " " + word);
    }
}
