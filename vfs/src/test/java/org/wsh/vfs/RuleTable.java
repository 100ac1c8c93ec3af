// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * A table of rules of files, to hold on a filesystem: rows that fail first. Each row starts with this tree: {@code /d/f} ("hello"), {@code /d/e/} (empty), {@code /l -> d/f},
 * {@code /ld -> d}, {@code /loop -> loop}, {@code /dangling -> nothing}.
 */
interface RuleTable {
    String LONG = "x".repeat(255);

    /** A new tree. */
    Guest populated();

    /** Whether the filesystem keeps owners, all mode bits, FIFOs and the exact link count. */
    default boolean keepsOwners() {
        return true;
    }

    /** Whether it can have a file of this name: a host in an ASCII locale cannot have all. */
    default boolean holds(String name) {
        return true;
    }

    record Row(String name, Errno errno, Consumer<Guest> action) {}

    static Row fails(String name, Errno errno, Consumer<Guest> action) {
        return new Row(name, errno, action);
    }

    static Row works(String name, Consumer<Guest> action) {
        return new Row(name, null, action);
    }

    default Stream<DynamicTest> table(Row... rows) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Row row : rows) {
            tests.add(DynamicTest.dynamicTest(row.name + (row.errno == null ? "" : ": " + row.errno), () -> {
                Guest fresh = populated();
                if (row.errno == null) {
                    row.action.accept(fresh);
                } else {
                    assertFails(row.errno, () -> row.action.accept(fresh));
                }
            }));
        }
        return tests.stream();
    }

    static void assertFails(Errno errno, Executable action) {
        assertEquals(errno, assertThrows(ErrnoException.class, action).errno());
    }
}
