// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import java.util.Arrays;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.shell.expand.Substitution;
import org.wsh.shell.job.ChildShell;
import org.wsh.shell.job.Jobs;
import org.wsh.shell.job.Subshells;
import org.wsh.shell.job.Traps;
import org.wsh.shell.state.Account;
import org.wsh.shell.state.ByteText;
import org.wsh.shell.state.Descriptors;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.Command;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Runs a command in a subshell and takes what it writes: POSIX XCU 2.6.3. */
public final class CommandSubstitution implements Substitution {
    private final ShellProcess shell;

    private final Jobs jobs;
    private final Traps traps;
    private final Subshells subshells;
    private int status;

    public CommandSubstitution(ShellProcess shell, Jobs jobs, Traps traps, Subshells subshells) {
        this.shell = shell;
        this.jobs = jobs;
        this.traps = traps;
        this.subshells = subshells;
    }

    /** Of the last one since {@link #forgetStatus}, 0 if there was none: what a command without a name returns. */
    int status() {
        return status;
    }

    void forgetStatus() {
        status = 0;
    }

    /** The output without trailing newlines. Null bytes are dropped: no variable could hold them. */
    @Override
    public String output(Command command) {
        if (command == null) {
            status = 0;
            return "";
        }
        HostedProcess self = shell.self;
        int[] ends = Descriptors.pipe(self);
        int pid;
        try {
            ChildShell child = subshells.of(command).output(ends[1]).closing(ends[0]).knowing(jobs.picture());
            pid = self.fork(child, -1);
        } catch (ErrnoException failed) {
            self.close(ends[0]);
            self.close(ends[1]);
            throw Jobs.cannotFork(failed);
        }
        self.close(ends[1]);
        byte[] bytes;
        int length = 0;
        try {
            bytes = new byte[512];
            while (true) {
                int count = read(ends[0], bytes, length);
                if (count == 0) {
                    break;
                }
                length = withoutNulls(bytes, length, length + count);
                if (length == bytes.length) {
                    if (length > Account.LONGEST / 2) {
                        throw new ErrnoException(Errno.ENOMEM);
                    }
                    shell.account.hold(2L * length);
                    bytes = Arrays.copyOf(bytes, 2 * length);
                }
            }
        } finally {
            self.close(ends[0]);
        }
        status = jobs.awaitChild(pid);
        while (length > 0 && bytes[length - 1] == '\n') {
            length--;
        }
        shell.account.hold(3L * length + 48);
        return ByteText.decode(bytes, 0, length);
    }

    private int read(int fd, byte[] bytes, int offset) {
        while (true) {
            shell.account.poll(1);
            try {
                return shell.self.read(fd, bytes, offset, bytes.length - offset);
            } catch (ErrnoException interrupted) {
                if (interrupted.errno() != Errno.EINTR) {
                    throw interrupted;
                }
                traps.notice();
            }
        }
    }

    /** @return the new end */
    private static int withoutNulls(byte[] bytes, int from, int to) {
        int end = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                bytes[end++] = bytes[i];
            }
        }
        return end;
    }
}
