// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.edit;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;
import org.wsh.kernel.terminal.Termios;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.signal.Signal;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * Characters typed at the kernel's terminal, UTF-8 decoded. Waiting is a {@code read}; waiting for a while only is a read with VMIN 0
 * and VTIME, so the kernel keeps the time. A caught signal interrupts either: INT ends the line, WINCH is told to JLine.
 */
final class KernelReader extends NonBlockingReader {
    private final Terminal terminal;
    private final HostedProcess self;
    private final int fd;
    private final SignalListener listener;
    /** One: what is typed ahead of the line's end is for the command. */
    private final byte[] octet = new byte[1];
    /** The octet came with an interrupt, and is the next line's. */
    private boolean kept;
    private int peeked = READ_EXPIRED;
    /** The second half of a pair. */
    private int low = -1;

    KernelReader(Terminal terminal, HostedProcess self, int fd, SignalListener listener) {
        this.terminal = terminal;
        this.self = self;
        this.fd = fd;
        this.listener = listener;
    }

    @Override
    protected int read(long timeout, boolean isPeek) throws IOException {
        if (peeked == READ_EXPIRED) {
            peeked = next(timeout);
        }
        int c = peeked;
        if (!isPeek || c == EOF) {
            peeked = READ_EXPIRED;
        }
        return c;
    }

    @Override
    public int readBuffered(char[] into, int offset, int length, long timeout) throws IOException {
        int c = read(timeout, false);
        if (c < 0) {
            return c;
        }
        into[offset] = (char) c;
        int count = 1;
        if (low >= 0 && count < length) {
            into[offset + count++] = (char) next(0);
        }
        return count;
    }

    @Override
    public int available() {
        return peeked >= 0 ? 1 : 0;
    }

    private int next(long timeout) throws IOException {
        if (low >= 0) {
            int c = low;
            low = -1;
            return c;
        }
        int first = octet(timeout);
        if (first < 0x80) {
            return first;
        }
        int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
        int point = first & 0x3f >> more;
        for (int i = 0; i < more; i++) {
            int c = octet(0);
            if (c < 0) {
                return c;
            }
            point = point << 6 | c & 0x3f;
        }
        if (more == 0 || point > 0x10ffff) {
            return 0xfffd;
        }
        if (point < 0x10000) {
            return point;
        }
        low = Character.lowSurrogate(point);
        return Character.highSurrogate(point);
    }

    /** @param timeout milliseconds; 0: for ever */
    private int octet(long timeout) throws IOException {
        int count = fill(timeout);
        if (count <= 0) {
            return count == 0 && timeout > 0 ? READ_EXPIRED : EOF;
        }
        return octet[0] & 0xff;
    }

    private int fill(long timeout) throws IOException {
        if (kept) {
            kept = false;
            return 1;
        }
        if (timeout > 0) {
            patience(Math.min(255, (timeout + 99) / 100));
        }
        try {
            while (true) {
                self.poll(1);
                // One that came with the last input; what is to be read now was typed after it.
                handleSignals();
                try {
                    int count = self.read(fd, octet, 0, 1);
                    // An interrupt flushes what was typed before it: what is read all the same was typed after it.
                    kept = count > 0;
                    handleSignals();
                    kept = false;
                    return count;
                } catch (ErrnoException failed) {
                    if (failed.errno() != Errno.EINTR) {
                        return EOF;
                    }
                    handleSignals();
                }
            }
        } finally {
            if (timeout > 0) {
                patience(0);
            }
        }
    }

    /** @param tenths of a second a read waits at most; 0: until something comes */
    private void patience(long tenths) {
        Termios termios = self.termios(fd);
        self.setTermios(
                fd,
                termios.withCharacter(Termios.VMIN, tenths == 0 ? 1 : 0).withCharacter(Termios.VTIME, (int) tenths));
    }

    private void handleSignals() throws IOException {
        for (Signal signal = self.takePendingSignal(); signal != null; signal = self.takePendingSignal()) {
            if (signal == Signal.WINCH) {
                terminal.raise(Terminal.Signal.WINCH);
            } else if (!listener.arrived(signal) && signal == Signal.INT) {
                throw new InterruptedIOException();
            }
        }
    }
}
