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
    private final Process process;
    private final Processes processes;
    private final ThreadSignals signals;
    private final Waiting waiting;
    private final JobControl jobControl;

    Terminals(Process process, Processes processes, ThreadSignals signals, Waiting waiting, JobControl jobControl) {
        this.process = process;
        this.processes = processes;
        this.signals = signals;
        this.waiting = waiting;
        this.jobControl = jobControl;
    }

    private OpenFileDescription file(int fd) {
        return process.descriptors.get(fd).file();
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
            jobControl.change(terminal);
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
        waiting.until(terminal::drained, org.wsh.kernel.Task.NEVER, terminal.writable(), "ttydrain");
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
        jobControl.change(terminal(fd));
        if (group <= 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        ProcessTable table = processes.table;
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
        synchronized (processes.table.lock) {
            Session other = through ? ControllingTerminal.sessionOf(terminal) : null;
            session = other != null ? other : process.group.session;
        }
        if (session.terminal() != terminal) {
            throw new ErrnoException(Errno.ENOTTY);
        }
        return session;
    }

    /** TIOCSCTTY. EPERM: the caller leads no session without terminal, or it is another session's. */
    public void control(int fd) {
        processes.controllingTerminals.acquire(process, device(fd));
    }

    /** TIOCNOTTY. EPERM: the caller does not lead the session. */
    public void giveUp(int fd) {
        processes.controllingTerminals.giveUp(process, device(fd));
        signals.beforeReturn(); // the caller may be told, too
    }

    /** What open() of a terminal without O_NOCTTY does beside: a session leader that has no terminal gets it, if it is nobody's. */
    public void opened(OpenFileDescription file) {
        Terminal terminal = Terminal.of(file);
        if (terminal != null) {
            processes.controllingTerminals.acquireIfFree(process, terminal);
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
        return processes.kinship(process).terminal();
    }
}
