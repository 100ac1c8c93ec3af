// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.vfs.FileRules.assertFails;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.memory.MemoryFilesystem;

/** Of a caller whose paths must stay below the directory they start at. */
class ConfinedWalkTest {
    private final Guest guest = Guest.root(new MemoryFilesystem(SpaceBudget.UNLIMITED, 1000, new FakeClock()));
    private Location granted;
    private Confined confined;

    private record Confined(Guest guest) implements Caller {
        @Override
        public Credentials credentials() {
            return guest.credentials();
        }

        @Override
        public int umask() {
            return 0;
        }

        @Override
        public Location root() {
            return guest.root();
        }

        @Override
        public Location workingDirectory() {
            return guest.workingDirectory();
        }

        @Override
        public boolean confined() {
            return true;
        }
    }

    @BeforeEach
    void tree() {
        guest.mkdirs("/granted/a/b");
        guest.write("/granted/f", "inside");
        guest.write("/secret", "outside");
        guest.symlink("../f", "/granted/a/up");
        guest.symlink("../../secret", "/granted/a/out");
        guest.symlink("/secret", "/granted/absolute");
        guest.symlink("/granted/f", "/granted/home");
        granted = guest.tree.directory(guest, null, "/granted");
        confined = new Confined(guest);
    }

    private long size(String path) {
        return guest.tree.attributes(confined, granted, path, true).size();
    }

    @Test
    void goesDownAndBackUp() {
        assertEquals(6, size("a/../f"));
        assertEquals(6, size("./a/b/../../f"));
        assertEquals(6, size("a/up"));
    }

    @Test
    void doesNotLeave() {
        String[] ways = {"/granted/f", "/", "..", "../secret", "../granted/f", "a/../../secret", "a/b/../../../granted/f", "a/out", "absolute", "home", "a/out/x"};
        for (String path : ways) {
            assertFails(Errno.EPERM, () -> size(path));
        }
        assertFails(Errno.EPERM, () -> guest.tree.makeDirectory(confined, granted, "../new", 0777));
        assertFails(Errno.EPERM, () -> guest.tree.rename(confined, granted, "f", granted, "../f"));
        assertFails(Errno.EPERM, () -> guest.tree.link(confined, granted, "../secret", false, granted, "s"));
        assertFails(Errno.EPERM, () -> guest.tree.unlink(confined, granted, "../secret"));
    }

    @Test
    void makesNoLinkThatLeaves() {
        assertFails(Errno.EPERM, () -> guest.tree.symlink(confined, "/secret", granted, "s"));
        guest.tree.symlink(confined, "../secret", granted, "s");
        assertFails(Errno.EPERM, () -> size("s"));
    }

    @Test
    void doesNotLeaveADirectoryThatWasMovedOut() {
        Location deep = guest.tree.directory(guest, null, "/granted/a/b");
        guest.mv("/granted/a/b", "/b");
        assertFails(Errno.EPERM, () -> guest.tree.attributes(confined, deep, "../secret", true));
    }
}
