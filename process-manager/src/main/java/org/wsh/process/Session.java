// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.kernel.terminal.Foreground;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.kernel.terminal.TerminalSignal;

/**
 * A session: the process groups of one login, and the terminal that controls them, if any. The terminal tells it what was typed, and it knows
 * whom that is for: the foreground group. POSIX 2024, 11.1.
 */
final class Session implements Foreground {
    final int id;
    private final Processes processes;

    /** Guards what follows. Nothing else is taken under it. */
    private final Object lock = new Object();
    private Terminal terminal;
    private int foreground;

    Session(int id, Processes processes) {
        this.id = id;
        this.processes = processes;
    }

    /** The terminal becomes this session's; {@code group} is in front. */
    void control(Terminal controlling, int group) {
        synchronized (lock) {
            terminal = controlling;
            foreground = group;
        }
        controlling.foreground(this);
    }

    /** The controlling terminal, or null. */
    Terminal terminal() {
        synchronized (lock) {
            return terminal;
        }
    }

    /** The group in front of the terminal; 0 without one. */
    int foreground() {
        synchronized (lock) {
            return terminal == null ? 0 : foreground;
        }
    }

    void setForeground(int group) {
        synchronized (lock) {
            foreground = group;
        }
    }

    /** The leader has ended, or gives it up. @return the group that was in front, 0 if there was no terminal */
    int loseTerminal() {
        Terminal lost;
        int group;
        synchronized (lock) {
            lost = terminal;
            group = foreground;
            terminal = null;
        }
        if (lost == null) {
            return 0;
        }
        lost.foreground(Foreground.NOBODY);
        return group;
    }

    @Override
    public void signal(TerminalSignal signal) {
        int group = foreground();
        switch (signal) {
            case INTERRUPT -> processes.signals.sendToGroup(group, Signal.INT);
            case QUIT -> processes.signals.sendToGroup(group, Signal.QUIT);
            case SUSPEND -> processes.signals.sendToGroup(group, Signal.TSTP);
            case RESIZED -> processes.signals.sendToGroup(group, Signal.WINCH);
            case HANGUP -> {
                Process leader = processes.find(id);
                if (leader != null) {
                    processes.signals.send(leader, Signal.HUP);
                    processes.signals.send(leader, Signal.CONT);
                }
            }
        }
    }
}
