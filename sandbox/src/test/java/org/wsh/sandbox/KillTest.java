// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * {@code kill -9} ends whatever a guest does ({@code busy.c}): in ticks, from the moment it is sent, and the sleep of who sends it was not much longer than it asked for. What it is in milliseconds,
 * {@code benchmarks/scale} measures.
 */
@Timeout(300)
class KillTest {
    private static final long MILLISECOND = 1_000_000;
    /** What is another matter where the memory is shared. */
    private static final Set<String> OFF_THE_HEAP = Set.of("fill", "copy", "small-copies", "read-much", "recursion");
    /** A hang is a failure. */
    private static final Duration LONG = Duration.ofMinutes(10);

    @TestFactory
    Stream<DynamicTest> killEnds() throws Exception {
        Set<String> ways = new LinkedHashSet<>(ways("busy"));
        Set<String> withThreads = new LinkedHashSet<>(ways("threads_busy"));
        withThreads.removeIf(way -> ways.contains(way) && !OFF_THE_HEAP.contains(way));
        return Stream.concat(tests("busy", ways), tests("threads_busy", withThreads));
    }

    private static Stream<DynamicTest> tests(String program, Set<String> ways) {
        return ways.stream().map(way -> DynamicTest.dynamicTest(program + " " + way, () -> assertTimeoutPreemptively(LONG, () -> endsSoon(program, way))));
    }

    private static List<String> ways(String program) {
        try (Machine machine = Machine.builder().memory(256 << 20).build()) {
            GuestPrograms.install(machine, program);
            return machine.run(program).output().lines().toList();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void endsSoon(String program, String way) throws Exception {
        try (Machine machine = Machine.builder().memory(512 << 20).disk(256 << 20).deterministic(1).build()) {
            GuestPrograms.install(machine, program);
            Result result = machine.run("""
                    %s %s 32 > said & while ! [ -s said ]; do sleep 0.001; done
                    a=$(date +%%s%%N); sleep 0.02; b=$(date +%%s%%N); kill -9 $!; wait $!; s=$?; c=$(date +%%s%%N); echo $s $((b - a)) $((c - b)); ps -o comm
                    """.formatted(program, way));
            String[] fields = result.output().lines().findFirst().orElseThrow().split(" ");
            assertEquals("137", fields[0], result.output() + result.errors());
            assertTrue(Long.parseLong(fields[1]) < 170 * MILLISECOND, "slept for " + fields[1]);
            assertTrue(Long.parseLong(fields[2]) < 50 * MILLISECOND, "took " + fields[2]);
            assertEquals(way.equals("wait"), result.output().contains(program), "left: " + result.output());
        }
    }
}
