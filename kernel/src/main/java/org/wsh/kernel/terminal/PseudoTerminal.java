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

/**
 * A pseudo-terminal's master, as a guest has it open: it drives the terminal at the other end (the slave), as the host's terminal drives the
 * machine's. POSIX 2024, posix_openpt(); where it leaves things open, Linux's pty(7).
 *
 * <p>Read: what is written to the slave. EIO when nobody has the slave open any more and all is read. Write: typing. Close: the slave hangs up.
 */
public final class PseudoTerminal extends OpenFileDescription {
    private static final long MASTER_RDEV = 5 << 8 | 2;
    private static final long SLAVE_MAJOR = 136;

    private final PseudoTerminals all;
    private final Terminal slave;
    private final int number;
    private final int owner;
    private final long inode;

    private volatile boolean locked = true;
    /** Until the slave is first opened, an unopened slave is no hang-up. */
    private volatile boolean opened;

    PseudoTerminal(PseudoTerminals all, Kernel kernel, OpenFlags flags, int number, int owner) {
        super(flags);
        this.all = all;
        this.number = number;
        this.owner = owner;
        inode = kernel.anonymousInode();
        slave = new Terminal(kernel, "/dev/pts/" + number, SLAVE_MAJOR << 8 | number);
    }

    /** The pseudo-terminal whose master {@code file} is; null if it is something else. */
    public static PseudoTerminal of(OpenFileDescription file) {
        return file instanceof PseudoTerminal master ? master : null;
    }

    /** N of {@code /dev/pts/N}: ptsname(). */
    public int number() {
        return number;
    }

    /** The uid that opened the master. */
    public int owner() {
        return owner;
    }

    public Terminal slave() {
        return slave;
    }

    /** unlockpt(): a locked slave cannot be opened. So it begins. */
    public void lock(boolean whether) {
        locked = whether;
    }

    /** Opens the slave. EIO while it is locked. */
    public OpenFileDescription openSlave(OpenFlags flags) {
        if (locked) {
            throw new ErrnoException(Errno.EIO);
        }
        OpenFileDescription file = slave.open(flags);
        opened = true;
        return file;
    }

    @Override
    public int read(ByteBuffer into) {
        if (!readable()) {
            throw new ErrnoException(Errno.EBADF);
        }
        if (!into.hasRemaining()) {
            return 0;
        }
        boolean left = left(); // before looking for bytes: nothing comes after the last closing
        int count = slave.takeOutput(into);
        if (count > 0) {
            return count;
        }
        if (left) {
            throw new ErrnoException(Errno.EIO);
        }
        return WOULD_BLOCK;
    }

    /** Whether the slave was open and nobody has it open now. */
    private boolean left() {
        return opened && (slave.driverReadiness() & HANGUP) != 0;
    }

    @Override
    public int write(ByteBuffer from) {
        if (!writable()) {
            throw new ErrnoException(Errno.EBADF);
        }
        int size = from.remaining();
        byte[] bytes = new byte[Math.min(size, 4096)];
        from.get(from.position(), bytes);
        int count = slave.input(bytes, 0, bytes.length);
        from.position(from.position() + count);
        return count == 0 && size > 0 ? WOULD_BLOCK : count;
    }

    @Override
    public int readiness() {
        int now = slave.driverReadiness();
        return opened ? now : now & ~HANGUP;
    }

    @Override
    public void subscribe(Runnable wake) {
        slave.driver().subscribe(wake);
    }

    @Override
    public void unsubscribe(Runnable wake) {
        slave.driver().unsubscribe(wake);
    }

    @Override
    public Attributes attributes() {
        return new Attributes(Kernel.ANONYMOUS_DEVICE, inode, FileType.CHARACTER_DEVICE, 0666, 1, 0, 0, MASTER_RDEV, 0, 0, 0, 0, 0);
    }

    @Override
    protected void released() {
        all.closed(this);
        slave.hangUp();
    }

    @Override
    public String toString() {
        return "/dev/ptmx";
    }
}
