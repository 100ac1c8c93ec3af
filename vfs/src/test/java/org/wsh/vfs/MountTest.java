// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wsh.vfs.FileRules.assertFails;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.memory.MemoryFilesystem;

class MountTest {
    private final Guest guest = Guest.root(memory());
    private final MemoryFilesystem mounted = memory();

    static MemoryFilesystem memory() {
        return new MemoryFilesystem(SpaceBudget.UNLIMITED, 1000, new FakeClock());
    }

    @BeforeEach
    void mount() {
        guest.mkdirs("/a/m");
        guest.write("/a/m/hidden", "");
        guest.write("/a/f", "below");
        guest.tree.mount("/a/m", mounted, MountOptions.READ_WRITE);
        guest.write("/a/m/f", "above");
    }

    @Nested
    class AWalk {
        @Test
        void goesDownAndUpThroughAMountPoint() {
            assertEquals("above", guest.read("/a/m/f"));
            assertEquals("below", guest.read("/a/m/../f"));
            assertEquals(List.of("f"), guest.ls("/a/m"));
            guest.cd("/a/m");
            assertEquals("/a/m", guest.pwd());
            assertEquals("below", guest.read("../f"));
        }

        @Test
        void stopsAtARootThatIsAMountPoint() {
            guest.chroot("/a/m");
            assertEquals("above", guest.read("/../../f"));
        }

        @Test
        void seesTheTopmostOfTwoMounts() {
            guest.tree.mount("/a/m", memory(), MountOptions.READ_WRITE);
            assertEquals(List.of(), guest.ls("/a/m"));
            assertEquals("below", guest.read("/a/m/../f"));
            guest.tree.unmount("/a/m");
            assertEquals("above", guest.read("/a/m/f"));
        }

        @Test
        void marksADirectoryOutsideOfTheCallersRoot() {
            guest.cd("/a/m");
            Location inside = guest.workingDirectory();
            guest.chroot("/a/m/../../a");
            guest.mkdir("/m/x");
            guest.chroot("/m/x");
            assertEquals("(unreachable)/a/m", guest.tree.pathOf(guest, inside));
        }
    }

    @Nested
    class NamesAcrossMounts {
        @Test
        void areNotLinkedOrMoved() {
            assertFails(Errno.EXDEV, () -> guest.mv("/a/f", "/a/m/g"));
            assertFails(Errno.EXDEV, () -> guest.ln("/a/m/f", "/a/g"));
        }

        @Test
        void aMountPointIsBusy() {
            assertFails(Errno.EBUSY, () -> guest.rmdir("/a/m"));
            assertFails(Errno.EBUSY, () -> guest.mv("/a/m", "/x"));
            guest.mkdir("/y");
            assertFails(Errno.EBUSY, () -> guest.mv("/y", "/a/m"));
        }

        @Test
        void aMountFollowsItsRenamedParent() {
            guest.mv("/a", "/b");
            assertEquals("above", guest.read("/b/m/f"));
            guest.cd("/b/m");
            assertEquals("/b/m", guest.pwd());
        }

        @Test
        void haveDifferentDevices() {
            assertNotEquals(guest.stat("/a").device(), guest.stat("/a/m").device());
        }
    }

    @Nested
    class AReadOnlyMount {
        @Test
        void refusesEveryChange() {
            guest.tree.unmount("/a/m");
            guest.tree.mount("/a/m", mounted, MountOptions.READ_ONLY);
            OpenFileDescription file = guest.open("/a/m/f", OpenFlags.READ);
            assertFails(Errno.EROFS, () -> guest.write("/a/m/new", ""));
            assertFails(Errno.EROFS, () -> guest.open("/a/m/f", OpenFlags.WRITE));
            assertFails(Errno.EROFS, () -> guest.mkdir("/a/m/d"));
            assertFails(Errno.EROFS, () -> guest.rm("/a/m/f"));
            assertFails(Errno.EROFS, () -> guest.mv("/a/m/f", "/a/m/g"));
            assertFails(Errno.EROFS, () -> guest.ln("/a/m/f", "/a/m/g"));
            assertFails(Errno.EROFS, () -> guest.symlink("f", "/a/m/g"));
            assertFails(Errno.EROFS, () -> guest.chmod("/a/m/f", 0));
            assertFails(Errno.EROFS, () -> guest.chown("/a/m/f", 1, 1));
            assertFails(Errno.EROFS, () -> guest.truncate("/a/m/f", 0));
            assertFails(Errno.EROFS, () -> guest.tree.access(guest, null, "/a/m/f", 2));
            assertFails(Errno.EROFS, () -> file.setMode(guest, 0));
            assertFails(Errno.EROFS, () -> file.setTimes(guest, new FileTimes(1, 1)));
            assertEquals("above", guest.read("/a/m/f"));
        }
    }

    @Test
    void twoMachinesDoNotShareAFilesystem() {
        Guest other = Guest.root(memory());
        other.mkdir("/x");
        assertThrows(IllegalArgumentException.class, () -> other.tree.mount("/x", mounted, MountOptions.READ_WRITE));
    }

    @Test
    void mountsAreListedInOrder() {
        assertEquals(List.of("/", "/a/m"), guest.tree.mounts().stream().map(Mount::path).toList());
        assertSame(mounted, guest.tree.mounts().get(1).filesystem());
    }

    @Test
    void aMountNeedsADirectory() {
        assertFails(Errno.ENOENT, () -> guest.tree.mount("/no", memory(), MountOptions.READ_WRITE));
        assertFails(Errno.ENOTDIR, () -> guest.tree.mount("/a/f", memory(), MountOptions.READ_WRITE));
    }
}
