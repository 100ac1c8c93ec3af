// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightTraceTest {
    @TempDir
    private Path folder;

    private List<RecordedEvent> recorded(String... enabled) throws Exception {
        try (Machine machine = Machine.builder().memory(256 << 20).flightRecorder().build(); Recording recording = new Recording()) {
            for (String each : enabled) {
                recording.enable(each);
            }
            assertFalse(machine.kernel().trace().active());
            recording.start();
            assertEquals(1, machine.run("cat /nonexistent; sleep 9 & kill -9 $!; wait; exit 1").status());
            recording.stop();
            assertFalse(machine.kernel().trace().active());
            Path file = folder.resolve("events.jfr");
            recording.dump(file);
            List<RecordedEvent> ours = new ArrayList<>();
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                if (event.getEventType().getName().startsWith("org.wsh.")) {
                    ours.add(event);
                }
            }
            return ours;
        }
    }

    private static long count(List<RecordedEvent> events, String name) {
        return events.stream().filter(event -> event.getEventType().getName().equals(name)).count();
    }

    @Test
    void aRecordingHasForksExitsAndSignals() throws Exception {
        List<RecordedEvent> events = recorded();
        assertTrue(count(events, "org.wsh.Fork") >= 2, events.toString());
        assertTrue(count(events, "org.wsh.Exit") >= 2, events.toString());
        assertTrue(count(events, "org.wsh.Signal") >= 1, events.toString());
        assertEquals(0, count(events, "org.wsh.SystemCall"));
    }

    @Test
    void systemCallsAndSwitchesIfAskedFor() throws Exception {
        List<RecordedEvent> events = recorded("org.wsh.SystemCall", "org.wsh.ContextSwitch");
        assertTrue(count(events, "org.wsh.ContextSwitch") >= 2, events.toString());
        assertTrue(events.stream().anyMatch(event -> event.getEventType().getName().equals("org.wsh.SystemCall")
                && event.getString("call").equals("path_open") && "ENOENT".equals(event.getString("errno"))), events.toString());
    }
}
