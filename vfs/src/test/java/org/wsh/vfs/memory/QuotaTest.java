// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.vfs.FileRules.assertFails;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FakeBudget;
import org.wsh.vfs.FakeClock;
import org.wsh.vfs.Guest;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.SpaceBudget;

class QuotaTest {
    private static final int MEGABYTE = 1 << 20;
    private static final OpenFlags UPDATE = new OpenFlags(true, true, true, false, false, false, false, false, false);

    private final FakeBudget budget = new FakeBudget(MEGABYTE);
    private final Guest guest = Guest.root(new MemoryFilesystem(budget, 1000, new FakeClock()));

    @Nested
    class AFullFilesystem {
        @Test
        void writesShortThenFails() {
            OpenFileDescription file = guest.open("/f", OpenFlags.REWRITE);
            ByteBuffer from = ByteBuffer.allocate(2 * MEGABYTE);
            int written = file.write(from);
            assertTrue(written > MEGABYTE / 2 && written < MEGABYTE, "wrote " + written);
            assertEquals(written, from.position());
            assertEquals(written, file.attributes().size());
            assertFails(Errno.ENOSPC, () -> file.write(from));
            file.release();
        }

        @Test
        void failsWithoutLosingASmallFile() {
            guest.write("/small", "content");
            OpenFileDescription file = guest.open("/f", OpenFlags.REWRITE);
            assertFails(Errno.ENOSPC, () -> Guest.writeFully(file, new byte[2 * MEGABYTE]));
            assertEquals("content", guest.read("/small"));
            file.release();
        }

        @Test
        void takesTheRoomWhenItIsAllocated() {
            OpenFileDescription file = guest.open("/f", UPDATE);
            file.allocate(MEGABYTE / 4, MEGABYTE / 2);
            assertEquals(MEGABYTE / 4 * 3, file.attributes().size());
            assertTrue(budget.used() >= MEGABYTE / 2, "used " + budget.used());
            OpenFileDescription other = guest.open("/g", UPDATE);
            assertFails(Errno.ENOSPC, () -> other.allocate(0, MEGABYTE / 2));
            assertEquals(0, other.attributes().size());
            while (fills(other)) {
                // until nothing is left
            }
            byte[] content = new byte[MEGABYTE / 2];
            new Random(1).nextBytes(content);
            assertEquals(content.length, file.writeAt(ByteBuffer.wrap(content), MEGABYTE / 4)); // its room is its own
            ByteBuffer back = ByteBuffer.allocate(MEGABYTE);
            assertEquals(MEGABYTE / 4 * 3, file.readAt(back, 0));
            assertArrayEquals(content, java.util.Arrays.copyOfRange(back.array(), MEGABYTE / 4, MEGABYTE / 4 * 3));
            file.allocate(MEGABYTE / 4, MEGABYTE / 2); // is there already
            assertFails(Errno.ENOSPC, () -> file.allocate(0, MEGABYTE / 4));
            file.release();
            other.release();
        }

        private boolean fills(OpenFileDescription file) {
            try {
                return file.write(ByteBuffer.allocate(4096)) > 0;
            } catch (ErrnoException full) {
                return false;
            }
        }

        @Test
        void getsBackWhatWasAllocatedAndNeverWritten() {
            OpenFileDescription file = guest.open("/f", UPDATE);
            file.allocate(0, MEGABYTE / 2);
            file.setSize(MEGABYTE / 4);
            assertTrue(budget.used() < MEGABYTE / 8 * 3, "used " + budget.used());
            file.allocate(0, MEGABYTE / 2);
            file.release();
            guest.rm("/f");
            assertEquals(0, budget.used());
        }

        @Test
        void cannotAllocateMoreThanThereCanBe() {
            OpenFileDescription file = guest.open("/f", UPDATE);
            assertFails(Errno.ENOSPC, () -> file.allocate(0, 1L << 43));
            assertFails(Errno.ENOSPC, () -> file.allocate((1L << 43) - 1, MEGABYTE));
            assertEquals(0, file.attributes().size());
            file.release();
        }

        @Test
        void canStillBeEmptied() {
            int made = 0;
            try {
                for (; ; made++) {
                    guest.write("/" + made, "x".repeat(5000));
                }
            } catch (ErrnoException e) {
                assertEquals(Errno.ENOSPC, e.errno());
            }
            assertTrue(made > 50);
            for (int i = 0; i <= made; i++) {
                if (guest.exists("/" + i)) {
                    guest.rm("/" + i);
                }
            }
            assertEquals(0, budget.used());
        }

