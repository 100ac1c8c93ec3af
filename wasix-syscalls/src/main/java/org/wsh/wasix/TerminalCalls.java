// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.kernel.terminal.Termios;
import org.wsh.kernel.terminal.WindowSize;
import org.wsh.process.Terminals;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Terminals: wsh_1's termios and window size by descriptor, and WASIX's one struct for the process's terminal. */
public final class TerminalCalls {
    private static final int TERMIOS = 56;
    private static final int TTY = 24;

    private TerminalCalls() {}

    private static Terminals terminals(Instance in) {
        return Guest.thread(in).terminals();
    }

    // wsh_1. termios: 0 iflag, 4 oflag, 8 cflag, 12 lflag, 16 cc u8[32], 48 ispeed, 52 ospeed.

    public static int termios_get(Instance in, int fd, int buffer) {
        Guest.requireRange(in, buffer, TERMIOS);
        Termios termios = terminals(in).attributes(fd);
        Guest.writeInt(in, buffer, termios.iflag());
        Guest.writeInt(in, buffer + 4, termios.oflag());
        Guest.writeInt(in, buffer + 8, termios.cflag());
        Guest.writeInt(in, buffer + 12, termios.lflag());
        Guest.write(in, buffer + 16, termios.cc(), 0, Termios.NCCS);
        Guest.writeInt(in, buffer + 48, termios.ispeed());
        Guest.writeInt(in, buffer + 52, termios.ospeed());
        return WasiErrno.SUCCESS;
    }

    /** {@code action}: now 0, drain 1, flush 2. */
    public static int termios_set(Instance in, int fd, int action, int buffer) {
        Guest.requireRange(in, buffer, TERMIOS);
        Termios old = terminals(in).attributes(fd);
        Termios termios = new Termios(Guest.readInt(in, buffer), Guest.readInt(in, buffer + 4), Guest.readInt(in, buffer + 8),
                Guest.readInt(in, buffer + 12), old.line(), Guest.bytes(in, buffer + 16, Termios.NCCS),
                Guest.readInt(in, buffer + 48), Guest.readInt(in, buffer + 52));
        switch (action) {
            case 0 -> terminals(in).setAttributes(fd, termios);
            case 1 -> terminals(in).setAttributesDrained(fd, termios);
            case 2 -> terminals(in).setAttributesFlushed(fd, termios);
            default -> throw new ErrnoException(Errno.EINVAL);
        }
        return WasiErrno.SUCCESS;
    }

    /** Rows, columns, width and height in pixels, u16 each. */
    public static int winsize_get(Instance in, int fd, int buffer) {
        Guest.requireRange(in, buffer, 8);
        WindowSize size = terminals(in).windowSize(fd);
        Guest.writeShort(in, buffer, size.rows());
        Guest.writeShort(in, buffer + 2, size.columns());
        Guest.writeShort(in, buffer + 4, size.widthPixels());
        Guest.writeShort(in, buffer + 6, size.heightPixels());
        return WasiErrno.SUCCESS;
    }

    public static int winsize_set(Instance in, int fd, int buffer) {
        Guest.requireRange(in, buffer, 8);
        terminals(in).setWindowSize(fd, new WindowSize(Guest.readShort(in, buffer), Guest.readShort(in, buffer + 2),
                Guest.readShort(in, buffer + 4), Guest.readShort(in, buffer + 6)));
        return WasiErrno.SUCCESS;
    }

    public static int pgrp_get(Instance in, int fd, int group) {
        Guest.requireRange(in, group, 4);
        Guest.writeInt(in, group, terminals(in).foreground(fd));
        return WasiErrno.SUCCESS;
    }

    public static int pgrp_set(Instance in, int fd, int group) {
        terminals(in).setForeground(fd, group);
        return WasiErrno.SUCCESS;
    }

    /** The session of which it is the controlling terminal. */
    public static int tty_session(Instance in, int fd, int session) {
        Guest.requireRange(in, session, 4);
        Guest.writeInt(in, session, terminals(in).session(fd));
        return WasiErrno.SUCCESS;
    }

    public static int tty_drain(Instance in, int fd) {
        terminals(in).drain(fd);
        return WasiErrno.SUCCESS;
    }

