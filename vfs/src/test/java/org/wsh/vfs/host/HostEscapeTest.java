// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.wsh.vfs.FileRules.assertFails;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileTimes;
import org.wsh.vfs.Guest;

/** Ways out of a granted folder that others have found elsewhere: none is one here. */
class HostEscapeTest extends GrantedFolder {
    private static final int ROUNDS = 3000;

    @Override
    void fill(Path granted) throws IOException {
        Files.createDirectories(granted.resolve("a/deep"));
        Files.createDirectories(granted.resolve("b"));
        Files.writeString(granted.resolve("a/secret"), "fake");
    }

    @AfterEach
    void nothingGotOut() throws IOException {
        filesystem.close();
        try (var left = Files.list(outside)) {
            assertEquals(List.of("secret"), left.map(path -> path.getFileName().toString()).toList());
        }
        assertEquals("SECRET", Files.readString(outside.resolve("secret")));
    }

    private interface Attempt {
        void run();
    }

    /** Any errno is fine. */
    private static void attempt(AtomicInteger worked, Attempt attempt) {
        try {
            attempt.run();
            worked.incrementAndGet();
        } catch (ErrnoException lost) {
            // refused, or somebody was faster
            return;
        }
    }

    private void assertNoSecret(Guest reader, String path) {
        assertFalse(reader.read(path).contains("SECRET"), path);
    }

    /** Everything that a guest can do with a folder, {@code ROUNDS} times. @return how much of it worked */
    private int workIn(Guest worker, String place) {
        AtomicInteger worked = new AtomicInteger();
        for (int i = 0; i < ROUNDS; i++) {
            String name = place + "/g" + i;
            String hard = "/data/b/h" + i % 7;
            attempt(worked, () -> assertNoSecret(worker, place + "/secret"));
            attempt(worked, () -> worker.write(name, "guest"));
            attempt(worked, () -> worker.truncate(place + "/secret", 4));
            attempt(worked, () -> worker.chmod(place + "/secret", 0600));
            attempt(worked, () -> worker.tree.setTimes(worker, null, place + "/secret", true, new FileTimes(1, 1)));
            attempt(worked, () -> worker.ln(place + "/secret", hard));
            attempt(worked, () -> worker.symlink("x", name + "l"));
            attempt(worked, () -> worker.mkdir(name + "d"));
            attempt(worked, () -> worker.mv(place + "/secret", name + "m"));
            attempt(worked, () -> worker.mv(name + "m", place + "/secret"));
            attempt(worked, () -> worker.rmdir(name + "d"));
            attempt(worked, () -> worker.rm(name + "l"));
            attempt(worked, () -> worker.rm(name));
            attempt(worked, () -> worker.ls(place));
            for (int j = 0; j < 7; j++) {
                String link = "/data/b/h" + j;
                attempt(worked, () -> assertNoSecret(worker, link));
                attempt(worked, () -> worker.rm(link));
            }
        }
        return worked.get();
    }

    private static final class Attacker implements AutoCloseable {
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicInteger rounds = new AtomicInteger();
        private final Thread thread;

