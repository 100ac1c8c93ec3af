// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import java.util.Arrays;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.shell.job.Traps;
import org.wsh.shell.state.Account;
import org.wsh.shell.state.ByteText;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.LineSource;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A script read from a descriptor. One that commands share (standard input) is read byte by byte, so that they find what follows
 * their line; one of our own in blocks. What lines weigh is held until the command they make has run.
 */
public final class DescriptorLines implements LineSource {
    private final ShellProcess shell;
    private final HostedProcess self;
    private final Traps traps;
    private final int fd;
    private final byte[] block;
    private int from;
    private int to;

    /** @param shared whether others read from the same description */
    public DescriptorLines(ShellProcess shell, Traps traps, int fd, boolean shared) {
        this.shell = shell;
        this.self = shell.self;
        this.traps = traps;
        this.fd = fd;
        this.block = new byte[shared ? 1 : 4096];
    }

    @Override
    public String nextLine(boolean continuation) {
        byte[] line = new byte[128];
        int length = 0;
        while (true) {
            if (from == to && !fill()) {
                break;
            }
            byte c = block[from++];
            if (c == 0) {
                continue;
            }
            if (length == line.length) {
                if (length > Account.LONGEST / 64) {
                    throw new ErrnoException(Errno.ENOMEM);
                }
                shell.account.hold(2L * length);
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = c;
            if (c == '\n') {
                break;
            }
        }
        if (length == 0) {
            return null;
        }
        shell.account.hold(64L * length);
        String text = ByteText.decode(line, 0, length);
        if (shell.state.has(Option.VERBOSE)) {
            shell.error(text);
        }
        return text;
    }

    private boolean fill() {
        while (true) {
            shell.account.poll(1);
            try {
                from = 0;
                to = self.read(fd, block, 0, block.length);
                return to > 0;
            } catch (ErrnoException failed) {
                to = 0;
                if (failed.errno() != Errno.EINTR) {
                    throw failed;
                }
                traps.runPending();
            }
        }
    }
}
