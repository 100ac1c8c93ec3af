// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

import static org.wsh.kernel.terminal.Termios.*;

/**
 * The line that is being typed in canonical mode, as long as it can still be changed: ERASE, KILL, WERASE and REPRINT, and what of that is to be seen. POSIX 2024, 11.1.6 and 11.1.9; n_tty
 * where that is silent. Guarded by the terminal's lock.
 */
final class TypedLine {
    /** MAX_CANON: the longest line, its end included. */
    static final int LONGEST = 4096;

    private final ByteQueue bytes = new ByteQueue(LONGEST);
    private final TerminalOutput output;
    private Termios termios;
    private int begun; // the column in which it begins

    TypedLine(Termios termios, TerminalOutput output) {
        this.termios = termios;
        this.output = output;
    }

    /** From now on these are the settings. */
    void termios(Termios next) {
        termios = next;
    }

    int size() {
        return bytes.size();
    }

    /** Whether one more byte fits, and the line's end after it. */
    boolean hasRoom() {
        return bytes.room() > 1;
    }

    void add(int c) {
        if (bytes.size() == 0) {
            begun = output.column();
        }
        bytes.add(c);
    }

    /** What was typed leaves for {@code input}, as far as there is room. */
    void moveTo(ByteQueue input) {
        while (bytes.size() > 0 && input.room() > 0) {
            input.add(bytes.remove());
        }
    }

    void clear() {
        bytes.clear();
    }

    void eraseCharacter() {
        if (bytes.size() == 0) {
            return;
        }
        int c = bytes.removeLast();
        while (termios.input(IUTF8) && (c & 0xc0) == 0x80 && bytes.size() > 0) {
            c = bytes.removeLast();
        }
        if (!termios.local(ECHO)) {
            return;
        }
        if (!termios.local(ECHOE)) {
            output.echo(termios.cc()[VERASE] & 0xff);
            return;
        }
        int columns = c == '\t' ? output.column() - columnAfterIt() : TerminalOutput.isControl(c) ? (termios.local(ECHOCTL) ? 2 : 0) : 1;
        for (int i = 0; i < columns; i++) {
            output.put('\b');
            if (c != '\t') {
                output.put(' ');
                output.put('\b');
            }
        }
    }

    /** Where the cursor is after what is in the line: a tab's width depends on it. */
    private int columnAfterIt() {
        int at = begun;
        for (int i = 0; i < bytes.size(); i++) {
            int c = bytes.at(i);
            if (c == '\t') {
                at = (at | 7) + 1;
            } else if (TerminalOutput.isControl(c)) {
                at += termios.local(ECHOCTL) ? 2 : 0;
            } else if (!(termios.input(IUTF8) && (c & 0xc0) == 0x80)) {
                at++;
            }
        }
        return at;
    }

    /** Back over what is no word, then over the word: letters, digits and underscores, as n_tty has it. */
    void eraseWord() {
        while (bytes.size() > 0 && !isWord(bytes.at(bytes.size() - 1))) {
            eraseCharacter();
        }
        while (bytes.size() > 0 && isWord(bytes.at(bytes.size() - 1))) {
            eraseCharacter();
        }
    }

    private static boolean isWord(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || c >= 0x80;
    }

    void eraseLine(int c) {
        if (termios.local(ECHO) && termios.local(ECHOK) && termios.local(ECHOKE) && termios.local(ECHOE)) {
            while (bytes.size() > 0) {
                eraseCharacter();
            }
            return;
        }
        bytes.clear();
        output.echo(c);
        if (termios.local(ECHO) && termios.local(ECHOK)) {
            output.put('\n');
        }
    }

    void reprint(int c) {
        output.echo(c);
        output.put('\n');
        begun = output.column();
        for (int i = 0; i < bytes.size(); i++) {
            output.echo(bytes.at(i));
        }
    }
}
