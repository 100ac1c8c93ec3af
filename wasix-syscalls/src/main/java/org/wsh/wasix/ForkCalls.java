// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Results;
import org.wsh.process.ForkAnswer;
import org.wsh.vfs.ErrnoException;

/** Calls that return twice. They never return themselves: the guest's stack is captured, and the guest goes on from it with what they answer. */
public final class ForkCalls {
    private ForkCalls() {}

    /** fork() if memory is to be copied, vfork() if not. */
    public static int proc_fork(Instance in, int copyMemory, int pid) {
        Guest.requireRange(in, pid, 4);
        Answer answer = new Answer(pid);
        throw copyMemory != 0 ? Guest.thread(in).fork(in, answer) : Guest.thread(in).vfork(in, answer);
    }

    /** @param at where the pid goes */
    private record Answer(int at) implements ForkAnswer {
        @Override
        public Results forked(Instance instance, int pid) {
            Guest.writeInt(instance, at, pid);
            return Results.of(WasiErrno.SUCCESS);
        }

        @Override
        public Results refused(ErrnoException why) {
            return Results.of(WasiErrno.number(why.errno()));
        }
    }
}
