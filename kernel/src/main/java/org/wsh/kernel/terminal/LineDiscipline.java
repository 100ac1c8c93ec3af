// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

import static org.wsh.kernel.terminal.Termios.*;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * What happens to bytes on their way through a terminal: editing, echo and signals on the way in, newlines on the way out.
 * POSIX 2024, 11.1.5 to 11.1.9. Knows nothing of waiting. Guarded by the terminal's lock.
 */
final class LineDiscipline {
    /** MAX_CANON: the longest line, its end included. */
    static final int LONGEST_LINE = 4096;

    private static final int INPUT = 16 << 10;
    private static final int OUTPUT = 64 << 10;
    /** Guests leave this much of the output to the echo. */
    private static final int ECHO_ROOM = 8 << 10;
    private static final int BELL = 7;

    /** What all its queues hold at most. */
    static final int MOST_BYTES = INPUT + OUTPUT + LONGEST_LINE;

    private Termios termios = sane();

    /** Bytes for guests. In canonical mode they are lines, whose lengths are in {@code lines}; an EOF makes one without end. */
    private final ByteQueue input = new ByteQueue(INPUT);
    private final ArrayDeque<Integer> lines = new ArrayDeque<>();

    /** The line that is being typed. */
    private final ByteQueue edit = new ByteQueue(LONGEST_LINE);
    private boolean literalNext;

