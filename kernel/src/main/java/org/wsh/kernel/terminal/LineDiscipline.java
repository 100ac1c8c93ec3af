// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

import static org.wsh.kernel.terminal.Termios.*;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * What happens to bytes that are typed: they are edited into lines or passed on, echoed, or mean a signal; what goes out is {@link TerminalOutput}'s.
 * POSIX 2024, 11.1.5 to 11.1.9. Knows nothing of waiting. Guarded by the terminal's lock.
 */
final class LineDiscipline {
    private static final int INPUT = 16 << 10;
    private static final int BELL = 7;

    /** What all its queues hold at most. */
    static final int MOST_BYTES = INPUT + TerminalOutput.SIZE + TypedLine.LONGEST;

    private Termios termios = sane();

    /** Bytes for guests. In canonical mode they are lines, whose lengths are in {@code lines}; an EOF makes one without end. */
    private final ByteQueue input = new ByteQueue(INPUT);
    private final ArrayDeque<Integer> lines = new ArrayDeque<>();

    final TerminalOutput output = new TerminalOutput(termios);
    private final TypedLine typed = new TypedLine(termios, output);
    private boolean literalNext;

    Termios termios() {
        return termios;
    }

    /**
     * Towards raw mode all that was typed can be read, as n_tty does. Towards canonical mode it is as if it were typed now: whoever types ahead
     * of a line editor means the command that comes next. (n_tty makes it one line, its returns no newlines.)
     */
    void termios(Termios next) {
        boolean was = termios.local(ICANON);
        termios = next;
        output.termios(next);
        typed.termios(next);
        if (was && !next.local(ICANON)) {
            typed.moveTo(input);
            typed.clear();
            lines.clear();
        } else if (!was && next.local(ICANON)) {
            for (int waiting = input.size(); waiting > 0; waiting--) {
                line(input.remove()); // goes to the queue's end, if it is a line's
            }
        }
        literalNext = false;
    }

    /** Whether the next byte can be taken. */
    boolean acceptsInput() {
        return input.room() > (termios.local(ICANON) ? typed.size() + 1 : 0);
    }

    /** Takes a byte that was typed. Returns what processes are to be told, mostly null. */
    TerminalSignal type(int value) {
        int c = termios.input(ISTRIP) ? value & 0x7f : value;
        if (literalNext) {
            literalNext = false;
            keep(c);
            return null;
        }
        if (termios.input(IXON)) {
            if (termios.is(VSTART, c)) {
                output.stop(false);
                return null;
            }
            if (termios.is(VSTOP, c)) {
                output.stop(true);
                return null;
            }
            if (termios.input(IXANY)) {
                output.stop(false);
            }
        }
        if (termios.local(ISIG)) {
            var signal = signal(c);
            if (signal != null) {
                output.stop(false);
                if (!termios.local(NOFLSH)) {
                    flushInput();
                    output.flush();
                }
                output.echo(c);
                return signal;
            }
        }
        line(c);
        return null;
    }

    /** What is no signal and no flow control. */
    private void line(int value) {
        int c = value;
        if (c == '\r') {
            if (termios.input(IGNCR)) {
                return;
            }
            c = termios.input(ICRNL) ? '\n' : c;
        } else if (c == '\n' && termios.input(INLCR)) {
            c = '\r';
        }
        if (termios.local(ICANON)) {
            edit(c);
        } else {
            input.add(c);
            output.echo(c);
        }
    }

    private TerminalSignal signal(int c) {
        if (termios.is(VINTR, c)) {
            return TerminalSignal.INTERRUPT;
        }
        if (termios.is(VQUIT, c)) {
            return TerminalSignal.QUIT;
        }
        return termios.is(VSUSP, c) ? TerminalSignal.SUSPEND : null;
    }

    /** Canonical mode. */
    private void edit(int c) {
        boolean extended = termios.local(IEXTEN);
        if (termios.is(VERASE, c)) {
            typed.eraseCharacter();
        } else if (termios.is(VKILL, c)) {
            typed.eraseLine(c);
        } else if (extended && termios.is(VWERASE, c)) {
            typed.eraseWord();
        } else if (extended && termios.is(VLNEXT, c)) {
            literalNext = true;
            if (termios.local(ECHO) && termios.local(ECHOCTL)) {
                output.put('^');
                output.put('\b');
            }
        } else if (extended && termios.local(ECHO) && termios.is(VREPRINT, c)) {
            typed.reprint(c);
        } else if (c == '\n') {
            if (termios.local(ECHO) || termios.local(ECHONL)) {
                output.put('\n');
            }
            endLine('\n');
        } else if (termios.is(VEOF, c)) {
            endLine(-1);
        } else if (termios.is(VEOL, c) || extended && termios.is(VEOL2, c)) {
            output.echo(c);
            endLine(c);
        } else {
            keep(c);
        }
    }

    private void keep(int c) {
        if (!termios.local(ICANON)) {
            input.add(c);
        } else if (!typed.hasRoom()) {
            if (termios.input(IMAXBEL)) {
                output.put(BELL);
            }
            return;
        } else {
            typed.add(c);
        }
        output.echo(c);
    }

    /** The line can be read now. {@code end} is its last byte, or −1. */
    private void endLine(int end) {
        int length = typed.size() + (end < 0 ? 0 : 1);
        typed.moveTo(input);
        if (end >= 0) {
            input.add(end);
        }
        lines.add(length);
    }

    /** Whether a read in the present mode has something: a line, or enough bytes. */
    boolean inputReady() {
        return termios.local(ICANON) ? !lines.isEmpty() : input.size() >= Math.max(1, least());
    }

    /** VMIN. */
    int least() {
        return termios.cc()[VMIN] & 0xff;
    }

    /** VTIME, in nanoseconds. */
    long patience() {
        return (termios.cc()[VTIME] & 0xff) * 100_000_000L;
    }

    int inputSize() {
        return input.size();
    }

    /** Gives bytes to a guest: of one line at most, in canonical mode. 0 there is end of file. */
    int read(ByteBuffer into) {
        if (!termios.local(ICANON)) {
            return input.drainTo(into, Integer.MAX_VALUE);
        }
        int length = lines.remove();
        int count = input.drainTo(into, length);
        if (count < length) {
            lines.addFirst(length - count);
        }
        return count;
    }

    /** Bytes that a read could get now: FIONREAD. */
    int available() {
        return termios.local(ICANON) && lines.isEmpty() ? 0 : input.size();
    }

    void flushInput() {
        input.clear();
        lines.clear();
        typed.clear();
        literalNext = false;
    }
}
