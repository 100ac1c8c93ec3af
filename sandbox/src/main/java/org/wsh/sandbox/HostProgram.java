// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import org.wsh.process.SearchPath;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** A script or program of the host, shown to the guest; or the reason why it cannot run, for the person who typed its name. */
final class HostProgram {
    /** The shell's statuses for what cannot be found, and for what cannot be run. */
    private static final int NOT_FOUND = 127;

    private static final int NOT_RUN = 126;
    /** Where a file goes whose own name is taken. */
    private static final String ASIDE = "/run/wsh/";

    private final Machine machine;

    HostProgram(Machine machine) {
        this.machine = machine;
    }

    /** @return what the guest shall call it: {@code name} itself, if that is free */
    String script(String name) throws UsageError {
        return show(name, content(name));
    }

    /** A file of the host if it is one, else a command of the image. @return its path in the guest */
    String program(String name) throws UsageError {
        if (name.indexOf('/') < 0 && !isFile(name)) {
            return command(name);
        }
        byte[] content = content(name);
        requireProgram(name, content);
        return show(name, content);
    }

    private static boolean isFile(String name) {
        try {
            return Files.isRegularFile(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private String command(String name) throws UsageError {
        try {
            return SearchPath.find(machine.vfs(), Tree.owner(machine.vfs()), name, machine.environment().getOrDefault("PATH", ""));
        } catch (ErrnoException e) {
            throw e.errno() == Errno.ENOENT
                    ? new UsageError(NOT_FOUND, name + ": no such file on the host, and no such command in the image")
                    : new UsageError(NOT_RUN, name + ": " + e.errno().message());
        }
    }

    private static byte[] content(String name) throws UsageError {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageError(NOT_FOUND, name + ": no such file on the host");
        }
        if (Files.isDirectory(path)) {
            throw new UsageError(NOT_RUN, name + ": is a directory");
        }
        if (!Files.exists(path)) {
            throw new UsageError(NOT_FOUND, name + ": no such file on the host");
        }
        try {
            return Files.readAllBytes(path);
        } catch (AccessDeniedException e) {
            throw new UsageError(NOT_RUN, name + ": Permission denied");
        } catch (IOException | OutOfMemoryError e) {
            throw new UsageError(NOT_RUN, name + ": cannot be read: " + e.getMessage());
        }
    }

    /** Under its own name, if the guest's user may go there and it can stand there; else aside. */
    private String show(String name, byte[] content) throws UsageError {
        String own = name.startsWith("/") ? name : machine.directory() + "/" + name;
        try {
            if (Tree.mayReach(machine.vfs(), own, machine.credentials()) && stands(own, content)) {
                return name;
            }
            String aside = ASIDE + name.substring(name.lastIndexOf('/') + 1);
            Tree.write(machine.vfs(), aside, content, 0555, Credentials.ROOT);
            return aside;
        } catch (ErrnoException e) {
            throw new UsageError(NOT_RUN, name + ": cannot be shown to the guest: " + e.errno().message());
        }
    }

    /** Whether the guest has it at that path; it is put there if nothing else is and no folder of the host would have to take it. */
    private boolean stands(String own, byte[] content) {
        try {
            return Arrays.equals(machine.read(own), content);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT || machine.isLent(own)) {
                return false;
            }
            Tree.write(machine.vfs(), own, content, 0555, Credentials.ROOT);
            return true;
        }
    }

    private static void requireProgram(String name, byte[] content) throws UsageError {
        boolean module = content.length >= 4 && content[0] == 0 && content[1] == 'a' && content[2] == 's' && content[3] == 'm';
        boolean script = content.length >= 2 && content[0] == '#' && content[1] == '!';
        if (!module && !script) {
            throw new UsageError(NOT_RUN, name + ": not a WebAssembly module (" + kind(content) + ")");
        }
    }

    private static String kind(byte[] content) {
        if (content.length == 0) {
            return "it is empty";
        }
        var text = new StringBuilder("starts with");
        boolean readable = true;
        for (int i = 0; i < Math.min(4, content.length); i++) {
            int value = content[i] & 0xff;
            text.append(' ').append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16));
            readable &= value >= ' ' && value < 0x7f || value == '\n' || value == '\t';
        }
        if (startsWith(content, 0x7f, 'E', 'L', 'F')) {
            text.append(", an ELF file");
        } else if (startsWith(content, 0xcf, 0xfa, 0xed, 0xfe) || startsWith(content, 0xca, 0xfe, 0xba, 0xbe)) {
            text.append(", a Mach-O file or a Java class");
        } else if (startsWith(content, 'M', 'Z')) {
            text.append(", a Windows program");
        } else if (readable) {
            text.append(", text; a script needs #! in front, or `wsh ").append("SCRIPT` without run");
        }
        return text.toString();
    }

    private static boolean startsWith(byte[] content, int... magic) {
        if (content.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((content[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** What to say when the machine refuses to start {@code name}. */
    static UsageError refused(String name, ErrnoException e) {
        return switch (e.errno()) {
            case ENOENT -> new UsageError(NOT_FOUND, name + ": not found");
            // The message says what is wrong with the file.
            default -> new UsageError(NOT_RUN, name + ": " + e.getMessage());
        };
    }
}
