// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.kernel.terminal.Foreground;
import org.wsh.kernel.terminal.Terminal;

/**
 * A session: the process groups of one login, and the terminal that controls them, if any, with the group in front of it. POSIX 2024, 11.1.
 */
final class Session {
    final int id;

    /** Guards what follows. Nothing else is taken under it. */
    private final Object lock = new Object();
    private Terminal terminal;
    private int foreground;

    Session(int id) {
        this.id = id;
    }

    /** The terminal becomes this session's; {@code group} is in front. */
    void control(Terminal controlling, int group) {
        synchronized (lock) {
            terminal = controlling;
            foreground = group;
        }
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
}
