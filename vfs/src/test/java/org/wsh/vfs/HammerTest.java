// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.image.ImageEntry;
import org.wsh.vfs.image.ImageFilesystem;
import org.wsh.vfs.memory.MemoryFilesystem;
import org.wsh.vfs.overlay.OverlayFilesystem;

/** Many threads, one filesystem: nothing breaks, nothing leaks. */
class HammerTest {
    private static final int THREADS = 16;
    private static final int TURNS = 4000;

    private interface Turn {
        void run(int thread, Random random) throws Exception;
    }

    private static void hammer(int turns, Turn turn) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            threads[i] = Thread.ofVirtual().start(() -> {
                Random random = new Random(number);
                try {
                    for (int n = 0; n < turns; n++) {
                        turn.run(number, random);
                    }
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertNull(failure.get(), () -> "failed: " + failure.get());
    }

    @Test
    void randomOperationsLeakNothing() throws Exception {
        FakeBudget budget = new FakeBudget(32 << 20);
        OverlayFilesystem filesystem = new OverlayFilesystem(ImageFilesystem.of(List.of(
                ImageEntry.file("/a/f0", 0644, "0".repeat(50_000)), ImageEntry.file("/b/f1", 0644, "1"),
                ImageEntry.directory("/c/d", 0755))), budget, 10_000, new FakeClock());
        Guest guest = Guest.root(filesystem);
        hammer(TURNS, (thread, random) -> {
            String from = path(random);
            String to = path(random);
            try {
                switch (random.nextInt(12)) {
                    case 0 -> guest.write(from, "x".repeat(random.nextInt(random.nextInt(8) == 0 ? 600_000 : 5000)));
                    case 1 -> guest.append(from, "y".repeat(random.nextInt(1000)));
                    case 2 -> guest.read(from);
                    case 3 -> guest.rm(from);
                    case 4, 5 -> guest.mv(from, to);
                    case 6 -> guest.ln(from, to);
                    case 7 -> guest.mkdir(from);
                    case 8 -> guest.rmdir(from);
                    case 9 -> guest.ls(from);
                    case 10 -> guest.symlink(to, from);
                    default -> guest.tree.pathOf(guest, guest.tree.locate(guest, null, from, true));
                }
            } catch (ErrnoException e) {
                assertTrue(e.errno() != Errno.EIO && e.errno() != Errno.ESTALE, e.toString());
            }
        });
        removeAll(guest, "/");
        assertEquals(0, budget.used());
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        for (int depth = random.nextInt(3); depth >= 0; depth--) {
            path.append('/').append((char) ('a' + random.nextInt(3)));
        }
        return path + "/f" + random.nextInt(2);
    }

    private static void removeAll(Guest guest, String directory) {
        for (String name : guest.ls(directory)) {
            String path = directory + name;
            if (guest.lstat(path).type() == FileType.DIRECTORY) {
                removeAll(guest, path + "/");
                guest.rmdir(path);
            } else {
                guest.rm(path);
            }
        }
    }

    @Test
    void appendsFromManyDescriptionsAreWhole() throws Exception {
        Guest guest = Guest.root(new MemoryFilesystem(SpaceBudget.UNLIMITED, 100, new FakeClock()));
        hammer(1000, (thread, random) -> guest.append("/log", ("" + (char) ('a' + thread)).repeat(10)));
        String log = guest.read("/log");
        assertEquals(THREADS * 1000 * 10, log.length());
        for (int i = 0; i < log.length(); i += 10) {
            assertEquals(("" + log.charAt(i)).repeat(10), log.substring(i, i + 10));
        }
    }

    @Test
    void readersOfASharedOffsetSeeEachByteOnce() throws Exception {
        Guest guest = Guest.root(new MemoryFilesystem(SpaceBudget.UNLIMITED, 100, new FakeClock()));
        byte[] bytes = new byte[THREADS * 1000];
        guest.open("/f", OpenFlags.REWRITE).write(ByteBuffer.wrap(bytes));
        OpenFileDescription shared = guest.open("/f", OpenFlags.READ);
        hammer(1000, (thread, random) -> assertEquals(1, shared.read(ByteBuffer.allocate(1))));
        assertEquals(0, shared.read(ByteBuffer.allocate(1)));
        shared.release();
    }

    @Test
    void onlyOneMakesAnExclusiveFile() throws Exception {
        Guest guest = Guest.root(new MemoryFilesystem(SpaceBudget.UNLIMITED, 10_000, new FakeClock()));
        OpenFlags exclusive = new OpenFlags(false, true, true, true, false, false, false, false, false);
        AtomicInteger made = new AtomicInteger();
        hammer(500, (thread, random) -> {
            try {
                guest.open("/" + random.nextInt(100), exclusive).release();
                made.incrementAndGet();
            } catch (ErrnoException e) {
                assertEquals(Errno.EEXIST, e.errno());
            }
        });
        assertEquals(100, made.get());
    }
}
