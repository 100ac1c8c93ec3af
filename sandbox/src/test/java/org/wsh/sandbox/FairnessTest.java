// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wsh.kernel.TraceEvent;
import org.wsh.process.Process;

/**
 * Who gets how much, and how soon: in ticks, under the deterministic scheduler, where both are exact. What it is in milliseconds under the free one, {@code benchmarks/scale} measures; its
 * order is {@code RunQueueTest}'s.
 */
@Timeout(1200)
class FairnessTest {
    private static final int SPINNERS = 100;
    /** As {@code KernelOptions} has it: 4 ms, in ticks of 4 ns. */
    private static final long SLICE = 1_000_000;
    /** By so much a loop may be late with its poll (docs/DECISIONS.md): what it was over is in the next slice. */
    private static final long SLACK = 1 << 20;

    private static List<Long> ticks(List<Process> processes) {
        return processes.stream().map(process -> process.thread().task().ticks()).sorted().toList();
    }

    @Test
    void aHundredSpinnersGetTheSame() throws Exception {
        try (Machine machine = Machine.builder().memory(256 << 20).deterministic(1).build()) {
            GuestPrograms.install(machine, "busy");
            machine.run("i=0; while [ $i -lt " + SPINNERS + " ]; do busy spin > /dev/null & i=$((i+1)); done; sleep 1");
            List<Process> spinners = GuestPrograms.running(machine, "busy");
            assertEquals(SPINNERS, spinners.size());
            List<Long> before = ticks(spinners);
            machine.run("sleep 4");
            List<Long> after = ticks(spinners);
            long most = Collections.max(after) - Collections.min(before);
            long least = Collections.min(after) - Collections.max(before);
            assertTrue(least >= 4 * SLICE, least + " ticks in 4 seconds");
            assertTrue(after.getLast() - after.getFirst() <= SLICE + SLACK, "between " + least + " and " + most);
        }
    }

    @Test
    void whoIsWokenRunsOnceTheOthersHaveHadATurnAtMost() throws Exception {
        try (Machine machine = Machine.builder().memory(256 << 20).deterministic(1).build()) {
            GuestPrograms.install(machine, "busy");
            machine.run("i=0; while [ $i -lt " + SPINNERS + " ]; do busy spin > /dev/null & i=$((i+1)); done; sleep 1");
            var waited = new ConcurrentLinkedQueue<Long>();
            try (var listener = machine.processes().kernel().trace().listen(event -> {
                if (event instanceof TraceEvent.ContextSwitch change) {
                    waited.add(change.waited() / 4);
                }
            })) {
                machine.run("for i in 1 2 3 4 5; do sleep 0.001; done; echo hi | cat");
            }
            assertTrue(waited.size() > 5 * SPINNERS, waited.size() + " switches");
            assertTrue(Collections.max(waited) <= (SPINNERS + 2) * (SLICE + SLACK), Collections.max(waited) + " ticks");
        }
    }

    /** A step is a factor of 5/4, as on Linux. */
    @Test
    void niceIsAWeight() throws Exception {
        try (Machine machine = Machine.builder().memory(256 << 20).deterministic(1).build()) {
            GuestPrograms.install(machine, "busy");
            machine.run("for n in 0 5 10; do nice -n $n busy spin > /dev/null & done; sleep 1");
            List<Process> spinners = GuestPrograms.running(machine, "busy");
            machine.run("sleep 3");
            long[] ticks = spinners.stream().mapToLong(process -> process.thread().task().ticks()).toArray();
            assertEquals(Math.pow(1.25, 5), (double) ticks[0] / ticks[1], 0.4);
            assertEquals(Math.pow(1.25, 10), (double) ticks[0] / ticks[2], 1.5);
        }
    }
}
