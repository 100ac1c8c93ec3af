// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.vfs.FileRules.assertFails;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wsh.vfs.BlockingWork;
import org.wsh.vfs.Errno;
import org.wsh.vfs.FakeBudget;
import org.wsh.vfs.FakeClock;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.Guest;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.SpaceBudget;
import org.wsh.vfs.host.HostFilesystem;
import org.wsh.vfs.host.HostOptions;
import org.wsh.vfs.image.ImageEntry;
import org.wsh.vfs.image.ImageFilesystem;

class OverlayTest {
    private final ImageFilesystem image = ImageFilesystem.of(List.of(
            ImageEntry.file("/bin/sh", 0755, "program"),
            ImageEntry.file("/etc/big", 0644, "x".repeat(100_000)),
            ImageEntry.file("/etc/sub/deep", 0644, "deep")));
    private final FakeBudget budget = new FakeBudget(1 << 20);
    private final Guest guest = over(image, budget);

    private static Guest over(Filesystem lower, SpaceBudget budget) {
        return Guest.root(new OverlayFilesystem(lower, budget, 1000, new FakeClock()));
    }

    @Nested
    class AFileFromBelow {
        @Test
        void costsNothingUntilItIsWritten() {
            guest.read("/etc/big");
            guest.chmod("/etc/big", 0600);
            assertEquals(0, budget.used());
            assertEquals(0600, guest.stat("/etc/big").mode());
            guest.append("/etc/big", "y");
            assertTrue(budget.used() > 100_000);
        }

        @Test
        void keepsItsNumberOverACopyUp() {
            long before = guest.stat("/etc/big").inode();
            guest.append("/etc/big", "y");
            assertEquals(before, guest.stat("/etc/big").inode());
            assertEquals("x".repeat(100_000) + "y", guest.read("/etc/big"));
        }

        @Test
        void isSeenChangedByWhoOpenedItBefore() {
            OpenFileDescription reader = guest.open("/bin/sh", OpenFlags.READ);
            reader.read(ByteBuffer.allocate(3));
            guest.append("/bin/sh", "!");
            assertEquals("gram!", new String(Guest.readFully(reader), StandardCharsets.UTF_8));
            reader.release();
        }

        @Test
        void staysWhereCopyUpFindsNoRoom() {
            Guest poor = over(image, new FakeBudget(50_000));
            assertFails(Errno.ENOSPC, () -> poor.append("/etc/big", "y"));
            assertEquals("x".repeat(100_000), poor.read("/etc/big"));
        }

        @Test
        void truncatedToNothingCopiesNothing() {
            Guest poor = over(image, new FakeBudget(50_000));
            poor.write("/etc/big", "new");
            assertEquals("new", poor.read("/etc/big"));
        }

        @Test
        void canBeHardLinked() {
            guest.ln("/etc/sub/deep", "/bin/other");
            guest.append("/bin/other", "er");
            assertEquals("deeper", guest.read("/etc/sub/deep"));
            assertEquals(2, guest.stat("/bin/other").links());
        }
    }

    @Nested
    class ARemovedName {
        @Test
        void staysRemoved() {
            guest.rm("/bin/sh");
            assertFalse(guest.exists("/bin/sh"));
            assertEquals(List.of(), guest.ls("/bin"));
            guest.rmdir("/bin");
            assertEquals(List.of("etc"), guest.ls("/"));
        }

        @Test
        void madeAgainShowsNothingFromBelow() {
            guest.rm("/etc/sub/deep");
            guest.rmdir("/etc/sub");
            guest.mkdir("/etc/sub");
            assertEquals(List.of(), guest.ls("/etc/sub"));
            guest.rm("/bin/sh");
            guest.write("/bin/sh", "");
            assertEquals("", guest.read("/bin/sh"));
        }
    }

    @Nested
    class ARenamedDirectory {
        @Test
        void takesWhatIsBelowAlong() {
            guest.mv("/etc", "/bin/etc");
            assertEquals("deep", guest.read("/bin/etc/sub/deep"));
            assertFalse(guest.exists("/etc"));
            guest.mkdir("/etc");
            assertEquals(List.of(), guest.ls("/etc"));
        }
    }

    @Test
    void theImageIsNeverChanged() {
        guest.write("/bin/sh", "evil");
        guest.rm("/etc/big");
        Guest fresh = over(image, SpaceBudget.UNLIMITED);
        assertEquals("program", fresh.read("/bin/sh"));
        assertTrue(fresh.exists("/etc/big"));
    }

    @Test
    void newFilesHaveNumbersOfTheirOwn() {
        guest.write("/new", "");
        assertNotEquals(guest.stat("/new").inode(), guest.stat("/bin/sh").inode());
        assertTrue(guest.stat("/new").inode() > 1L << 48);
    }

    @Test
    void aHostFolderCanLieBelow(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("f"), "host");
        Guest over = over(new HostFilesystem(folder, HostOptions.READ_ONLY, BlockingWork.DIRECT), SpaceBudget.UNLIMITED);
        over.append("/f", "+guest");
        assertEquals("host+guest", over.read("/f"));
        assertEquals("host", Files.readString(folder.resolve("f")));
    }
}
