// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TraceTest {
    @Test
    void tellsOfSwitchesSleepsAndWakeupsWhileSomebodyListens() throws Exception {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        try (var machine = new TestKernel()) {
            var trace = machine.kernel.trace();
            assertFalse(trace.active());
            var condition = new AtomicBoolean();
            var queue = new WaitQueue();
            try (var listening = trace.listen(event -> events.add(switch (event) {
                case TraceEvent.Sleep sleep -> "sleep " + sleep.wchan();
                case TraceEvent.Wake wake -> "wake " + wake.task();
                case TraceEvent.ContextSwitch to -> "switch to " + to.task();
                case TraceEvent other -> "unexpected " + other;
            }))) {
                assertTrue(trace.active());
                var task = machine.start("guest", self -> self.await(condition::get, Task.NEVER, "dinner", queue));
                TestKernel.until(task, Task.State.SLEEPING);
                condition.set(true);
                queue.wakeAll();
                task.join();
            }
            assertFalse(trace.active());
            machine.start("unseen", self -> {}).join();
        }
        assertEquals(List.of("switch to guest", "sleep dinner", "wake guest", "switch to guest"), events);
    }
}
