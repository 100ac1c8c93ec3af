// SPDX-License-Identifier: Apache-2.0
package org.wsh.userland.build;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.wsh.vfs.image.ImageEntry;
import org.wsh.vfs.image.ImageWriter;

/**
 * Packs the root image, at build time: the files of {@code src/main/image}, the multi-call module with a symbolic link for each of its commands, and
 * the directories that a machine expects. The same inputs make the same bytes.
 */
final class RootImage {
    private static final int USER = 1000;
    private static final List<String> HOSTED = List.of("sh", "strace");

    private final ImageWriter writer = new ImageWriter();

    /** Arguments: the folder of plain files, the folder of the built module, the archive to write. */
    public static void main(String[] arguments) throws IOException {
        RootImage image = new RootImage();
        image.addDirectories();
        image.addPrograms(Path.of(arguments[1]));
        image.addFiles(Path.of(arguments[0]));
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[2]))) {
            image.writer.writeTo(out);
        }
    }

    private void addDirectories() {
        for (String path : List.of("/bin", "/dev", "/etc", "/home", "/mnt", "/proc", "/sbin", "/usr", "/usr/share", "/var")) {
            writer.add(ImageEntry.directory(path, 0755));
        }
        writer.add(ImageEntry.directory("/root", 0700));
        writer.add(ImageEntry.directory("/tmp", 01777));
        writer.add(ImageEntry.directory("/var/tmp", 01777));
        writer.add(owned(ImageEntry.directory("/home/user", 0755)));
        writer.add(ImageEntry.link("/usr/bin", "../bin"));
    }

    private void addPrograms(Path built) throws IOException {
        writer.add(ImageEntry.file("/bin/coreutils", 0755, Files.readAllBytes(built.resolve("coreutils.wasm"))));
        for (String command : Files.readAllLines(built.resolve("commands.txt"))) {
            if (!command.isBlank()) {
                writer.add(ImageEntry.link("/bin/" + command.strip(), "coreutils"));
            }
        }
        // Their code is Java: these files only name it.
        for (String hosted : HOSTED) {
            writer.add(ImageEntry.file("/bin/" + hosted, 0755, "\0wsh " + hosted + "\n"));
        }
        writer.add(ImageEntry.link("/bin/wsh", "sh"));
    }

    private void addFiles(Path files) throws IOException {
        if (!Files.isDirectory(files)) {
            return;
        }
        try (Stream<Path> all = Files.walk(files)) {
            for (Path file : all.sorted().toList()) {
                String path = "/" + files.relativize(file).toString().replace('\\', '/');
                if (!Files.isDirectory(file)) {
                    ImageEntry entry = ImageEntry.file(path, 0644, Files.readAllBytes(file));
                    writer.add(path.startsWith("/home/user/") ? owned(entry) : entry);
                }
            }
        }
    }

    private static ImageEntry owned(ImageEntry entry) {
        return new ImageEntry(entry.path(), entry.type(), entry.mode(), USER, USER, entry.time(), entry.content(), entry.target(),
                entry.rdev());
    }
}
