// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.state;

import org.wsh.process.hosted.HostedProcess;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Where the shell keeps descriptors of its own: out of the way of those that scripts use, closed in every program. */
public final class Descriptors {
    /** Scripts may well use two-digit descriptors. */
    private static final int LEAST = 100;

    private Descriptors() {}

    /** A copy of {@code fd} out of the way. EBADF when it is not open. */
    public static int copy(HostedProcess self, int fd) {
        try {
            return self.duplicate(fd, LEAST, true);
        } catch (ErrnoException failed) {
            if (failed.errno() == Errno.EBADF) {
                throw failed;
            }
            // Beyond the limit on descriptors.
            return self.duplicate(fd, 10, true);
        }
    }

    /** Moves {@code fd} out of the way. */
    public static int away(HostedProcess self, int fd) {
        try {
            return copy(self, fd);
        } finally {
            self.close(fd);
        }
    }

    /** A pipe that is not on the standard descriptors, should they be closed. */
    public static int[] pipe(HostedProcess self) {
        int[] ends = self.pipe(true);
        for (int i = 0; i < 2; i++) {
            if (ends[i] < 3) {
                ends[i] = away(self, ends[i]);
            }
        }
        return ends;
    }
}
