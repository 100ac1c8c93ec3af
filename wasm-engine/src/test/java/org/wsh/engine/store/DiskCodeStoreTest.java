// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wsh.engine.link.CodeStore.Shelf;

class DiskCodeStoreTest {
    private static final long WORTH_IT = 1_000_000_000;
    private static final long MUCH = 1 << 30;

    @TempDir
    Path temporary;
    Path folder;

    @BeforeEach
    void name() {
        folder = temporary.resolve("code");
    }

    private DiskCodeStore store() {
        return new DiskCodeStore(folder, MUCH, "build");
    }

    private static byte[] code(int seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Keeps classes F0 to F(n-1), whose content their number decides. */
    private void fill(String image, int n) {
        var store = store();
        Shelf shelf = store.open(image);
        for (int i = 0; i < n; i++) {
            shelf.keep('F', i, code(i, 40 + i), WORTH_IT);
        }
        store.flush();
    }

    private Path file() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(CodeFolder.CODE)).findFirst().orElseThrow();
        }
    }

    private long files(String suffix) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(suffix)).count();
        }
    }

    @Test
    void whatOneKeepsTheNextFinds() {
        fill("image", 3);
        Shelf shelf = store().open("image");
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(code(i, 40 + i), shelf.find('F', i));
        }
        assertNull(shelf.find('F', 3));
        assertNull(shelf.find('E', 0));
    }

    @Test
    void laterOnesAddToWhatIsThere() {
        fill("image", 3);
        var store = store();
        store.open("image").keep('E', 7, code(7, 100_000), WORTH_IT);
        store.flush();
        Shelf shelf = store().open("image");
        assertArrayEquals(code(2, 42), shelf.find('F', 2));
        assertArrayEquals(code(7, 100_000), shelf.find('E', 7));
    }

    @Test
    void anotherImageOrBuildOfTheEngineHasItsOwn() {
        fill("image", 1);
        assertNull(store().open("image2").find('F', 0));
        assertNull(new DiskCodeStore(folder, MUCH, "build2").open("image").find('F', 0));
    }

    @Test
    void whatWasQuicklyMadeIsNotWritten() throws IOException {
        var store = store();
        store.open("image").keep('F', 0, code(0, 10), 1000);
        store.flush();
        assertEquals(0, files(CodeFolder.CODE));
    }

    @Nested
    class DamagedFiles {
        private void expectTheTruthOrNothing() {
            Shelf shelf = store().open("image");
            for (int i = 0; i < 3; i++) {
                byte[] found = shelf.find('F', i);
                if (found != null) {
                    assertArrayEquals(code(i, 40 + i), found);
                }
            }
        }

        @Test
        void noFlippedBitIsBelieved() throws IOException {
            fill("image", 3);
            Path file = file();
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < whole.length; i++) {
                for (int bit : new int[] {1, 0x80}) {
                    byte[] changed = whole.clone();
                    changed[i] ^= (byte) bit;
                    Files.write(file, changed);
                    expectTheTruthOrNothing();
                }
            }
        }

        @Test
        void aClassUnderAnotherOnesNameIsNotBelieved() throws IOException {
            fill("image", 2);
            Path file = file();
            byte[] whole = Files.readAllBytes(file);
            for (int i = 8; i < 40; i++) {      // offset, length and seal of the first entry become the second's
                whole[16 + i] = whole[56 + i];
            }
            Files.write(file, whole);
            assertNull(store().open("image").find('F', 0));
        }

        @Test
        void anotherImagesFileIsNotBelieved() throws IOException {
            fill("image", 1);
            Path first = file();
            byte[] content = Files.readAllBytes(first);
            Files.delete(first);
            fill("other", 1);
            Files.write(file(), content);
            assertNull(store().open("other").find('F', 0));
        }

        @Test
        void noTruncationIsBelieved() throws IOException {
            fill("image", 3);
            Path file = file();
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length; length++) {
                Files.write(file, java.util.Arrays.copyOf(whole, length));
                expectTheTruthOrNothing();
            }
        }

        @Test
        void aFileCutWhileInUseGivesNothing() throws IOException {
            fill("image", 3);
            Shelf shelf = store().open("image");
            Files.write(file(), new byte[100]);
            assertNull(shelf.find('F', 2));
        }

        @Test
        void damageIsRepaired() throws IOException {
            fill("image", 3);
            byte[] whole = Files.readAllBytes(file());
            whole[whole.length - 1] ^= 1;
            Files.write(file(), whole);
            assertNull(store().open("image").find('F', 2));
            fill("image", 3);
            assertNotNull(store().open("image").find('F', 2));
        }

        @Test
        void aKeyOfTheWrongLengthIsReplaced() throws IOException {
            fill("image", 1);
            Files.write(folder.resolve(CodeFolder.KEY), new byte[5]);
            assertNull(store().open("image").find('F', 0));
            fill("image", 1);
            assertNotNull(store().open("image").find('F', 0));
        }

        @Test
        void aFifoOrFolderInAFilesPlaceIsNotOpened() throws IOException {
            fill("image", 1);
            Path file = file();
            Files.delete(file);
            Files.createDirectory(file);
            assertNull(store().open("image").find('F', 0));
            fill("image", 1);
        }
    }

    @Nested
    class PlacesThatCanNotBeUsed {
        private void expectUnused() {
            var store = store();
            assertSame(Shelf.EMPTY, store.open("image"));
            store.flush();
        }

        @Test
        void aFolderThatOthersMayReadOrWrite() throws IOException {
            fill("image", 1);
            for (String mode : List.of("rwxr-x---", "rwx-w----", "rwxrwxrwx", "rwx-----x")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
                expectUnused();
            }
        }

        @Test
        void aKeyThatOthersMayRead() throws IOException {
            fill("image", 1);
            Files.setPosixFilePermissions(folder.resolve(CodeFolder.KEY), PosixFilePermissions.fromString("rw-r--r--"));
            expectUnused();
        }

        @Test
        void aSymbolicLink() throws IOException {
            fill("image", 1);
            Path real = temporary.resolve("real");
            Files.move(folder, real);
            Files.createSymbolicLink(folder, real);
            expectUnused();
        }

        @Test
        void aPlaceBelowAFile() throws IOException {
            Files.createFile(temporary.resolve("file"));
            folder = temporary.resolve("file/code");
            expectUnused();
        }

        @Test
        void aFullDiskCostsNothingButSpeed() throws IOException {
            fill("image", 1);
            var full = CodeFolder.at(folder, MUCH);
            assertThrows(IOException.class, () -> full.replace("image", out -> {
                out.write(java.nio.ByteBuffer.allocate(1000));
                throw new IOException("No space left on device");
            }));
            assertEquals(0, files(CodeFolder.TEMPORARY));
            assertNotNull(store().open("image").find('F', 0));
        }

        @Test
        void aFolderThatVanishes() throws IOException {
            var store = store();
            store.open("image").keep('F', 0, code(0, 10), WORTH_IT);
            Files.delete(folder.resolve(CodeFolder.KEY));
            Files.delete(folder);
            store.flush();
            assertFalse(Files.exists(folder));
        }
    }

    @Nested
    class TheBound {
        private void keep(long most, String image) throws IOException {
            var store = new DiskCodeStore(folder, most, "build");
            store.open(image).keep('F', 0, code(1, 10_000), WORTH_IT);
            store.flush();
        }

        @Test
        void whatWasUsedLongestAgoGoesFirst() throws IOException {
            for (String image : List.of("a", "b", "c")) {
                keep(35_000, image);
                try (var files = Files.list(folder)) {      // older than a touch's grain, in order
                    for (Path file : files.filter(f -> f.toString().endsWith(CodeFolder.CODE)).toList()) {
                        Files.setLastModifiedTime(file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() - 1_000_000));
                    }
                }
            }
            store().open("a");      // being used makes it young
            keep(35_000, "d");
            assertNotNull(store().open("a").find('F', 0));
            assertNull(store().open("b").find('F', 0));
            assertNotNull(store().open("c").find('F', 0));
            assertNotNull(store().open("d").find('F', 0));
        }

        @Test
        void whatIsLargerThanItIsNotWritten() throws IOException {
            keep(5_000, "a");
            assertEquals(0, files(CodeFolder.CODE));
        }

        @Test
        void abandonedTemporariesGo() throws IOException {
            fill("image", 1);
            Path old = Files.createFile(folder.resolve("x" + CodeFolder.TEMPORARY));
            Path young = Files.createFile(folder.resolve("y" + CodeFolder.TEMPORARY));
            Files.setLastModifiedTime(old, FileTime.fromMillis(0));
            fill("image2", 1);
            assertFalse(Files.exists(old));
            assertTrue(Files.exists(young));
        }
    }

    /** Each with a store of its own, as processes have. */
    @Test
    void manyAtOnceFindNothingButTheTruth() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var work = new java.util.ArrayList<Callable<Void>>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                work.add(() -> {
                    for (int round = 0; round < 20; round++) {
                        var store = store();
                        Shelf shelf = store.open("image" + round % 2);
                        for (int i = 0; i < 40; i++) {
                            byte[] found = shelf.find('F', i);
                            if (found != null) {
                                assertArrayEquals(code(i, 1000 + i), found);
                            } else if (i % 8 == thread) {
                                shelf.keep('F', i, code(i, 1000 + i), WORTH_IT);
                            }
                        }
                        store.flush();
                    }
                    return null;
                });
            }
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }
        assertEquals(0, files(CodeFolder.TEMPORARY));
    }
}
