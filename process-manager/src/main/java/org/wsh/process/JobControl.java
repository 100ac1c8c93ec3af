// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.kernel.Task;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.kernel.terminal.Termios;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalAction;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;

/**
 * Who may use the controlling terminal: the group in front of it. Others that try are stopped, and try again when they are continued, as POSIX 2024,
 * 11.1.4 says. Other terminals are not guarded.
 */
final class JobControl {
    private final Process process;
    private final ProcessTable table;
    private final SignalDelivery delivery;
    private final Task task;
    private final ThreadSignals signals;
    private final Polling polling;

    JobControl(Process process, Processes processes, Task task, ThreadSignals signals, Polling polling) {
        this.process = process;
        table = processes.table;
        delivery = processes.signals;
        this.task = task;
        this.signals = signals;
        this.polling = polling;
    }

    /** Before a read. EIO, EINTR. */
    void read(OpenFileDescription file) {
        Terminal terminal = Terminal.of(file);
        if (terminal != null) {
            require(terminal, Signal.TTIN);
        }
    }

    /** Before a write, which only TOSTOP forbids. EIO, EINTR. */
    void write(OpenFileDescription file) {
        Terminal terminal = Terminal.of(file);
        if (terminal != null && (terminal.termios().lflag() & Termios.TOSTOP) != 0) {
            require(terminal, Signal.TTOU);
        }
    }

    /** Before a change of the terminal's settings. EIO, EINTR. */
    void change(Terminal terminal) {
        require(terminal, Signal.TTOU);
    }

    private void require(Terminal terminal, Signal signal) {
        for (int group = background(terminal); group != 0; group = background(terminal)) {
            boolean deaf = process.signals.action(signal).kind() == SignalAction.Kind.IGNORE || signals.mask().contains(signal);
            if (deaf && signal == Signal.TTOU) {
                return;
            }
            if (deaf || isOrphaned()) {
                throw new ErrnoException(Errno.EIO);
            }
            delivery.sendToGroup(group, signal);
            if (task.interrupted() && signals.caught()) {
                throw signals.interruption(true);
            }
            polling.poll(0, SignalHandler.Place.INSIDE_A_CALL); // another thread may be the one that handles it
        }
    }

    /** The caller's group if {@code terminal} controls its session and another is in front; else 0. */
    private int background(Terminal terminal) {
        synchronized (table.lock) {
            ProcessGroup group = process.group;
            return group.session.terminal() == terminal && group.session.foreground() != group.id ? group.id : 0;
        }
    }

    private boolean isOrphaned() {
        synchronized (table.lock) {
            return Orphans.isOrphaned(process.group, null);
        }
    }
}
