// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.wsh.vfs.RuleTable.works;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Times of access and modification. */
interface TimeRules extends RuleTable {
    @TestFactory
    default Stream<DynamicTest> times() {
        return table(
                works("are set to the nanosecond", g -> {
                    g.tree.setTimes(g, null, "/d/f", true, new FileTimes(1_234_567_891L, 2_345_678_912L));
                    assertEquals(1_234_567_891L, g.stat("/d/f").accessTime());
                    assertEquals(2_345_678_912L, g.stat("/d/f").modificationTime());
                }),
                works("of a link are its own", g -> {
                    g.tree.setTimes(g, null, "/d/f", true, new FileTimes(1000, 2000));
                    g.tree.setTimes(g, null, "/l", false, new FileTimes(3_000_000_001L, 4_000_000_002L));
                    assertEquals(4_000_000_002L, g.lstat("/l").modificationTime());
                    assertEquals(2000, g.stat("/l").modificationTime());
                }),
                works("of a directory are set to the nanosecond", g -> {
                    g.tree.setTimes(g, null, "/d", true, new FileTimes(1_000_000_001L, 2_000_000_002L));
                    assertEquals(2_000_000_002L, g.stat("/d").modificationTime());
                }),
                works("follow a file that moves and one with two names", g -> {
                    g.tree.setTimes(g, null, "/d/f", true, new FileTimes(1000, 2000));
                    g.ln("/d/f", "/x");
                    g.mv("/d/f", "/y");
                    assertEquals(2000, g.stat("/x").modificationTime());
                    assertEquals(2000, g.stat("/y").modificationTime());
                }),
                works("may be kept one by one", g -> {
                    g.tree.setTimes(g, null, "/d/f", true, new FileTimes(1000, 2000));
                    g.tree.setTimes(g, null, "/d/f", true, new FileTimes(FileTimes.KEEP, 3000));
                    assertEquals(1000, g.stat("/d/f").accessTime());
                    assertEquals(3000, g.stat("/d/f").modificationTime());
                }),
                works("of modification follow a write", g -> {
                    g.tree.setTimes(g, null, "/d/f", true, new FileTimes(1000, 2000));
                    g.append("/d/f", "x");
                    assertNotEquals(2000, g.stat("/d/f").modificationTime());
                }),
                works("of a directory follow its names", g -> {
                    g.tree.setTimes(g, null, "/d", true, new FileTimes(1000, 2000));
                    g.write("/d/x", "");
                    assertNotEquals(2000, g.stat("/d").modificationTime());
                    g.tree.setTimes(g, null, "/d", true, new FileTimes(1000, 2000));
                    g.rm("/d/x");
                    assertNotEquals(2000, g.stat("/d").modificationTime());
                }));
    }
}
