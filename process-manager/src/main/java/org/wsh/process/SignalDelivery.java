// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.kernel.Kernel;
import org.wsh.kernel.TraceEvent;
import org.wsh.process.limit.ControlGroup;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalAction;
import org.wsh.process.signal.SignalInfo;
import org.wsh.process.signal.SignalState;
import org.wsh.process.signal.Signals;
import org.wsh.process.signal.WaitStatus;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * What happens when a signal reaches a process: the acting half of {@link Signals}. A deadly signal needs nothing of its target: the end
 * reason is set and its threads killed, wherever they are, and they unwind at their next poll or out of their sleep.
 */
final class SignalDelivery implements Process.Sender {
    private final ProcessTable table;
    private final Kernel kernel;

    SignalDelivery(ProcessTable table, Kernel kernel) {
        this.table = table;
        this.kernel = kernel;
    }

    /**
     * kill(): {@code pid} &gt; 0 a process, 0 the sender's group, −1 all but init and the sender, else the group −pid.
     *
     * @param signal null only checks
     * @throws ErrnoException ESRCH (nobody there), EPERM (somebody, but none it may signal)
     */
    void kill(Process sender, int pid, Signal signal) {
        kill(sender, pid, signal, signal == null ? null : sender.sends(signal, SignalInfo.USER, 0));
    }

    /** As kill, with what the receiver is told. */
    void kill(Process sender, int pid, Signal signal, SignalInfo info) {
        if (pid > 0) {
            Process target = table.owner(pid); // as on Linux, that of a thread is its process's
            if (!maySignal(sender, target, signal)) {
                throw new ErrnoException(Errno.EPERM);
            }
            send(target, info);
            return;
        }
        boolean found = false;
        boolean sent = false;
        for (Process target : pid == -1 ? table.all() : table.members(pid == 0 ? groupOf(sender) : -pid)) {
            if (pid == -1 && (target.pid() == ProcessTable.INIT || target == sender)) {
                continue;
            }
            found = true;
            if (maySignal(sender, target, signal)) {
                sent = true;
                send(target, info);
            }
        }
        if (!sent) {
            throw new ErrnoException(found ? Errno.EPERM : Errno.ESRCH);
        }
    }

    /** POSIX kill(): a matching user, root, or CONT within the session. */
    private boolean maySignal(Process sender, Process target, Signal signal) {
        if (sender.ids().maySignal(target.ids())) {
            return true;
        }
        if (signal != Signal.CONT) {
            return false;
        }
        synchronized (table.lock) {
            return sender.group.session == target.group.session;
        }
    }

    /** To every member of a group, on the machine's own behalf. */
    void sendToGroup(int group, Signal signal) {
        for (Process target : table.members(group)) {
            send(target, signal);
        }
    }

    /** To all of a tree, on the machine's own behalf. */
    @Override
    public void sendToTree(ControlGroup tree, Signal signal) {
        if (signal == Signal.KILL) {
            tree.kill();
        }
        for (Process target : table.all()) {
            if (target.control == tree) {
                send(target, signal);
            }
        }
    }

    /** Generates {@code signal} on the machine's own behalf. */
    @Override
    public void send(Process target, Signal signal) {
        send(target, SignalInfo.fromKernel(signal));
    }

    /** Generates a signal (null: nothing) for {@code target}, whoever asks. A process that is at its end takes no notice. */
    void send(Process target, SignalInfo info) {
        send(target, null, info);
    }

    /** The same for one thread of the process, or for none in particular. What ends, stops or continues does so to all of them nevertheless. @param only null: for none */
    void send(Process target, SignalState only, SignalInfo info) {
        if (info == null || target.endReason() != null) {
            return;
        }
        Signal signal = info.signal();
        if (kernel.trace().active()) {
            kernel.trace().emit(new TraceEvent.Signal(kernel.clock().monotonic(), target.thread().task(), target.pid(), signal.name(), info.code() == SignalInfo.KERNEL ? 0 : info.pid()));
        }
        takeEffect(target, signal, target.signals.post(info, only, target.threads.stopped()));
        // After it is pending or handled, as who is continued may look at once. KILL needs no resuming: it reaches stopped tasks, and must be what
        // ends them.
        if (signal == Signal.CONT) {
            resume(target);
        }
    }

    private void takeEffect(Process target, Signal signal, Signals.Posted posted) {
        SignalAction.Effect effect = posted.effect();
        if (effect == null) {
            target.signals.held.wakeAll();
            return;
        }
        // Nobody ends the machine's first process from inside: as on Linux, it gets only what it handles.
        if (target.pid() == ProcessTable.INIT && effect != SignalAction.Effect.HANDLE) {
            return;
        }
        switch (effect) {
            case DISCARD -> {}
            case HANDLE -> posted.target().interrupt();
            case TERMINATE -> terminate(target, new WaitStatus.Killed(signal, false));
            case TERMINATE_WITH_CORE -> terminate(target, new WaitStatus.Killed(signal, true));
            case STOP -> stop(target, signal);
        }
    }

    /** Ends a process from outside. Its last thread does the tidying. */
    void terminate(Process target, WaitStatus reason) {
        target.giveEndReason(reason);
        target.threads.kill();
    }

    /**
     * Stops a process, and tells its parent, unless it is stopped already. In an orphaned group nobody could continue it: there only STOP stops
     * (POSIX 2.4.3).
     */
    void stop(Process target, Signal signal) {
        synchronized (table.lock) {
            if (target.threads.stopped() || signal != Signal.STOP && Orphans.isOrphaned(target.group, null)) {
                return;
            }
            target.threads.stop();
        }
        report(target, new WaitStatus.Stopped(signal));
    }

    /** What came while it was stopped takes effect now. */
    private void resume(Process target) {
        if (!target.threads.stopped()) {
            return;
        }
        Signal deadly = target.signals.takeDeadly();
        if (deadly != null) {
            terminate(target, new WaitStatus.Killed(deadly, deadly.action() == Signal.Action.CORE));
        }
        target.threads.resume();
        report(target, new WaitStatus.Continued());
    }

    /** Leaves a change of state for the parent's wait and tells it by SIGCHLD. */
    private void report(Process child, WaitStatus change) {
        Process parent;
        synchronized (table.lock) {
            child.unreportedChange = change;
            parent = child.parent;
            if (parent != null && !parent.signals.action(Signal.CHLD).has(SignalAction.NO_CHILD_STOP)) {
                send(parent, child.tellsOf(change));
            }
        }
        if (parent != null) {
            parent.childEvents.wakeAll();
        }
    }

    private int groupOf(Process process) {
        synchronized (table.lock) {
            return process.group.id;
        }
    }
}
