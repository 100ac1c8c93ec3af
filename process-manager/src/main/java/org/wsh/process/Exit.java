// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.ArrayList;
import java.util.List;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.TraceEvent;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalAction;
import org.wsh.process.signal.WaitStatus;

/** The end of a process: what it held is given back, its children get a new parent, its own parent is told. POSIX _exit(). */
final class Exit {
    private final ProcessTable table;
    private final SignalDelivery signals;
    private final ControllingTerminal terminals;
    private final Kernel kernel;

    Exit(ProcessTable table, SignalDelivery signals, ControllingTerminal terminals, Kernel kernel) {
        this.table = table;
        this.signals = signals;
        this.terminals = terminals;
        this.kernel = kernel;
    }

    /** Runs on the process's own thread, last of all, after its program has unwound and freed its memory. Doesn't wait. */
    void end(Process process) {
        try {
            process.timers.end();
            process.cpuClock.settle();
            process.descriptors.closeAll();
            process.memory.close();
            terminals.leaderLeaves(process);
        } finally {
            becomeZombie(process);
        }
    }

    private void becomeZombie(Process process) {
        WaitStatus status = process.endReason();
        if (kernel.trace().active()) {
            kernel.trace().emit(new TraceEvent.Exit(kernel.clock().monotonic(), process.thread().task(), process.pid(), status.word()));
        }
        Process init = table.init();
        Process parent;
        boolean orphanedZombies;
        List<Process> orphaned;
        synchronized (table.lock) {
            process.zombieStatus = status;
            orphaned = Orphans.leftBy(process);
            orphanedZombies = giveAway(process, init);
            parent = process.parent;
            if (parent == null || parent.zombieStatus != null || caresNotForChildren(parent)) {
                table.reap(process);
            }
            if (parent != null) {
                // Under the lock: who sees the zombie has the signal pending, and who has the signal finds the zombie.
                signals.send(parent, process.tellsOf(status));
            }
        }
        for (Process member : orphaned) {
            signals.send(member, Signal.HUP);
            signals.send(member, Signal.CONT);
        }
        if (orphanedZombies) {
            init.childEvents.wakeAll();
        }
        if (parent != null) {
            parent.childEvents.wakeAll();
        }
        process.ended().complete(status);
        process.over.wakeAll();
    }

    /**
     * Needs the table's lock. Children become init's. Where that has ended (null: the machine is being switched off) nobody is left to wait for them.
     *
     * @return whether there are zombies among those given to init
     */
    private boolean giveAway(Process process, Process init) {
        boolean zombies = false;
        boolean initLives = init != null && init != process && init.zombieStatus == null;
        for (Process child : new ArrayList<>(process.children)) {
            if (initLives) {
                process.children.remove(child);
                child.parent = init;
                init.children.add(child);
                zombies |= child.zombieStatus != null;
            } else if (child.zombieStatus != null) {
                table.reap(child);
            }
        }
        return zombies;
    }

    /** POSIX: a parent that ignores SIGCHLD, or asked for it, gets no zombies. */
    private static boolean caresNotForChildren(Process parent) {
        SignalAction action = parent.signals.action(Signal.CHLD);
        return action.kind() == SignalAction.Kind.IGNORE || action.has(SignalAction.NO_CHILD_WAIT);
    }
}
