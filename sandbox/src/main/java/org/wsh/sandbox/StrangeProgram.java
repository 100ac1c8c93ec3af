// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wsh.vfs.ErrnoException;

/**
 * A program of the host for the rehearsal: the image's commands as a module that nobody has code for, since a custom section makes it another one, and that is large enough to be hashed beside its start. It is run under
 * the names of several commands, so that much of it is compiled, and later found in the code cache.
 */
final class StrangeProgram implements AutoCloseable {
    private static final int PADDING = 12 << 20;
    private static final String SECTION = "rehearsal";

    private final Path folder, module;

    StrangeProgram() throws IOException, ErrnoException {
        folder = Files.createTempDirectory("wsh-rehearsal");
        try (Machine machine = Machine.builder().build()) {
            module = Files.write(folder.resolve("module"), padded(machine.read("/bin/sort")));
        }
    }

    private static byte[] padded(byte[] module) {
        byte[] name = SECTION.getBytes(StandardCharsets.US_ASCII);
        var out = new ByteArrayOutputStream(module.length + PADDING + 32);
        out.writeBytes(module);
        out.write(0);       // a custom section
        for (int size = 1 + name.length + PADDING; ; size >>>= 7) {
            if (size < 0x80) {
                out.write(size);
                break;
            }
            out.write(size & 0x7f | 0x80);
        }
        out.write(name.length);
        out.writeBytes(name);
        out.writeBytes(new byte[PADDING]);
        return out.toByteArray();
    }

    /** Its file on the host, under the name of that command. */
    String named(String command) throws IOException {
        Path file = folder.resolve(command);
        if (!Files.exists(file)) {
            Files.createSymbolicLink(file, module);
        }
        return file.toString();
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
