// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.wsh.vfs.FileRules.assertFails;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.BlockingWork;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileTimes;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Guest;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/** Nothing outside of the granted folder is read, changed or told of. */
class HostConfinementTest extends GrantedFolder {
    @Override
    void fill(Path granted) throws IOException {
        Files.createDirectory(granted.resolve("sub"));
        Files.writeString(granted.resolve("sub/secret"), "fake");
    }

    @AfterEach
    void close() {
        filesystem.close();
    }

    @Nested
    class Links {
        @Test
        void thatAreAbsoluteLeadIntoTheGuestsTree() throws IOException {
            Files.createSymbolicLink(folder.resolve("abs"), outside.resolve("secret"));
            Files.createSymbolicLink(folder.resolve("etc"), Path.of("/etc/passwd"));
            assertFails(Errno.ENOENT, () -> guest.read("/data/abs"));
            assertFails(Errno.ENOENT, () -> guest.read("/data/etc"));
            guest.mkdir("/etc");
            guest.write("/etc/passwd", "guest's");
            assertEquals("guest's", guest.read("/data/etc"));
        }

        @Test
        void thatClimbLeadIntoTheGuestsTree() throws IOException {
            Files.createSymbolicLink(folder.resolve("up"), Path.of("../outside/secret"));
            Files.createSymbolicLink(folder.resolve("sub/far"), Path.of("../../../../../../../../etc/passwd"));
            Files.createSymbolicLink(folder.resolve("dir"), Path.of("../outside"));
            assertFails(Errno.ENOENT, () -> guest.read("/data/up"));
            assertFails(Errno.ENOENT, () -> guest.read("/data/sub/far"));
            assertFails(Errno.ENOENT, () -> guest.read("/data/dir/secret"));
            assertFails(Errno.ENOENT, () -> guest.write("/data/dir/new", "x"));
            assertEquals("../outside/secret", guest.readlink("/data/up"));
        }

        @Test
        void madeByTheGuestAreNoBetter() {
            guest.symlink(outside.toString(), "/data/out");
            guest.symlink("../outside", "/data/out2");
            assertFails(Errno.ENOENT, () -> guest.read("/data/out/secret"));
            assertFails(Errno.ENOENT, () -> guest.read("/data/out2/secret"));
            assertFails(Errno.ENOENT, () -> guest.mkdir("/data/out/x"));
        }

        @Test
        void areCountedAcrossMounts() throws IOException {
            Files.createSymbolicLink(folder.resolve("loop"), Path.of("/data/loop"));
            assertFails(Errno.ELOOP, () -> guest.read("/data/loop"));
        }

        @Test
        void areHardLinkedAsThemselves() {
            guest.symlink(outside.resolve("secret").toString(), "/data/l");
            guest.ln("/data/l", "/data/hard");
            assertEquals(FileType.SYMBOLIC_LINK, guest.lstat("/data/hard").type());
            assertFails(Errno.ENOENT, () -> guest.read("/data/hard"));
        }

        @Test
        void haveTimesOfTheirOwn() throws IOException {
            Path secret = outside.resolve("secret");
            var before = Files.getLastModifiedTime(secret);
            Files.createSymbolicLink(folder.resolve("sub/l"), secret);
            guest.tree.setTimes(guest, null, "/data/sub/l", false, new FileTimes(1_000, 2_000));
            assertEquals(2_000, guest.lstat("/data/sub/l").modificationTime());
            assertEquals(before, Files.getLastModifiedTime(secret));
            assertEquals(List.of("sub"), guest.ls("/data"));
        }
    }

    @Nested
    class Paths {
        @Test
        void climbToTheGuestsRootOnly() {
            assertFails(Errno.ENOENT, () -> guest.read("/data/../outside/secret"));
            assertFails(Errno.ENOENT, () -> guest.read("/data/sub/../../outside/secret"));
            assertFails(Errno.ENOENT, () -> guest.read("/data/" + "../".repeat(50) + outside.resolve("secret")));
        }

        @Test
        void withOddNamesAreNames() {
            for (String name : List.of("..\\outside\\secret", "C:\\secret", "...", "~", "$HOME", "%2e%2e")) {
                assertFails(Errno.ENOENT, () -> guest.read("/data/" + name));
            }
        }

