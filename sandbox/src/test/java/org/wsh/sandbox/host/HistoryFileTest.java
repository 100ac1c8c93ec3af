// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    Path state;

    private HistoryFile open() {
        return HistoryFile.of(Map.of("XDG_STATE_HOME", state.toString()));
    }

    private String onHost() throws Exception {
        return Files.readString(state.resolve("wsh/history"));
    }

    @Test
    void isEmptyTheFirstTimeAndKeepsWhatWasTyped() throws Exception {
        var first = open();
        assertEquals("", new String(first.load()));
        first.save("ls\n".getBytes());
        assertEquals("ls\n", new String(open().load()));
    }

    @Test
    void sessionsAtTheSameTimeBothAddTheirLines() throws Exception {
        open().save("old\n".getBytes());
        var one = open();
        var two = open();
        one.load();
        two.load();
        one.save("old\none\n".getBytes());
        two.save("old\ntwo\n".getBytes());
        assertEquals("old\none\ntwo\n", onHost());
    }

    @Test
    void aGuestThatRewroteItsFileIsBelieved() throws Exception {
        open().save("a\nb\n".getBytes());
        var session = open();
        session.load();
        session.save("b\n".getBytes());
        assertEquals("b\n", onHost());
    }

    @Test
    void theOldestLinesGoWhenThereAreTooMany() throws Exception {
        var session = open();
        session.load();
        var lines = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            lines.append("line ").append(i).append('\n');
        }
        session.save(lines.toString().getBytes());
        assertTrue(onHost().length() <= 256 << 10);
        assertTrue(onHost().startsWith("line "));
        assertTrue(onHost().endsWith("line 99999\n"));
    }

    @Test
    void nothingIsWrittenWhenNothingWasTyped() throws Exception {
        var session = open();
        session.save(session.load());
        assertFalse(Files.exists(state.resolve("wsh")));
    }

    @Test
    void withoutAHomeThereIsNone() {
        assertNull(HistoryFile.of(Map.of()));
    }
}
