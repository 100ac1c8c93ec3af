// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

import java.nio.ByteBuffer;
import org.wsh.kernel.Kernel;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/** A terminal as a guest has it open: a character device. {@link Terminal#of} leads back from it. */
final class TerminalDevice extends OpenFileDescription {
    private final Terminal terminal;
    private final long inode;

    TerminalDevice(OpenFlags flags, Terminal terminal, long inode) {
        super(flags);
        this.terminal = terminal;
        this.inode = inode;
    }

    Terminal terminal() {
        return terminal;
    }

    @Override
    public int read(ByteBuffer into) {
        if (!readable()) {
            throw new ErrnoException(Errno.EBADF);
        }
        return terminal.read(into, !nonblock());
    }

    @Override
    public int write(ByteBuffer from) {
        if (!writable()) {
            throw new ErrnoException(Errno.EBADF);
        }
        return terminal.write(from);
    }

    @Override
    public int readiness() {
        return terminal.readiness();
    }

    @Override
    public void subscribe(Runnable wake) {
        terminal.subscribe(wake);
    }

    @Override
    public void unsubscribe(Runnable wake) {
        terminal.unsubscribe(wake);
    }

    @Override
    public Attributes attributes() {
        return new Attributes(
                Kernel.ANONYMOUS_DEVICE, inode, FileType.CHARACTER_DEVICE, 0620, 1, 0, 0, terminal.rdev(), 0, 0, 0, 0, 0);
    }

    @Override
    protected void released() {
        terminal.closed();
    }

    @Override
    public String toString() {
        return terminal.name();
    }
}
