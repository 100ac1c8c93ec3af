// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.signal.Signal;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFlags;

/** The programs of the {@link MiniMachine}: as little of each utility as the shell's tests use. */
final class MiniPrograms {
    private MiniPrograms() {}

    static void install(MiniMachine machine) {
        machine.program("/bin/cat", MiniPrograms::cat);
        machine.program("/bin/tr", self -> filter(self, text -> {
            String from = self.arguments().get(1);
            String to = self.arguments().get(2);
            return from.equals("-d") ? text.replace(to.equals("\\n") ? "\n" : to, "") : from.equals("a-z") ? text.toUpperCase() : text.replace(from.equals("\\n") ? '\n' : from.charAt(0), to.charAt(0));
        }));
        machine.program("/bin/sort", self -> filter(self, text -> String.join("", text.lines().sorted().map(line -> line + "\n").toList())));
        machine.program("/bin/wc", self -> filter(self, text -> (self.arguments().get(1).equals("-c") ? text.length() : text.lines().count()) + "\n"));
        machine.program("/bin/echo", self -> {
            say(self, String.join(" ", operands(self)) + "\n");
            return 0;
        });
        machine.program("/bin/env", self -> {
            self.environment().stream().sorted().forEach(line -> say(self, line + "\n"));
            return 0;
        });
        machine.program("/bin/printenv", self -> {
            for (String line : self.environment()) {
                if (line.startsWith(self.arguments().get(1) + "=")) {
                    say(self, line.substring(line.indexOf('=') + 1) + "\n");
                    return 0;
                }
            }
            return 1;
        });
        machine.program("/bin/sleep", self -> {
            self.sleep((long) (Double.parseDouble(self.arguments().get(1)) * 1e9));
            return 0;
        });
        machine.program("/bin/yes", self -> {
            while (true) {
                say(self, "y\n".repeat(500));
            }
        });
        machine.program("/bin/head", self -> {
            byte[] one = new byte[1];
            for (int lines = Integer.parseInt(self.arguments().get(1).substring(1)); lines > 0 && self.read(0, one, 0, 1) > 0; ) {
                self.write(1, one, 0, 1);
                lines -= one[0] == '\n' ? 1 : 0;
            }
            return 0;
        });
        machine.program("/bin/touch", self -> {
            for (String path : operands(self)) {
                self.close(self.open(path, OpenFlags.APPEND, 0666, false));
            }
            return 0;
        });
        machine.program("/bin/mkdir", self -> {
            for (String path : operands(self)) {
                if (!path.equals("-p")) {
                    synchronized (machine) {
                        machine.make(MiniMachine.absolute(path, self.workingDirectory()), MiniFile.directory());
                    }
                }
            }
            return 0;
        });
        machine.program("/bin/chmod", self -> {
            synchronized (machine) {
                machine.lookup(self.arguments().get(2), self.workingDirectory()).mode = Integer.parseInt(self.arguments().get(1), 8);
            }
            return 0;
        });
        machine.program("/bin/rm", self -> {
            for (String path : operands(self)) {
                String whole = MiniMachine.absolute(path, self.workingDirectory());
                synchronized (machine) {
                    machine.lookup(whole.substring(0, Math.max(1, whole.lastIndexOf('/'))), "/").entries.remove(whole.substring(whole.lastIndexOf('/') + 1));
                }
            }
            return 0;
        });
        machine.program("/bin/segv", self -> {
            self.kill(self.pid(), Signal.SEGV);
            return 0;
        });
    }

    private static List<String> operands(HostedProcess self) {
        return self.arguments().subList(1, self.arguments().size());
    }

    static void say(HostedProcess self, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        self.write(1, bytes, 0, bytes.length);
    }

    private interface Work {
        String of(String text);
    }

    private static int filter(HostedProcess self, Work work) {
        say(self, work.of(read(self, 0)));
        return 0;
    }

    private static String read(HostedProcess self, int fd) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] block = new byte[4096];
        for (int n = self.read(fd, block, 0, block.length); n > 0; n = self.read(fd, block, 0, block.length)) {
            all.write(block, 0, n);
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static int cat(HostedProcess self) {
        List<String> paths = new ArrayList<>(operands(self));
        if (paths.isEmpty()) {
            paths.add("-");
        }
        int status = 0;
        byte[] block = new byte[4096];
        for (String path : paths) {
            try {
                int fd = path.equals("-") ? 0 : self.open(path, OpenFlags.READ, 0, false);
                if (!path.equals("-") && self.attributes(path, true).type() == FileType.DIRECTORY) {
                    return 1;
                }
                for (int n = self.read(fd, block, 0, block.length); n > 0; n = self.read(fd, block, 0, block.length)) {
                    self.write(1, block, 0, n);
                }
                if (fd != 0) {
                    self.close(fd);
                }
            } catch (ErrnoException failed) {
                byte[] message = ("cat: " + path + ": " + failed.errno().message() + "\n").getBytes(StandardCharsets.UTF_8);
                self.write(2, message, 0, message.length);
                status = 1;
            }
        }
        return status;
    }
}
