// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

import static org.wsh.kernel.terminal.Termios.*;

import java.nio.ByteBuffer;

/**
 * The way out of a terminal: what guests write and what typing echoes, as the settings shape it (OPOST, ECHOCTL), until the driver takes it; and in which column that leaves the cursor.
 * POSIX 2024, 11.2.3. Guarded by the terminal's lock.
 */
final class TerminalOutput {
    static final int SIZE = 64 << 10;
    /** Guests leave this much to the echo. */
    private static final int ECHO_ROOM = 8 << 10;

    private final ByteQueue bytes = new ByteQueue(SIZE);
    private Termios termios;
    private int column;
    private boolean stopped;

    TerminalOutput(Termios termios) {
        this.termios = termios;
    }

    /** From now on these are the settings. Without IXON nobody could make it go on. */
    void termios(Termios next) {
        termios = next;
        if (!next.input(IXON)) {
            stopped = false;
        }
    }

    int column() {
        return column;
    }

    int size() {
        return bytes.size();
    }

    /** By ^S or tcflow(): what is written stays here. */
    boolean isStopped() {
        return stopped;
    }

    void stop(boolean now) {
        stopped = now;
    }

    /** Whether guests may write. As Linux's pseudo-terminals: not while it is stopped. */
    boolean hasRoom() {
        return bytes.room() > ECHO_ROOM && !stopped;
    }

    /** Takes what fits of a guest's bytes. Returns how many. */
    int write(ByteBuffer from) {
        int start = from.position();
        while (from.hasRemaining() && hasRoom()) {
            put(from.get() & 0xff);
        }
        return from.position() - start;
    }

    int take(ByteBuffer into) {
        return stopped ? 0 : bytes.drainTo(into, Integer.MAX_VALUE);
    }

    void flush() {
        bytes.clear();
    }

    /** What was typed, if the settings want to see it. */
    void echo(int c) {
        if (!termios.local(ECHO)) {
            return;
        }
        if (termios.local(ECHOCTL) && isControl(c) && !(c == '\n' && !termios.local(ICANON))) {
            put('^');
            put(c ^ 0x40);
        } else {
            put(c);
        }
    }

    static boolean isControl(int c) {
        return c < 32 && c != '\t' || c == 127;
    }

    /** One byte through OPOST. What does not fit (only echo may not) is lost. */
    void put(int c) {
        if (bytes.room() < 8) {
            return;
        }
        if (!termios.output(OPOST)) {
            bytes.add(c);
            return;
        }
        switch (c) {
            case '\n' -> {
                if (termios.output(ONLCR)) {
                    bytes.add('\r');
                    column = 0;
                } else if (termios.output(ONLRET)) {
                    column = 0;
                }
            }
            case '\r' -> {
                if (termios.output(ONOCR) && column == 0) {
                    return;
                }
                column = 0;
                if (termios.output(OCRNL)) {
                    bytes.add('\n');
                    return;
                }
            }
            case '\t' -> {
                int spaces = 8 - (column & 7);
                column += spaces;
                if ((termios.oflag() & TABDLY) == XTABS) {
                    while (spaces-- > 0) {
                        bytes.add(' ');
                    }
                    return;
                }
            }
            case '\b' -> column = Math.max(0, column - 1);
            default -> {
                if (!isControl(c) && (c & 0xc0) != 0x80) {
                    column++;
                }
            }
        }
        bytes.add(c);
    }
}
