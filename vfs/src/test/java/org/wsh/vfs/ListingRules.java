// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.vfs.RuleTable.fails;
import static org.wsh.vfs.RuleTable.works;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Directories as lists of names. */
interface ListingRules extends RuleTable {
    @Test
    default void aListingResumesWhereItStoppedWhileEntriesComeAndGo() {
        Guest guest = populated();
        guest.mkdir("/many");
        for (int i = 0; i < 100; i++) {
            guest.write("/many/" + i, "");
        }
        OpenFileDescription directory = guest.open("/many", OpenFlags.DIRECTORY);
        List<String> seen = new ArrayList<>();
        long cookie = 0;
        for (int turn = 0; ; turn++) {
            List<DirectoryEntry> entries = directory.readDirectory(cookie, 7);
            if (entries.isEmpty()) {
                break;
            }
            for (DirectoryEntry entry : entries) {
                seen.add(entry.name());
                cookie = entry.next();
                if (!entry.name().startsWith(".") && Integer.parseInt(entry.name()) % 2 == 1) {
                    guest.rm("/many/" + entry.name());
                }
            }
            if (turn < 5) {
                guest.write("/many/" + (1000 + turn * 2), "");
            }
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(1, Collections.frequency(seen, "" + i), "entry " + i);
        }
        assertEquals(1, Collections.frequency(seen, "."));
        assertEquals(1, Collections.frequency(seen, ".."));
        directory.release();
    }

    @TestFactory
    default Stream<DynamicTest> listing() {
        return table(
                fails("a file", Errno.ENOTDIR, g -> g.open("/d/f", OpenFlags.READ).readDirectory(0, 1)),
                works("an empty one has . and ..", g -> {
                    OpenFileDescription directory = g.open("/d/e", OpenFlags.DIRECTORY);
                    List<String> names = new ArrayList<>(directory.readDirectory(0, 10).stream().map(DirectoryEntry::name).toList());
                    Collections.sort(names);
                    assertEquals(List.of(".", ".."), names);
                    directory.release();
                }),
                works("one that was removed has nothing", g -> {
                    OpenFileDescription directory = g.open("/d/e", OpenFlags.DIRECTORY);
                    g.rmdir("/d/e");
                    try {
                        assertEquals(List.of(), directory.readDirectory(0, 10).stream().map(DirectoryEntry::name).filter(name -> !name.startsWith(".")).toList());
                    } catch (ErrnoException gone) {
                        assertEquals(Errno.ENOENT, gone.errno()); // as Linux
                    }
                    directory.release();
                }),
                works("a cookie stays good while its entry is renamed away and another takes its name", g -> {
                    for (String name : List.of("a", "b", "c", "d", "e")) {
                        g.write("/d/e/" + name, "");
                    }
                    OpenFileDescription directory = g.open("/d/e", OpenFlags.DIRECTORY);
                    List<DirectoryEntry> all = directory.readDirectory(0, 100);
                    int middle = all.size() / 2;
                    List<String> rest = all.subList(middle + 1, all.size()).stream().map(DirectoryEntry::name).toList();
                    String name = all.get(middle).name();
                    if (!name.startsWith(".")) {
                        g.mv("/d/e/" + name, "/moved");
                        g.write("/d/e/" + name, "");
                    }
                    List<String> seen = directory.readDirectory(all.get(middle).next(), 100).stream().map(DirectoryEntry::name).toList();
                    assertTrue(seen.containsAll(rest), seen + " lacks some of " + rest);
                    directory.release();
                }),
                works("two who read one directory do not disturb each other", g -> {
                    OpenFileDescription one = g.open("/d", OpenFlags.DIRECTORY);
                    OpenFileDescription other = g.open("/d", OpenFlags.DIRECTORY);
                    DirectoryEntry first = one.readDirectory(0, 1).getFirst();
                    assertEquals(first.name(), other.readDirectory(0, 1).getFirst().name());
                    assertEquals(one.readDirectory(first.next(), 1).getFirst().name(), other.readDirectory(first.next(), 1).getFirst().name());
                    one.release();
                    other.release();
                }));
    }
}