    /** {@code queues}: input 1, output 2. */
    public static int tty_flush(Instance in, int fd, int queues) {
        if ((queues & ~3) != 0 || queues == 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        terminals(in).flush(fd, (queues & 1) != 0, (queues & 2) != 0);
        return WasiErrno.SUCCESS;
    }

    /** Whether output flows: 0 or 1. */
    public static int tty_flow(Instance in, int fd, int flows) {
        terminals(in).stopOutput(fd, flows == 0);
        return WasiErrno.SUCCESS;
    }

    /** {@code what}: 1 it becomes the controlling terminal, 0 it is given up. */
    public static int tty_control(Instance in, int fd, int what) {
        switch (what) {
            case 0 -> terminals(in).giveUp(fd);
            case 1 -> terminals(in).control(fd);
            default -> throw new ErrnoException(Errno.EINVAL);
        }
        return WasiErrno.SUCCESS;
    }

    /** Of a master. */
    public static int pty_number(Instance in, int fd, int number) {
        Guest.requireRange(in, number, 4);
        Guest.writeInt(in, number, terminals(in).number(fd));
        return WasiErrno.SUCCESS;
    }

    /** Of a master: whether its slave cannot be opened. */
    public static int pty_lock(Instance in, int fd, int locked) {
        terminals(in).lock(fd, locked != 0);
        return WasiErrno.SUCCESS;
    }

    // WASIX. tty: 0 cols, 4 rows, 8 width, 12 height (u32), 16 stdin, 17 stdout, 18 stderr are ttys, 19 echo, 20 line-buffered, 21 line feeds (u8).

    /** NOTSUP without a controlling terminal. */
    public static int tty_get(Instance in, int buffer) {
        Guest.requireRange(in, buffer, TTY);
        Terminal terminal = controlling(in);
        WindowSize size = terminal.size();
        Termios termios = terminal.termios();
        Guest.writeInt(in, buffer, size.columns());
        Guest.writeInt(in, buffer + 4, size.rows());
        Guest.writeInt(in, buffer + 8, size.widthPixels());
        Guest.writeInt(in, buffer + 12, size.heightPixels());
        for (int fd = 0; fd <= 2; fd++) {
            boolean tty = Guest.process(in).descriptors().isOpen(fd) && terminals(in).isTerminal(fd);
            Guest.writeByte(in, buffer + 16 + fd, tty ? 1 : 0);
        }
        Guest.writeByte(in, buffer + 19, (termios.lflag() & Termios.ECHO) != 0 ? 1 : 0);
        Guest.writeByte(in, buffer + 20, (termios.lflag() & Termios.ICANON) != 0 ? 1 : 0);
        Guest.writeByte(in, buffer + 21, 1);
        Guest.writeShort(in, buffer + 22, 0);
        return WasiErrno.SUCCESS;
    }

    /** Sets size, echo and line buffering. Bytes that are neither 0 nor 1 come from a libc that left them unset, and are passed over. */
    public static int tty_set(Instance in, int buffer) {
        Guest.requireRange(in, buffer, TTY);
        Terminal terminal = controlling(in);
        Termios old = terminal.termios();
        int lflag = old.lflag();
        lflag = flag(lflag, Termios.ECHO, Guest.readByte(in, buffer + 19));
        lflag = flag(lflag, Termios.ICANON, Guest.readByte(in, buffer + 20));
        if (lflag != old.lflag()) {
            terminal.termios(new Termios(old.iflag(), old.oflag(), old.cflag(), lflag, old.line(), old.cc(), old.ispeed(), old.ospeed()));
        }
        WindowSize size = new WindowSize(Guest.readInt(in, buffer + 4) & 0xffff, Guest.readInt(in, buffer) & 0xffff,
                Guest.readInt(in, buffer + 8) & 0xffff, Guest.readInt(in, buffer + 12) & 0xffff);
        if (!size.equals(terminal.size())) {
            terminal.resize(size);
        }
        return WasiErrno.SUCCESS;
    }

    private static int flag(int flags, int bit, int wanted) {
        return switch (wanted) {
            case 0 -> flags & ~bit;
            case 1 -> flags | bit;
            default -> flags;
        };
    }

    private static Terminal controlling(Instance in) {
        Terminal terminal = terminals(in).controlling();
        if (terminal == null) {
            throw new ErrnoException(Errno.ENOTSUP);
        }
        return terminal;
    }
}
