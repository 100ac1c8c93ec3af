// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** An open file description of the {@link MiniMachine}; guarded by its lock. */
abstract sealed class MiniOpen {
    /** Nothing yet. */
    static final int WAIT = -1;

    private int references;

    final void retain() {
        references++;
    }

    final void release() {
        if (--references == 0) {
            released();
        }
    }

    void released() {}

    abstract int read(byte[] into, int offset, int length);

    /** @return bytes written, or WAIT */
    abstract int write(byte[] from, int offset, int length);

    static final class OfFile extends MiniOpen {
        final MiniFile file;
        private final boolean reads;
        private final boolean writes;
        private final boolean appends;
        private int offset;

        OfFile(MiniFile file, boolean reads, boolean writes, boolean appends) {
            this.file = file;
            this.reads = reads;
            this.writes = writes;
            this.appends = appends;
        }

        @Override
        int read(byte[] into, int at, int length) {
            if (!reads) {
                throw new ErrnoException(Errno.EBADF);
            }
            int n = Math.max(0, Math.min(length, file.size - offset));
            System.arraycopy(file.bytes, offset, into, at, n);
            offset += n;
            return n;
        }

        @Override
        int write(byte[] from, int at, int length) {
            if (!writes) {
                throw new ErrnoException(Errno.EBADF);
            }
            if (file.type != org.wsh.vfs.FileType.CHARACTER_DEVICE) {
                offset = appends ? file.size : offset;
                file.write(offset, from, at, length);
                offset += length;
            }
            return length;
        }
    }

    static final class OfPipe extends MiniOpen {
        private final MiniPipe pipe;
        private final boolean reads;

        OfPipe(MiniPipe pipe, boolean reads) {
            this.pipe = pipe;
            this.reads = reads;
            if (reads) {
                pipe.readers++;
            } else {
                pipe.writers++;
            }
            if (pipe.capacity == Integer.MAX_VALUE) {
                pipe.readers++;
            }
        }

        @Override
        void released() {
            if (reads) {
                pipe.readers--;
            } else {
                pipe.writers--;
            }
        }

        @Override
        int read(byte[] into, int offset, int length) {
            if (!reads) {
                throw new ErrnoException(Errno.EBADF);
            }
            return pipe.available() > 0 ? pipe.take(into, offset, length) : pipe.writers == 0 ? 0 : WAIT;
        }

        @Override
        int write(byte[] from, int offset, int length) {
            if (reads) {
                throw new ErrnoException(Errno.EBADF);
            }
            if (pipe.readers == 0) {
                throw new ErrnoException(Errno.EPIPE);
            }
            int room = pipe.capacity - pipe.available();
            int n = Math.min(room, length);
            if (n == 0 && length > 0) {
                return WAIT;
            }
            pipe.put(from, offset, n);
            return n;
        }
    }

    /** A terminal: what is typed comes from one queue, what is shown goes to another. */
    static final class OfTerminal extends MiniOpen {
        final MiniPipe typed = new MiniPipe(1 << 20);
        final MiniPipe shown = new MiniPipe(1 << 20);
        org.wsh.kernel.terminal.Termios termios = org.wsh.kernel.terminal.Termios.sane();
        int foreground;
        int rows = 24;
        int columns = 80;
        boolean hungUp;

        @Override
        int read(byte[] into, int offset, int length) {
            if (typed.available() > 0) {
                return typed.take(into, offset, length);
            }
            boolean patient = (termios.lflag() & org.wsh.kernel.terminal.Termios.ICANON) != 0
                    || termios.cc()[org.wsh.kernel.terminal.Termios.VMIN] > 0;
            return hungUp || !patient ? 0 : WAIT;
        }

        @Override
        int write(byte[] from, int offset, int length) {
            shown.put(from, offset, length);
            return length;
        }
    }
}
