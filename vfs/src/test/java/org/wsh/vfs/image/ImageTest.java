// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.vfs.FileRules.assertFails;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.Errno;
import org.wsh.vfs.FakeBudget;
import org.wsh.vfs.FakeClock;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Guest;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.overlay.OverlayFilesystem;

class ImageTest {
    private final List<ImageEntry> entries = List.of(
            ImageEntry.directory("/tmp", 01777),
            ImageEntry.file("/bin/a", 0755, "same"),
            ImageEntry.file("/bin/b", 0755, "same"),
            ImageEntry.file("/bin-extra/c", 04711, ""),
            ImageEntry.link("/bin/l", "a"),
            new ImageEntry("/dev/null", FileType.CHARACTER_DEVICE, 0666, 0, 0, 0, null, null, 0x103),
            new ImageEntry("/home/ünï", FileType.REGULAR, 0600, 7, 8, 123_456_789_012L, new byte[] {1, 2, 3}, null, 0));
    private final byte[] archive = ImageWriter.archive(entries);
    private final Guest guest = Guest.root(new ImageFilesystem(archive));

    @Nested
    class BadArchives {
        @Test
        void everyTruncatedOneIsRefused() {
            int index = archive.length - 7;
            for (int length = 0; length < archive.length; length++) {
                byte[] cut = Arrays.copyOf(archive, length);
                assertThrows(IllegalArgumentException.class, () -> new ImageFilesystem(cut), "length " + length + " of " + index);
            }
        }

        @Test
        void damagedOnesAreRefusedOrHarmless() {
            Random random = new Random(3);
            for (int i = 0; i < 20_000; i++) {
                byte[] damaged = archive.clone();
                for (int n = 0; n <= random.nextInt(3); n++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                try {
                    Guest reader = Guest.root(new ImageFilesystem(damaged));
                    for (String name : reader.ls("/")) {
                        if (reader.lstat("/" + name).type() == FileType.DIRECTORY) {
                            reader.ls("/" + name);
                        }
                    }
                } catch (IllegalArgumentException e) {
                    assertTrue(e.getMessage().contains("image archive"), e.getMessage());
                }
            }
        }

        @Test
        void theWriterRefusesBadEntries() {
            for (String path : List.of("", "bin", "/a/../b", "/a//b", "/a/", "/a/.", "/\0")) {
                assertThrows(IllegalArgumentException.class, () -> ImageEntry.file(path, 0644, ""), path);
            }
            ImageWriter writer = new ImageWriter().add(ImageEntry.file("/a", 0644, ""));
            assertThrows(IllegalArgumentException.class, () -> writer.add(ImageEntry.file("/a", 0644, "")));
            assertThrows(IllegalArgumentException.class, () -> writer.add(ImageEntry.file("/a/b", 0644, "")));
        }
    }

    @Nested
    class AnImage {
        @Test
        void showsWhatWasPutIn() {
            assertEquals(List.of("bin", "bin-extra", "dev", "home", "tmp"), guest.ls("/"));
            assertEquals(List.of("a", "b", "l"), guest.ls("/bin"));
            assertEquals("same", guest.read("/bin/b"));
            assertEquals("same", guest.read("/bin/l"));
            assertEquals(01777, guest.stat("/tmp").mode());
            assertEquals(04711, guest.stat("/bin-extra/c").mode());
            assertEquals(0x103, guest.stat("/dev/null").rdev());
            assertEquals(7, guest.stat("/home/ünï").uid());
            assertEquals(123_456_789_012L, guest.stat("/home/ünï").modificationTime());
            assertEquals(7, guest.stat("/").links());
        }

        @Test
        void knowsDigestsIfItIsTrustedUntilAFileIsChanged() throws Exception {
            String expected = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(new byte[] {1, 2, 3}));
            assertNull(digest(guest));
            assertEquals(expected, digest(Guest.root(ImageFilesystem.trusted(archive))));
            Guest over = Guest.root(new OverlayFilesystem(ImageFilesystem.trusted(archive), new FakeBudget(1 << 20), 100, new FakeClock()));
            assertEquals(expected, digest(over));
            over.chmod("/home/ünï", 0644);
            assertEquals(expected, digest(over));
            over.append("/home/ünï", "x");
            assertNull(digest(over));
        }

        private static String digest(Guest guest) {
            OpenFileDescription file = guest.open("/home/ünï", OpenFlags.READ);
            try {
                return file.knownSha256();
            } finally {
                file.release();
            }
        }

        @Test
        void isReadOnly() {
            assertFails(Errno.EROFS, () -> guest.write("/x", ""));
            assertFails(Errno.EROFS, () -> guest.open("/bin/a", OpenFlags.WRITE));
            assertFails(Errno.EROFS, () -> guest.chmod("/bin/a", 0));
            assertFails(Errno.EROFS, () -> guest.rm("/bin/a"));
        }

        @Test
        void isTheSameBytesInWhateverOrderItWasFilled() {
            List<ImageEntry> shuffled = new ArrayList<>(entries);
            for (int i = 0; i < 10; i++) {
                Collections.shuffle(shuffled, new Random(i));
                Guest other = Guest.root(new ImageFilesystem(ImageWriter.archive(shuffled)));
                assertEquals(guest.stat("/home/ünï"), other.stat("/home/ünï"));
                assertArrayEquals(archive, ImageWriter.archive(shuffled));
            }
        }
    }
}