        Attacker(Attempt attack) {
            thread = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    attack.run();
                    rounds.incrementAndGet();
                }
            });
        }

        @Override
        public void close() throws InterruptedException {
            stop.set(true);
            thread.join();
            assertTrue(rounds.get() > 0);
        }
    }

    /** renameat2(RENAME_EXCHANGE) swaps a folder and a link to the outside at one stroke: there is never nothing there. */
    @Test
    void aProcessOfTheHostThatExchangesAFolderForALink() throws Throwable {
        Linker linker = Linker.nativeLinker();
        var symbol = linker.defaultLookup().find("renameat2");
        assumeTrue(System.getProperty("os.name").equals("Linux") && symbol.isPresent(), "this host has no renameat2");
        var integer = ValueLayout.JAVA_INT;
        MethodHandle rename = linker.downcallHandle(symbol.get(), FunctionDescriptor.of(integer, integer, ValueLayout.ADDRESS, integer, ValueLayout.ADDRESS, integer));
        Files.createSymbolicLink(temporary.resolve("link"), outside);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment inside = arena.allocateFrom(folder.resolve("a").toString());
            MemorySegment link = arena.allocateFrom(temporary.resolve("link").toString());
            int workingDirectory = -100;
            int exchange = 2;
            try (Attacker attacker = new Attacker(() -> call(rename, workingDirectory, inside, workingDirectory, link, exchange))) {
                assertTrue(workIn(guest, "/data/a") > 0);
            }
        }
    }

    private static void call(MethodHandle rename, int from, MemorySegment one, int to, MemorySegment other, int flags) {
        try {
            int result = (int) rename.invokeExact(from, one, to, other, flags);
            assertTrue(result <= 0);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /** The same, of a folder in the middle of the path, in which the guest stands. */
    @Test
    void aProcessOfTheHostThatMovesAWorkingDirectoryOut() throws IOException {
        guest.cd("/data/a/deep");
        Path moved = temporary.resolve("moved");
        Files.move(folder.resolve("a"), moved);
        Files.writeString(moved.resolve("late"), "SECRET");
        for (String path : List.of("../../outside/secret", "../../../outside/secret", "../../../../../../../../" + outside.resolve("secret"))) {
            AtomicInteger worked = new AtomicInteger();
            attempt(worked, () -> assertNoSecret(guest, path));
            attempt(worked, () -> guest.write(path, "x"));
            assertEquals(0, worked.get(), path);
        }
    }

    /** A second guest moves the folder in which the first one climbs. */
    @Test
    void aSecondGuestThatRenamesWhatTheFirstWalksThrough() throws InterruptedException {
        Guest second = guest.as(0, 0);
        try (Attacker attacker = new Attacker(() -> {
            attempt(new AtomicInteger(), () -> second.mv("/data/a/deep", "/data/b/deep"));
            attempt(new AtomicInteger(), () -> second.mv("/data/b/deep", "/data/a/deep"));
        })) {
            AtomicInteger worked = new AtomicInteger();
            for (int i = 0; i < ROUNDS; i++) {
                attempt(worked, () -> assertNoSecret(guest, "/data/a/deep/../../../outside/secret"));
                attempt(worked, () -> assertNoSecret(guest, "/data/a/deep/../../outside/secret"));
                attempt(worked, () -> guest.write("/data/b/deep/../../../outside/x", "x"));
                attempt(worked, () -> guest.write("/data/b/deep/../../outside/x", "x"));
                attempt(worked, () -> guest.cd("/data/a/deep"));
                attempt(worked, () -> assertNoSecret(guest, "../../outside/secret"));
            }
        }
    }

    /** A second guest swaps a link and a folder under one name. */
    @Test
    void aSecondGuestThatSwapsAFolderForALink() throws InterruptedException {
        Guest second = guest.as(0, 0);
        second.symlink(outside.toString(), "/data/link");
        try (Attacker attacker = new Attacker(() -> {
            attempt(new AtomicInteger(), () -> second.mv("/data/a", "/data/kept"));
            attempt(new AtomicInteger(), () -> second.mv("/data/link", "/data/a"));
            attempt(new AtomicInteger(), () -> second.mv("/data/a", "/data/link"));
            attempt(new AtomicInteger(), () -> second.mv("/data/kept", "/data/a"));
        })) {
            assertTrue(workIn(guest, "/data/a") > 0);
        }
    }

    @Test
    void hardLinksToWhatTheGuestCannotName() throws IOException {
        Files.createSymbolicLink(folder.resolve("soft"), outside.resolve("secret"));
        for (String path : List.of("/data/../outside/secret", "/data/soft/../secret", outside.resolve("secret").toString(), "/data/a/../../../" + outside + "/secret")) {
            assertFails(Errno.ENOENT, () -> guest.ln(path.startsWith("/data/soft") ? "/data/nothing" : path, "/data/hard"));
        }
        assertFails(Errno.ENOENT, () -> guest.tree.link(guest, null, "/data/soft", true, null, "/data/hard"));
        assertFails(Errno.EXDEV, () -> {
            guest.write("/memory", "");
            guest.ln("/memory", "/data/hard");
        });
    }

    @Test
    void spellingsOfNamesAndOfTheWayUp() throws IOException {
        List<String> ups = List.of("..", ". .", ".. ", "..\u200b", "\uff0e\uff0e", "\u2024\u2024", "..\\", "%2e%2e", "..;", "..:", "\u2025");
        for (String up : ups) {
            for (String slash : List.of("/", "\\", "\uff0f", "\u2215", "\u2044", "%2f")) {
                String path = "/data/" + up + slash + up + slash + "outside" + slash + "secret";
                try {
                    assertNoSecret(guest, path);
                } catch (ErrnoException refused) {
                    assertTrue(List.of(Errno.ENOENT, Errno.EILSEQ, Errno.EINVAL).contains(refused.errno()), path + ": " + refused.errno());
                }
            }
        }
        boolean ignoresCase = Files.exists(folder.resolve("A"));
        assertEquals(ignoresCase, guest.exists("/data/A"));
        if (!ignoresCase) {
            guest.mkdir("/data/A");
            assertFalse(guest.stat("/data/A").inode() == guest.stat("/data/a").inode());
        }
    }

    @Test
    void namesThatTwoSpellingsHave() {
        String composed = "/data/caf\u00e9";
        String decomposed = "/data/cafe\u0301";
        try {
            guest.write(composed, "composed");
        } catch (ErrnoException cannotBeEncoded) {
            assumeTrue(cannotBeEncoded.errno() != Errno.EILSEQ, "this JVM's locale cannot name it");
        }
        assertTrue(!guest.exists(decomposed) || guest.stat(decomposed).inode() == guest.stat(composed).inode());
    }
}
