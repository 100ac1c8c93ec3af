// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;
import org.wsh.process.HostedProcess;
import org.wsh.process.HostedProgram;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFlags;

/** A file of shell commands without {@code #!}, run as a program by a new shell: POSIX XCU 2.9.1.6. */
record ScriptFile(String path, List<String> fields, List<String> environment) implements HostedProgram {
    @Override
    public int run(HostedProcess self) {
        return new Shell().runScript(self, path, fields, environment);
    }

    /** Opens a script out of the way of its own descriptors. EISDIR for a directory. */
    static int open(HostedProcess self, String path) {
        if (self.attributes(path, true).type() == FileType.DIRECTORY) {
            throw new ErrnoException(Errno.EISDIR);
        }
        return Descriptors.away(self, self.open(path, OpenFlags.READ, 0, true));
    }

    /** Whether its first line could be one of a script: no null byte in it. */
    static boolean looksLikeText(HostedProcess self, String path) {
        int fd;
        try {
            fd = open(self, path);
        } catch (ErrnoException unreadable) {
            return false;
        }
        try {
            byte[] bytes = new byte[256];
            int length = self.read(fd, bytes, 0, bytes.length);
            for (int i = 0; i < length && bytes[i] != '\n'; i++) {
                if (bytes[i] == 0) {
                    return false;
                }
            }
            return true;
        } catch (ErrnoException unreadable) {
            return false;
        } finally {
            self.close(fd);
        }
    }
}
