// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import org.wsh.process.hosted.HostedProcess;
import org.wsh.shell.state.Descriptors;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFlags;

/** A file of shell commands. */
public final class ScriptFile {
    private ScriptFile() {}

    /** Opens a script out of the way of its own descriptors. EISDIR for a directory. */
    public static int open(HostedProcess self, String path) {
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
