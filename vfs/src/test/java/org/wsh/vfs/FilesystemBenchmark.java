// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.wsh.vfs.host.HostFilesystem;
import org.wsh.vfs.host.HostOptions;
import org.wsh.vfs.image.ImageEntry;
import org.wsh.vfs.image.ImageFilesystem;
import org.wsh.vfs.memory.MemoryFilesystem;
import org.wsh.vfs.overlay.OverlayFilesystem;

/**
 * Times, by hand: {@code java -cp target/classes:target/test-classes:… org.wsh.vfs.FilesystemBenchmark}. Not a test: time never
 * decides one.
 */
final class FilesystemBenchmark {
    private static final TimeSource CLOCK = () -> System.currentTimeMillis() * 1_000_000;

    private FilesystemBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        OverlayFilesystem overlay = new OverlayFilesystem(image(), SpaceBudget.UNLIMITED, 1 << 20, CLOCK);
        Guest overlayGuest = Guest.root(overlay);
        overlayGuest.stat("/bin/tool");
        System.out.printf("first image, overlay, tree, stat: %.1f ms%n", (System.nanoTime() - start) / 1e6);
        for (int round = 0; round < 3; round++) {
            Guest memory = Guest.root(new MemoryFilesystem(SpaceBudget.UNLIMITED, 1 << 20, CLOCK));
            memory.mkdir("/d");
            small("memory", memory);
            small("overlay", overlayGuest);
            path("memory", memory);
            path("overlay", overlayGuest);
            large("memory", memory, "/d/large");
            listing(memory);
            Path folder = Files.createTempDirectory("bench");
            Guest host = Guest.root(new HostFilesystem(folder, HostOptions.READ_WRITE, BlockingWork.DIRECT));
            host.mkdir("/d");
            small("host", host);
            large("host", host, "/d/large");
            Files.delete(folder.resolve("d/large"));
            Files.delete(folder.resolve("d"));
            Files.delete(folder);
        }
    }

    private static ImageFilesystem image() {
        return ImageFilesystem.of(List.of(ImageEntry.directory("/d", 0755), ImageEntry.file("/bin/tool", 0755, "\0asm")));
    }

    private static void small(String name, Guest guest) {
        int count = name.equals("host") ? 20_000 : 300_000;
        byte[] content = new byte[1000];
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            OpenFileDescription file = guest.open("/d/file", OpenFlags.REWRITE);
            file.write(ByteBuffer.wrap(content));
            file.release();
            guest.stat("/d/file");
            guest.rm("/d/file");
        }
        report(name + " create, write 1000, close, stat, unlink", start, count);
    }

    private static void path(String name, Guest guest) {
        guest.mkdirs("/d/a/b/c");
        guest.write("/d/a/b/c/f", "x");
        int count = 1_000_000;
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            guest.stat("/d/a/b/c/f");
        }
        report(name + " stat, 5 components", start, count);
        start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            guest.open("/d/a/b/c/f", OpenFlags.READ).release();
        }
        report(name + " open+close, 5 components", start, count);
    }

    private static void large(String name, Guest guest, String path) {
        byte[] piece = new byte[64 << 10];
        int pieces = 4096;
        long start = System.nanoTime();
        OpenFileDescription file = guest.open(path, OpenFlags.REWRITE);
        for (int i = 0; i < pieces; i++) {
            file.write(ByteBuffer.wrap(piece));
        }
        file.release();
        System.out.printf("%-45s %6.2f GB/s%n", name + " write 256 MB", 256.0 / 1024 * 1e9 / (System.nanoTime() - start));
        for (int turn = 0; turn < 3; turn++) {
            start = System.nanoTime();
            file = guest.open(path, OpenFlags.READ);
            ByteBuffer into = ByteBuffer.wrap(piece);
            while (file.read(into.clear()) > 0) {
                continue;
            }
            file.release();
            System.out.printf("%-45s %6.2f GB/s%n", name + " read 256 MB", 256.0 / 1024 * 1e9 / (System.nanoTime() - start));
        }
        file = guest.open(path, OpenFlags.READ);
        ByteBuffer one = ByteBuffer.allocate(1);
        start = System.nanoTime();
        for (int i = 0; i < 1_000_000; i++) {
            file.readAt(one.clear(), i);
        }
        report(name + " 1-byte read", start, 1_000_000);
        file.release();
        guest.truncate(path, 0);
    }

    private static void listing(Guest guest) {
        guest.mkdir("/d/many");
        long start = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            guest.open("/d/many/" + i, OpenFlags.REWRITE).release();
        }
        report("memory create in a directory of 100,000", start, 100_000);
        start = System.nanoTime();
        guest.ls("/d/many");
        report("memory list 100,000, by 3", start, 100_000);
        start = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            guest.rm("/d/many/" + i);
        }
        report("memory unlink in a directory of 100,000", start, 100_000);
        guest.rmdir("/d/many");
    }

    private static void report(String what, long start, int count) {
        System.out.printf("%-45s %8.3f µs%n", what, (System.nanoTime() - start) / 1e3 / count);
    }
}
