// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.wsh.process.wasm.ImageCache;
import org.wsh.process.wasm.WasmImage;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.PlacedCaller;
import org.wsh.vfs.VirtualFilesystem;

/**
 * From a path to something that can run, by the file's first bytes: {@code \0asm} a Wasm module, {@code #!} a script for an interpreter,
 * {@code \0wsh} a hosted program's name. The file must be regular and executable for the caller; it need not be readable.
 */
final class Loader {
    /** First bytes of a file that stands for a hosted program; its name follows, up to a newline. */
    static final String HOSTED_MAGIC = "\0wsh";
    private static final int MOST_INTERPRETERS = 5;
    private static final int HEAD = 256;
    private static final int MOST_STRING = 128 << 10;
    private static final int MOST_ARGUMENTS = 2 << 20;
    private static final int POINTER = 8;

    private final VirtualFilesystem vfs;
    private final Function<String, Program> hosted;
    private final ImageCache images;
    private final Function<WasmImage, Program> programs;

    Loader(VirtualFilesystem vfs, Function<String, Program> hosted, ImageCache images, Function<WasmImage, Program> programs) {
        this.vfs = vfs;
        this.hosted = hosted;
        this.images = images;
        this.programs = programs;
    }

    record Loaded(Program program, Process.ProgramInfo info) {}

    /**
     * @throws ErrnoException ENOENT, EACCES (not regular, not executable), E2BIG, ELOOP (interpreters of interpreters), ENOMEM;
     *                        ENOEXEC, whose {@code about} says what is wrong with the file
     */
    Loaded load(Caller caller, String path, List<String> arguments, List<String> environment) {
        requireShort(arguments, environment);
        String file = path;
        List<String> argv = arguments;
        for (int depth = 0; depth <= MOST_INTERPRETERS; depth++) {
            vfs.access(caller, null, file, 1);
            // Root reads what the caller may only execute.
            var reader = new PlacedCaller(Credentials.ROOT, caller.root(), caller.workingDirectory(), 0);
            OpenFileDescription open = vfs.open(reader, null, file, OpenFlags.READ, 0);
            try {
                Attributes attributes = open.attributes();
                if (attributes.type() != FileType.REGULAR) {
                    throw new ErrnoException(Errno.EACCES, file);
                }
                WasmImage known = images.find(attributes);
                Program program = null;
                if (known == null) {
                    byte[] head = head(open);
                    if (startsWith(head, "#!")) {
                        argv = interpreterArguments(head, file, argv);
                        file = argv.getFirst();
                        continue;
                    }
                    if (startsWith(head, HOSTED_MAGIC)) {
                        program = hosted(head);
                    } else {
                        known = images.load(open, attributes, file);
                    }
                }
                return new Loaded(program != null ? program : programs.apply(known), new Process.ProgramInfo(vfs.pathOf(caller, open.location()), path, argv, environment));
            } finally {
                open.release();
            }
        }
        throw new ErrnoException(Errno.ELOOP, path);
    }

    /** Linux's limits: of each string, and of all with a pointer to each. */
    private static void requireShort(List<String> arguments, List<String> environment) {
        long bytes = 0;
        for (List<String> strings : List.of(arguments, environment)) {
            for (String string : strings) {
                bytes += string.length() + 1 + POINTER;
                if (string.length() >= MOST_STRING || bytes > MOST_ARGUMENTS) {
                    throw new ErrnoException(Errno.E2BIG);
                }
            }
        }
    }

    private Program hosted(byte[] head) {
        String text = new String(head, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String name = text.substring(HOSTED_MAGIC.length(), end < 0 ? text.length() : end).strip();
        Program code = hosted.apply(name);
        if (code == null) {
            throw new ErrnoException(Errno.ENOEXEC, "names the hosted program \"" + name + "\", which this machine does not have");
        }
        return code;
    }

    /** As Linux: {@code #!interpreter [one argument]}, then the script's path, then its own arguments without the name. */
    private static List<String> interpreterArguments(byte[] head, String file, List<String> arguments) {
        int end = 2;
        while (end < head.length && head[end] != '\n') {
            end++;
        }
        String line = new String(head, 2, end - 2, StandardCharsets.UTF_8).strip();
        if (line.isEmpty()) {
            throw new ErrnoException(Errno.ENOEXEC, "starts with #! but names no interpreter");
        }
        int space = 0;
        while (space < line.length() && line.charAt(space) != ' ' && line.charAt(space) != '\t') {
            space++;
        }
        List<String> argv = new ArrayList<>();
        argv.add(line.substring(0, space));
        String option = line.substring(space).strip();
        if (!option.isEmpty()) {
            argv.add(option);
        }
        argv.add(file);
        argv.addAll(arguments.subList(Math.min(1, arguments.size()), arguments.size()));
        return argv;
    }

    private static byte[] head(OpenFileDescription open) {
        ByteBuffer buffer = ByteBuffer.allocate(HEAD);
        while (buffer.hasRemaining() && open.readAt(buffer, buffer.position()) > 0) {
            // until full or at the end
        }
        return java.util.Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static boolean startsWith(byte[] head, String magic) {
        if (head.length < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if (head[i] != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