        @Test
        void refusesInodesBeyondTheirNumber() {
            Guest few = Guest.root(new MemoryFilesystem(SpaceBudget.UNLIMITED, 3, new FakeClock()));
            few.write("/1", "");
            few.mkdir("/2");
            few.symlink("x", "/3");
            assertFails(Errno.ENOSPC, () -> few.write("/4", ""));
            few.rm("/3");
            few.write("/4", "");
            few.ln("/4", "/5");
        }
    }

    @Nested
    class EverythingIsGivenBack {
        @Test
        void afterRandomWorkOnManyFiles() {
            Random random = new Random(7);
            for (int i = 0; i < 3000; i++) {
                String path = "/" + random.nextInt(12);
                try {
                    switch (random.nextInt(6)) {
                        case 0 -> guest.write(path, "x".repeat(random.nextInt(400_000)));
                        case 1 -> guest.append(path, "y".repeat(random.nextInt(70_000)));
                        case 2 -> guest.truncate(path, random.nextInt(600_000));
                        case 3 -> guest.mv(path, "/" + random.nextInt(12));
                        case 4 -> guest.ln(path, "/" + random.nextInt(12));
                        default -> guest.rm(path);
                    }
                } catch (ErrnoException e) {
                    assertTrue(e.errno() == Errno.ENOENT || e.errno() == Errno.ENOSPC || e.errno() == Errno.EEXIST, e.toString());
                }
            }
            for (int i = 0; i < 12; i++) {
                if (guest.exists("/" + i)) {
                    guest.rm("/" + i);
                }
            }
            assertEquals(0, budget.used());
        }

        @Test
        void whenTheFilesystemIsClosed() {
            MemoryFilesystem filesystem = new MemoryFilesystem(budget, 1000, new FakeClock());
            Guest other = Guest.root(filesystem);
            other.write("/f", "x".repeat(200_000));
            OpenFileDescription file = other.open("/f", OpenFlags.READ);
            filesystem.close();
            assertEquals(0, budget.used());
            file.release();
            assertEquals(0, budget.used());
        }

        @Test
        void whenTheLastDescriptionOfAnUnlinkedFileCloses() {
            OpenFileDescription file = guest.open("/f", OpenFlags.REWRITE);
            Guest.writeFully(file, new byte[200_000]);
            guest.rm("/f");
            assertTrue(budget.used() > 200_000);
            file.release();
            assertEquals(0, budget.used());
        }
    }

    @Nested
    class SparseFiles {
        @Test
        void costOnlyWhatIsWritten() {
            OpenFileDescription file = guest.open("/f", UPDATE);
            for (long at = 0; at < 5; at++) {
                file.writeAt(ByteBuffer.wrap(new byte[] {7}), at << 30);
            }
            assertTrue(budget.used() < MEGABYTE);
            assertEquals((4L << 30) + 1, file.attributes().size());
            assertEquals(5 * 128, file.attributes().blocks());
            ByteBuffer into = ByteBuffer.allocate(3);
            file.readAt(into, (2L << 30) - 1);
            assertArrayEquals(new byte[] {0, 7, 0}, into.array());
            file.setSize(1L << 43);
            assertEquals(1L << 43, file.attributes().size());
            file.release();
            guest.rm("/f");
            assertEquals(0, budget.used());
        }
    }

    @Test
    void aContentOfUpTo256KilobytesNeedsNoJimfs() {
        MemoryFilesystem filesystem = new MemoryFilesystem(SpaceBudget.UNLIMITED, 1000, new FakeClock());
        Guest other = Guest.root(filesystem);
        other.write("/f", "x".repeat(1 << 18));
        assertFalse(filesystem.disk.isMade());
        other.append("/f", "x");
        assertTrue(filesystem.disk.isMade());
        assertEquals((1 << 18) + 1, other.read("/f").length());
    }

    @Test
    void anInterruptedThreadLosesNoContent() {
        OpenFileDescription file = guest.open("/f", UPDATE);
        Guest.writeFully(file, new byte[400_000]);
        Thread.currentThread().interrupt();
        assertEquals(400_000, file.readAt(ByteBuffer.allocate(500_000), 0));
        assertEquals(5, file.writeAt(ByteBuffer.wrap(new byte[5]), 100_000));
        assertTrue(Thread.interrupted());
        assertEquals(400_000, file.readAt(ByteBuffer.allocate(500_000), 0));
        file.release();
    }
}