        @Test
        void inMessagesAreTheGuests() {
            ErrnoException e = assertThrows(ErrnoException.class, () -> guest.mkdir("/data/no/x"));
            assertFalse(e.getMessage().contains(temporary.toString()), e.getMessage());
            e = assertThrows(ErrnoException.class, () -> guest.rmdir("/data/sub"));
            assertEquals(Errno.ENOTEMPTY, e.errno());
            assertFalse(e.getMessage().contains(temporary.toString()), e.getMessage());
        }
    }

    @Nested
    class ADirectorySwappedForALink {
        @Test
        void isNotFollowedByWhoStandsInIt() throws IOException {
            guest.cd("/data/sub");
            Files.move(folder.resolve("sub"), folder.resolve("away"));
            Files.createSymbolicLink(folder.resolve("sub"), outside);
            try {
                assertNotEquals("SECRET", guest.read("secret"));
            } catch (ErrnoException e) {
                assertEquals(Errno.ESTALE, e.errno());
            }
            assertFails(Errno.ENOENT, () -> guest.read("/data/sub/secret"));
        }

        /** A process of the host swaps a directory with a link to the outside, as fast as it can, while a guest works. */
        @Test
        void letsNothingOutInARace() throws Exception {
            Path link = Files.createSymbolicLink(folder.resolve("link"), outside);
            Path away = temporary.resolve("away");
            AtomicBoolean stop = new AtomicBoolean();
            Thread attacker = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    try {
                        Files.move(folder.resolve("sub"), away);
                        Files.move(link, folder.resolve("sub"), StandardCopyOption.ATOMIC_MOVE);
                        Thread.onSpinWait();
                        Files.move(folder.resolve("sub"), link, StandardCopyOption.ATOMIC_MOVE);
                        Files.move(away, folder.resolve("sub"));
                    } catch (IOException e) {
                        // The guest's own changes got in between: go on.
                        continue;
                    }
                }
            });
            AtomicInteger worked = new AtomicInteger();
            try {
                for (int i = 0; i < 2000; i++) {
                    String name = "g" + i;
                    attempt(worked, () -> {
                        assertEquals("fake", guest.read("/data/sub/secret"));
                        return null;
                    });
                    attempt(worked, () -> {
                        guest.write("/data/sub/" + name, "guest");
                        return null;
                    });
                    attempt(worked, () -> {
                        guest.mkdir("/data/sub/" + name + "d");
                        return null;
                    });
                    attempt(worked, () -> {
                        guest.symlink("x", "/data/sub/" + name + "l");
                        return null;
                    });
                    attempt(worked, () -> {
                        guest.ln("/data/sub/secret", "/data/sub/" + name + "h");
                        return null;
                    });
                    attempt(worked, () -> {
                        guest.mv("/data/sub/" + name, "/data/sub/" + name + "m");
                        return null;
                    });
                    attempt(worked, () -> {
                        guest.rm("/data/sub/" + name + "m");
                        return null;
                    });
                    attempt(worked, () -> {
                        guest.chmod("/data/sub/" + name + "h", 0600);
                        return null;
                    });
                }
            } finally {
                stop.set(true);
                attacker.join();
            }
            try (var left = Files.list(outside)) {
                assertEquals(List.of("secret"), left.map(p -> p.getFileName().toString()).toList());
            }
            assertEquals("SECRET", Files.readString(outside.resolve("secret")));
            assertTrue(worked.get() > 0);
        }

        private void attempt(AtomicInteger worked, Callable<Void> action) throws Exception {
            try {
                action.call();
                worked.incrementAndGet();
            } catch (ErrnoException e) {
                // Lost the race: any errno is fine, an escape is not.
                return;
            }
        }
    }

    @Nested
    class SpecialFilesOfTheHost {
        @Test
        void areNotOpened() throws Exception {
            Path fifo = folder.resolve("fifo");
            assumeTrue(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor(10, TimeUnit.SECONDS) && Files.exists(fifo));
            assertEquals(FileType.SOCKET, guest.stat("/data/fifo").type());
            assertFails(Errno.ENXIO, () -> guest.open("/data/fifo", OpenFlags.READ));
            assertFails(Errno.ENXIO, () -> guest.open("/data/fifo", OpenFlags.REWRITE));
            assertFails(Errno.EPERM, () -> guest.chmod("/data/fifo", 0));
            guest.rm("/data/fifo");
        }

        @Test
        void areNotMade() {
            assertFails(Errno.EPERM, () -> guest.mknod("/data/p", FileType.FIFO));
        }
    }

    @Nested
    class AReadOnlyGrant {
        @Test
        void changesNothing() {
            HostFilesystem readOnly = new HostFilesystem(folder, HostOptions.READ_ONLY, BlockingWork.DIRECT);
            Guest reader = Guest.root(readOnly);
            assertEquals("fake", reader.read("/sub/secret"));
            assertFails(Errno.EROFS, () -> reader.write("/x", ""));
            assertFails(Errno.EROFS, () -> reader.open("/sub/secret", OpenFlags.WRITE));
            assertFails(Errno.EROFS, () -> reader.chmod("/sub/secret", 0));
            assertFails(Errno.EROFS, () -> reader.tree.setTimes(reader, null, "/sub", true, new FileTimes(1, 1)));
            OpenFileDescription file = reader.open("/sub/secret", OpenFlags.READ);
            assertFails(Errno.EINVAL, () -> file.setSize(0));
            assertFails(Errno.EROFS, () -> file.setMode(reader, 0));
            file.release();
            readOnly.close();
        }
    }

    @Test
    void nothingIsLeftBehindByAFailedMkdir() throws IOException {
        assertFails(Errno.EEXIST, () -> guest.mkdir("/data/sub"));
        guest.cd("/data/sub");
        guest.mkdir("x");
        guest.cd("x");
        guest.rmdir("/data/sub/x");
        assertFails(Errno.ENOENT, () -> guest.mkdir("y"));
        try (var left = Files.list(folder)) {
            assertEquals(List.of("sub"), left.map(p -> p.getFileName().toString()).toList());
        }
    }

    @Test
    void aMissingFolderIsTheEmbeddersMistake() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> new HostFilesystem(temporary.resolve("no"), HostOptions.READ_ONLY, BlockingWork.DIRECT));
        assertTrue(e.getMessage().contains("no"));
        assertThrows(IllegalArgumentException.class,
                () -> new HostFilesystem(outside.resolve("secret"), HostOptions.READ_ONLY, BlockingWork.DIRECT));
    }

    @Test
    void aLargeFileCostsFewHandOffs() throws IOException {
        Files.write(folder.resolve("big"), new byte[10 << 20]);
        AtomicInteger handOffs = new AtomicInteger();
        HostFilesystem counted = new HostFilesystem(folder, HostOptions.READ_ONLY, new BlockingWork() {
            @Override
            public <T> T run(Callable<T> work) throws Exception {
                handOffs.incrementAndGet();
                return work.call();
            }
        });
        Guest reader = Guest.root(counted);
        OpenFileDescription file = reader.open("/big", OpenFlags.READ);
        ByteBuffer piece = ByteBuffer.allocate(4096);
        long total = 0;
        for (int count = file.read(piece.clear()); count > 0; count = file.read(piece.clear())) {
            total += count;
        }
        file.release();
        assertEquals(10 << 20, total);
        assertTrue(handOffs.get() < 40, handOffs + " hand-offs");
        counted.close();
    }

    @Test
    void directoriesDeeperThanAnyPathNeedFewHandlesAndNoStack() throws IOException {
        int depth = 3000;
        guest.cd("/data");
        for (int i = 0; i < depth; i++) {
            guest.mkdir("d");
            guest.cd("d");
        }
        guest.write("f", "deep");
        for (int i = 0; i < 100; i++) {
            guest.mkdir("/data/sub/" + i);
            guest.ls("/data/sub/" + i);
        }
        assertEquals("deep", guest.read("f"));
        assertFails(Errno.ENAMETOOLONG, guest::pwd);
        guest.rm("f");
        for (int i = 0; i < depth; i++) {
            guest.cd("..");
            guest.rmdir("d");
        }
        assertEquals("/data", guest.pwd());
    }
}
