// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.process.IntervalTimers;
import org.wsh.process.Process;
import org.wsh.process.Processes;
import org.wsh.process.limit.ResourceLimits;
import org.wsh.process.signal.Signal;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** wsh_1: what a process has used, what it may use, and its interval timers. */
public final class LimitCalls {
    private static final int OWN = 0;
    private static final int CHILDREN = -1;

    private LimitCalls() {}

    /** prlimit(). A limit is 0 soft u64, 8 hard u64. {@code replacement} 0: only ask; {@code old} 0: don't tell. */
    public static int rlimit(Instance in, int pid, int resource, int replacement, int old) {
        if (old != 0) {
            Guest.requireRange(in, old, 16);
        }
        Processes.LimitChange change = replacement == 0 ? null
                : new Processes.LimitChange(resource, Guest.readLong(in, replacement), Guest.readLong(in, replacement + 8));
        ResourceLimits before = Guest.thread(in).processes().limit(Guest.process(in), pid, change);
        if (old != 0) {
            Guest.writeLong(in, old, before.soft(resource));
            Guest.writeLong(in, old + 8, before.hard(resource));
        }
        return WasiErrno.SUCCESS;
    }

    /** getrusage(): 0 user ns, 8 system ns, 16 memory in bytes, 24 zero (u64). */
    public static int rusage(Instance in, int who, int usage) {
        Guest.requireRange(in, usage, 32);
        if (who != OWN && who != CHILDREN) {
            throw new ErrnoException(Errno.EINVAL);
        }
        Processes.Usage used = Guest.thread(in).processes().usage(Guest.process(in), who == CHILDREN);
        Guest.writeLong(in, usage, used.user());
        Guest.writeLong(in, usage + 8, used.system());
        Guest.writeLong(in, usage + 16, used.memory());
        Guest.writeLong(in, usage + 24, 0);
        return WasiErrno.SUCCESS;
    }

    /** setitimer(): real 0, virtual 1, profiling 2. A timer is 0 ns to the next signal, 8 ns between those after it (u64). */
    public static int itimer(Instance in, int which, int replacement, int old) {
        if (old != 0) {
            Guest.requireRange(in, old, 16);
        }
        Process process = Guest.process(in);
        Signal signal = switch (which) {
            case 0 -> Signal.ALRM;
            case 1 -> Signal.VTALRM;
            case 2 -> Signal.PROF;
            default -> throw new ErrnoException(Errno.EINVAL);
        };
        IntervalTimers.Setting before;
        if (replacement == 0) {
            before = which == 0 ? process.timers().get(signal) : process.cpuClock().get(signal);
        } else {
            long delay = Guest.readLong(in, replacement);
            long interval = Guest.readLong(in, replacement + 8);
            before = which == 0 ? process.timers().set(signal, delay, interval) : process.cpuClock().set(signal, delay, interval);
        }
        if (old != 0) {
            Guest.writeLong(in, old, before.left());
            Guest.writeLong(in, old + 8, before.interval());
        }
        return WasiErrno.SUCCESS;
    }
}