    /** Bytes for the driver. */
    private final ByteQueue output = new ByteQueue(OUTPUT);
    private int column;
    private int editColumn; // where the line that is being typed began
    private boolean outputStopped;

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
        if (was && !next.local(ICANON)) {
            while (edit.size() > 0 && input.room() > 0) {
                input.add(edit.remove());
            }
            edit.clear();
            lines.clear();
        } else if (!was && next.local(ICANON)) {
            for (int typed = input.size(); typed > 0; typed--) {
                line(input.remove()); // goes to the queue's end, if it is a line's
            }
        }
        literalNext = false;
        if (!next.input(IXON)) {
            outputStopped = false;
        }
    }

    // ---- In.

    /** Whether the next byte can be taken. */
    boolean acceptsInput() {
        return input.room() > (termios.local(ICANON) ? edit.size() + 1 : 0);
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
                outputStopped = false;
                return null;
            }
            if (termios.is(VSTOP, c)) {
                outputStopped = true;
                return null;
            }
            if (termios.input(IXANY)) {
                outputStopped = false;
            }
        }
        if (termios.local(ISIG)) {
            var signal = signal(c);
            if (signal != null) {
                outputStopped = false;
                if (!termios.local(NOFLSH)) {
                    flushInput();
                    flushOutput();
                }
                echo(c);
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
            echo(c);
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
            eraseCharacter();
        } else if (termios.is(VKILL, c)) {
            eraseLine(c);
        } else if (extended && termios.is(VWERASE, c)) {
            eraseWord();
        } else if (extended && termios.is(VLNEXT, c)) {
            literalNext = true;
            if (termios.local(ECHO) && termios.local(ECHOCTL)) {
                put('^');
                put('\b');
            }
        } else if (extended && termios.local(ECHO) && termios.is(VREPRINT, c)) {
            reprint(c);
        } else if (c == '\n') {
            if (termios.local(ECHO) || termios.local(ECHONL)) {
                put('\n');
            }
            endLine('\n');
        } else if (termios.is(VEOF, c)) {
            endLine(-1);
        } else if (termios.is(VEOL, c) || extended && termios.is(VEOL2, c)) {
            echo(c);
            endLine(c);
        } else {
            keep(c);
        }
    }

    private void keep(int c) {
        if (!termios.local(ICANON)) {
            input.add(c);
        } else if (edit.room() <= 1) { // one is for the line's end
            if (termios.input(IMAXBEL)) {
                put(BELL);
            }
            return;
        } else {
            if (edit.size() == 0) {
                editColumn = column;
            }
            edit.add(c);
        }
        echo(c);
    }

    /** The line can be read now. {@code end} is its last byte, or −1. */
    private void endLine(int end) {
        int length = edit.size() + (end < 0 ? 0 : 1);
        while (edit.size() > 0) {
            input.add(edit.remove());
        }
        if (end >= 0) {
            input.add(end);
        }
        lines.add(length);
    }

    private void eraseCharacter() {
        if (edit.size() == 0) {
            return;
        }
        int c = edit.removeLast();
        while (termios.input(IUTF8) && (c & 0xc0) == 0x80 && edit.size() > 0) {
            c = edit.removeLast();
        }
        if (!termios.local(ECHO)) {
            return;
        }
        if (!termios.local(ECHOE)) {
            echo(termios.cc()[VERASE] & 0xff);
            return;
        }
        int columns = c == '\t' ? column - columnAfterEdit() : isControl(c) ? (termios.local(ECHOCTL) ? 2 : 0) : 1;
        for (int i = 0; i < columns; i++) {
            put('\b');
            if (c != '\t') {
                put(' ');
                put('\b');
            }
        }
    }

    /** Where the cursor is after what is in the line: a tab's width depends on it. */
    private int columnAfterEdit() {
        int at = editColumn;
        for (int i = 0; i < edit.size(); i++) {
            int c = edit.at(i);
            if (c == '\t') {
                at = (at | 7) + 1;
            } else if (isControl(c)) {
                at += termios.local(ECHOCTL) ? 2 : 0;
            } else if (!(termios.input(IUTF8) && (c & 0xc0) == 0x80)) {
                at++;
            }
        }
        return at;
    }

    /** Back over what is no word, then over the word: letters, digits and underscores, as n_tty has it. */
    private void eraseWord() {
        while (edit.size() > 0 && !isWord(edit.at(edit.size() - 1))) {
            eraseCharacter();
        }
        while (edit.size() > 0 && isWord(edit.at(edit.size() - 1))) {
            eraseCharacter();
        }
    }

    private static boolean isWord(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || c >= 0x80;
    }

    private void eraseLine(int c) {
        if (termios.local(ECHO) && termios.local(ECHOK) && termios.local(ECHOKE) && termios.local(ECHOE)) {
            while (edit.size() > 0) {
                eraseCharacter();
            }
            return;
        }
        edit.clear();
        echo(c);
        if (termios.local(ECHO) && termios.local(ECHOK)) {
            put('\n');
        }
    }

    private void reprint(int c) {
        echo(c);
        put('\n');
        editColumn = column;
        for (int i = 0; i < edit.size(); i++) {
            echo(edit.at(i));
        }
    }

    private static boolean isControl(int c) {
        return c < 32 && c != '\t' || c == 127;
    }

    private void echo(int c) {
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
        edit.clear();
        literalNext = false;
    }

    // ---- Out.

    /** Takes what fits of a guest's bytes. Returns how many. */
    int write(ByteBuffer from) {
        int start = from.position();
        while (from.hasRemaining() && outputRoom()) {
            put(from.get() & 0xff);
        }
        return from.position() - start;
    }

    /** Whether guests may write. As Linux's pseudo-terminals: not while the output is stopped. */
    boolean outputRoom() {
        return output.room() > ECHO_ROOM && !outputStopped;
    }

    int outputSize() {
        return output.size();
    }

    boolean outputStopped() {
        return outputStopped;
    }

    void outputStopped(boolean stopped) {
        outputStopped = stopped;
    }

    int takeOutput(ByteBuffer into) {
        return outputStopped ? 0 : output.drainTo(into, Integer.MAX_VALUE);
    }

    void flushOutput() {
        output.clear();
    }

    /** One byte through OPOST. What does not fit (only echo may not) is lost. */
    private void put(int c) {
        if (output.room() < 8) {
            return;
        }
        if (!termios.output(OPOST)) {
            output.add(c);
            return;
        }
        switch (c) {
            case '\n' -> {
                if (termios.output(ONLCR)) {
                    output.add('\r');
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
                    output.add('\n');
                    return;
                }
            }
            case '\t' -> {
                int spaces = 8 - (column & 7);
                column += spaces;
                if ((termios.oflag() & TABDLY) == XTABS) {
                    while (spaces-- > 0) {
                        output.add(' ');
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
        output.add(c);
    }
}
