// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.kernel.terminal.Terminal;
import org.wsh.kernel.terminal.Termios;
import org.wsh.kernel.terminal.WindowSize;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** What a thread may ask of a terminal through one of its descriptors. POSIX {@code <termios.h>}. All: EBADF, ENOTTY. */
public final class Terminals {
    private final ProcessThread thread;

    Terminals(ProcessThread thread) {
        this.thread = thread;
    }

    private Terminal terminal(int fd) {
        Terminal terminal = Terminal.of(thread.process().descriptors.get(fd).file());
        if (terminal == null) {
            throw new ErrnoException(Errno.ENOTTY);
        }
        return terminal;
    }

    public boolean isTerminal(int fd) {
        return Terminal.of(thread.process().descriptors.get(fd).file()) != null;
    }

    /** tcgetattr(). */
    public Termios attributes(int fd) {
        return terminal(fd).termios();
    }

    /** As terminal, for a change: from the background it stops the caller's group. EIO, EINTR. */
    private Terminal changeable(int fd) {
        Terminal terminal = terminal(fd);
        thread.jobControl.change(terminal);
        return terminal;
    }

    /** tcsetattr(), at once. */
    public void setAttributes(int fd, Termios termios) {
        changeable(fd).termios(termios);
    }

    /** tcsetattr() with TCSADRAIN: after what was written has left. EINTR. */
    public void setAttributesDrained(int fd, Termios termios) {
        drain(changeable(fd));
        terminal(fd).termios(termios);
    }

    /** tcsetattr() with TCSAFLUSH: as drained, and forgets what was typed and not read. */
    public void setAttributesFlushed(int fd, Termios termios) {
        drain(changeable(fd));
        terminal(fd).flush(true, false);
        terminal(fd).termios(termios);
    }

    private void drain(Terminal terminal) {
        thread.awaitUntil(terminal::drained, org.wsh.kernel.Task.NEVER, terminal.writable(), "ttydrain");
    }

    /** TIOCGWINSZ. */
    public WindowSize windowSize(int fd) {
        return terminal(fd).size();
    }

    /** TIOCSWINSZ. */
    public void setWindowSize(int fd, WindowSize size) {
        terminal(fd).resize(size);
    }

    /** tcgetpgrp(). ENOTTY also when it is not the caller's controlling terminal. */
    public int foreground(int fd) {
        return controlled(fd).foreground();
    }

    /** tcsetpgrp(). EINVAL, EPERM (no such group in the session); from the background EIO, EINTR, or the caller is stopped. */
    public void setForeground(int fd, int group) {
        Session session = controlled(fd);
        thread.jobControl.change(terminal(fd));
        if (group <= 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        ProcessTable table = thread.processes().table;
        synchronized (table.lock) {
            ProcessGroup found = table.group(group);
            if (found == null || found.session != session) {
                throw new ErrnoException(Errno.EPERM);
            }
            session.setForeground(group);
        }
    }

    private Session controlled(int fd) {
        Terminal terminal = terminal(fd);
        Session session;
        synchronized (thread.processes().table.lock) {
            session = thread.process().group.session;
        }
        if (session.terminal() != terminal) {
            throw new ErrnoException(Errno.ENOTTY);
        }
        return session;
    }

    /** The controlling terminal of the caller's session, for {@code /dev/tty} and WASIX's tty calls; null if there is none. */
    public Terminal controlling() {
        return thread.processes().kinship(thread.process()).terminal();
    }
}
