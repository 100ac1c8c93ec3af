// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Results;
import org.wsh.kernel.TraceEvent;
import org.wsh.process.guest.Captures;
import org.wsh.process.guest.ForkAnswer;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Calls that return twice. They never return themselves: the guest's stack is captured, and the guest goes on from it with what they answer. */
public final class ForkCalls {
    private static final int UNKNOWN = 79;

    private ForkCalls() {}

    /** fork() if memory is to be copied, vfork() if not. */
    public static int proc_fork(Instance in, int copyMemory, int pid) {
        Guest.requireRange(in, pid, 4);
        Answer answer = new Answer(pid);
        throw copyMemory != 0 ? new Captures(Guest.thread(in)).fork(in, answer) : new Captures(Guest.thread(in)).vfork(in, answer);
    }

    /** vfork() for programs that are not to be captured twice: the caller is the child from here on, until it execs or exits, which then returns, to the parent. */
    public static int proc_fork_env(Instance in, int pid) {
        Guest.requireRange(in, pid, 4);
        throw new Captures(Guest.thread(in)).forkEnvironment(in, new Answer(pid));
    }

    /** Returns in a child of proc_fork_env, to its parent. */
    public static void proc_exit2(Instance in, int code) {
        throw new Captures(Guest.thread(in)).leave(in, Results.NONE, () -> Guest.thread(in).exit(code));
    }

    /** stack_snapshot: 0 user u64 (where the value goes), 8 number u64, 16 u64 0. */
    public static int stack_checkpoint(Instance in, int snapshot, int value) {
        Guest.requireRange(in, snapshot, 24);
        Guest.requireRange(in, value, 8);
        throw new Captures(Guest.thread(in)).checkpoint(in, snapshot, (instance, number) -> {
            Guest.writeLong(instance, snapshot, Integer.toUnsignedLong(value));
            Guest.writeLong(instance, snapshot + 8, number);
            Guest.writeLong(instance, snapshot + 16, 0);
        }, (instance, returned) -> {
            Guest.writeLong(instance, value, returned);
            CallTrace.answered(instance, "stack_checkpoint", TraceEvent.Outcome.of(returned));
        }, Results.of(WasiErrno.number(Errno.ENOMEM)));
    }

    /** Control reappears in the checkpoint. One that is not there ends the process with 79, as WASIX does. */
    public static void stack_restore(Instance in, int snapshot, long value) {
        Guest.requireRange(in, snapshot, 24);
        Error jump = new Captures(Guest.thread(in)).restore(Guest.readLong(in, snapshot + 8), value);
        throw jump == null ? Guest.thread(in).exit(UNKNOWN) : jump;
    }

    /** @param at where the pid goes */
    private record Answer(int at) implements ForkAnswer {
        @Override
        public Results forked(Instance instance, int pid) {
            Guest.writeInt(instance, at, pid);
            CallTrace.answered(instance, "proc_fork", TraceEvent.Outcome.of(pid));
            return Results.of(WasiErrno.SUCCESS);
        }

        @Override
        public Results refused(ErrnoException why) {
            return Results.of(WasiErrno.number(why.errno()));
        }
    }
}
