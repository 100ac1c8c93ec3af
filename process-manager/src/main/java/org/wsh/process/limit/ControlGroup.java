// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.limit;

import org.wsh.kernel.Ledger;
import org.wsh.process.signal.Signal;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A launched process and all that descend from it, whatever sessions and groups they make: Linux's control groups. Nobody leaves it, so its limits hold for the tree as a whole, and
 * the whole of it can be killed.
 */
public final class ControlGroup {
    private static final long SECOND = 1_000_000_000;

    private final ControlLimits limits;
    /** What its processes' accounts are in; null when their memory is not limited. */
    public final Ledger.Account memory;
    public final DescriptorQuota descriptors;

    // Guarded by this object's monitor.
    private int processes;
    private long cpuTime;
    private boolean warned;
    private boolean killed;

    public ControlGroup(ControlLimits limits, Ledger ledger) {
        this.limits = limits;
        memory = limits.memory() == ControlLimits.NONE ? null : ledger.account("tree");
        if (memory != null) {
            memory.limit(limits.memory());
        }
        descriptors = limits.descriptors() == ControlLimits.NONE ? DescriptorQuota.UNLIMITED : new DescriptorQuota(limits.descriptors());
    }

    /** One more process, zombies count. EAGAIN. */
    public synchronized void enter() {
        if (killed || limits.processes() != ControlLimits.NONE && processes >= limits.processes()) {
            throw new ErrnoException(Errno.EAGAIN, "too many processes in this tree");
        }
        processes++;
    }

    public synchronized void leave() {
        processes--;
    }

    /** All are about to be killed: from now on there are no new ones; one that is being made may still enter, and must be ended then. */
    public synchronized void kill() {
        killed = true;
    }

    public synchronized boolean isKilled() {
        return killed;
    }

    public boolean limitsCpuTime() {
        return limits.cpuTime() != ControlLimits.NONE;
    }

    /** One of its processes has used so much more (ns). @return what all of them are to be sent now: XCPU at the limit, KILL a second after it; or null */
    public synchronized Signal charge(long nanos) {
        cpuTime += nanos;
        if (cpuTime >= limits.cpuTime() && cpuTime - limits.cpuTime() >= SECOND) {
            return Signal.KILL;
        }
        if (cpuTime >= limits.cpuTime() && !warned) {
            warned = true;
            return Signal.XCPU;
        }
        return null;
    }
}
