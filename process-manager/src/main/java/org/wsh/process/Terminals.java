// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.kernel.terminal.PseudoTerminal;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.kernel.terminal.Termios;
import org.wsh.kernel.terminal.WindowSize;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;

/** What a thread may ask of a terminal through one of its descriptors. POSIX {@code <termios.h>}. All: EBADF, ENOTTY. */
public final class Terminals {
    private final ProcessThread thread;

    Terminals(ProcessThread thread) {
        this.thread = thread;
    }

    private OpenFileDescription file(int fd) {
        return thread.process().descriptors.get(fd).file();
    }

    /** A master stands for the terminal that it drives, as on Linux. */
    private Terminal terminal(int fd) {
        OpenFileDescription file = file(fd);
        Terminal terminal = Terminal.of(file);
        return terminal != null ? terminal : master(file).slave();
    }

    private static PseudoTerminal master(OpenFileDescription file) {
        PseudoTerminal master = PseudoTerminal.of(file);
        if (master == null) {
            throw new ErrnoException(Errno.ENOTTY);
        }
        return master;
    }

    public boolean isTerminal(int fd) {
        OpenFileDescription file = file(fd);
        return Terminal.of(file) != null || PseudoTerminal.of(file) != null;
    }

    /** ptsname(): N of {@code /dev/pts/N}. ENOTTY if it is no master. */
    public int number(int fd) {
        return master(file(fd)).number();
    }

    /** unlockpt(), or the contrary. ENOTTY if it is no master. */
    public void lock(int fd, boolean whether) {
        master(file(fd)).lock(whether);
    }

    /** tcgetattr(). */
    public Termios attributes(int fd) {
        return terminal(fd).termios();
    }

    /** As terminal, for a change: from the background it stops the caller's group. EIO, EINTR. */
    private Terminal changeable(int fd) {
        Terminal terminal = terminal(fd);
        if (Terminal.of(file(fd)) != null) {
            thread.jobControl.change(terminal);
        }
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

    /** tcdrain(). EINTR, EIO. */
    public void drain(int fd) {
        drain(changeable(fd));
    }

    /** tcflush(). EINTR, EIO. */
    public void flush(int fd, boolean input, boolean output) {
        changeable(fd).flush(input, output);
    }

    /** tcflow() with TCOOFF or TCOON. EINTR, EIO. */
    public void stopOutput(int fd, boolean stopped) {
        changeable(fd).stopOutput(stopped);
    }

    private void drain(Terminal terminal) {
        thread.waiting().until(terminal::drained, org.wsh.kernel.Task.NEVER, terminal.writable(), "ttydrain");
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

    /** tcgetsid(). ENOTTY also when it is not the caller's controlling terminal. */
    public int session(int fd) {
        return controlled(fd).id;
    }

    /** The session of a controlling terminal: the caller's own, or through a master whichever it is. */
    private Session controlled(int fd) {
        Terminal terminal = terminal(fd);
        boolean through = Terminal.of(file(fd)) == null;
        Session session;
        synchronized (thread.processes().table.lock) {
            session = through && terminal.foreground() instanceof Session other ? other : thread.process().group.session;
        }
        if (session.terminal() != terminal) {
            throw new ErrnoException(Errno.ENOTTY);
        }
        return session;
    }

    /** TIOCSCTTY. EPERM: the caller leads no session without terminal, or it is another session's. */
    public void control(int fd) {
        thread.processes().controllingTerminals.acquire(thread.process(), device(fd));
    }

    /** TIOCNOTTY. EPERM: the caller does not lead the session. */
    public void giveUp(int fd) {
        thread.processes().controllingTerminals.giveUp(thread.process(), device(fd));
        thread.signals().beforeReturn(); // the caller may be told, too
    }

    /** What open() of a terminal without O_NOCTTY does beside: a session leader that has no terminal gets it, if it is nobody's. */
    public void opened(OpenFileDescription file) {
        Terminal terminal = Terminal.of(file);
        if (terminal != null) {
            thread.processes().controllingTerminals.acquireIfFree(thread.process(), terminal);
        }
    }

    private Terminal device(int fd) {
        Terminal terminal = Terminal.of(file(fd));
        if (terminal == null) {
            throw new ErrnoException(Errno.ENOTTY);
        }
        return terminal;
    }

    /** The controlling terminal of the caller's session, for {@code /dev/tty} and WASIX's tty calls; null if there is none. */
    public Terminal controlling() {
        return thread.processes().kinship(thread.process()).terminal();
    }
}
