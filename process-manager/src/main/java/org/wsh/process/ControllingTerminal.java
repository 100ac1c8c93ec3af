// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.kernel.terminal.Foreground;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.kernel.terminal.TerminalSignal;
import org.wsh.process.signal.Signal;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** How a session comes to a controlling terminal, and loses it. POSIX 2024, 11.1.3; where it leaves things open, as Linux does. */
final class ControllingTerminal {
    private final ProcessTable table;
    private final SignalDelivery signals;

    ControllingTerminal(ProcessTable table, SignalDelivery signals) {
        this.table = table;
        this.signals = signals;
    }

    /**
     * TIOCSCTTY: {@code terminal} becomes that of the session that the caller leads, with the caller's group in front.
     *
     * @throws ErrnoException EPERM: the caller leads no session, which has no terminal yet, or the terminal is another's
     */
    void acquire(Process caller, Terminal terminal) {
        synchronized (table.lock) {
            if (caller.group.session.terminal() != terminal && !acquireIfFree(caller, terminal)) {
                throw new ErrnoException(Errno.EPERM);
            }
        }
    }

    /** What a session leader without a terminal gets by opening one that is nobody's. False: it is not so. */
    boolean acquireIfFree(Process caller, Terminal terminal) {
        synchronized (table.lock) {
            Session session = caller.group.session;
            boolean free = terminal.foreground() == Foreground.NOBODY;
            if (session.id != caller.pid() || session.terminal() != null || !free) {
                return false;
            }
            give(terminal, session, caller.group.id);
            return true;
        }
    }

    /** {@code group}, of {@code session}, is in front of it from now on. */
    void give(Terminal terminal, Session session, int group) {
        session.control(terminal, group);
        terminal.foreground(new InFront(session, table, signals));
    }

    /** The session that a terminal controls; null if it is nobody's. */
    static Session sessionOf(Terminal terminal) {
        return terminal.foreground() instanceof InFront front ? front.session() : null;
    }

    /** Whom the terminal tells what was typed: the group that is in front then. */
    private record InFront(Session session, ProcessTable table, SignalDelivery signals) implements Foreground {
        @Override
        public void signal(TerminalSignal signal) {
            int group = session.foreground();
            switch (signal) {
                case INTERRUPT -> signals.sendToGroup(group, Signal.INT);
                case QUIT -> signals.sendToGroup(group, Signal.QUIT);
                case SUSPEND -> signals.sendToGroup(group, Signal.TSTP);
                case RESIZED -> signals.sendToGroup(group, Signal.WINCH);
                case HANGUP -> {
                    Process leader = table.find(session.id);
                    if (leader != null) {
                        signals.send(leader, Signal.HUP);
                        signals.send(leader, Signal.CONT);
                    }
                }
            }
        }
    }

    /** TIOCNOTTY. ENOTTY: there is none; EPERM: the caller does not lead the session (others cannot leave it alone here). */
    void giveUp(Process caller, Terminal terminal) {
        Session session;
        synchronized (table.lock) {
            session = caller.group.session;
            if (session.terminal() != terminal) {
                throw new ErrnoException(Errno.ENOTTY);
            }
            if (session.id != caller.pid()) {
                throw new ErrnoException(Errno.EPERM);
            }
        }
        free(session, null);
    }

    /** If {@code process} leads its session, the terminal is free again, and those in front of it are told. */
    void leaderLeaves(Process process) {
        Session session;
        synchronized (table.lock) {
            session = process.group.session;
        }
        if (session.id == process.pid()) {
            free(session, process);
        }
    }

    /** @param ending needs not be told; null: all are told */
    private void free(Session session, Process ending) {
        int foreground = session.loseTerminal();
        if (foreground > 0) {
            for (Process member : table.members(foreground)) {
                if (member != ending) {
                    signals.send(member, Signal.HUP);
                    signals.send(member, Signal.CONT);
                }
            }
        }
    }
}
