// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import org.wsh.engine.runtime.CapturedStack;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Results;
import org.wsh.kernel.Killed;
import org.wsh.kernel.Task;
import org.wsh.kernel.WaitQueue;
import org.wsh.process.Process;
import org.wsh.process.ProcessThread;
import org.wsh.process.Program;
import org.wsh.process.SpawnAttributes;
import org.wsh.process.signal.Signal;
import org.wsh.process.wasm.EnvironmentLoan;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * vfork() of a Wasm program: the child runs in the parent's own instance, on its memory, while the parent sleeps; when the child has become another program or
 * has ended, the parent goes on from where it was. The instance belongs to one of them at a time: the parent lends it, and takes it back when
 * {@code returned} is set.
 */
final class Vfork implements CapturedCall {
    private final ForkAnswer answer;
    /** WASIX proc_fork_env; null for vfork. */
    private final EnvironmentLoan environment;
    private final WaitQueue returns = new WaitQueue();
    private volatile boolean returned;

    Vfork(ForkAnswer answer, EnvironmentLoan environment) {
        this.answer = answer;
        this.environment = environment;
    }

    @Override
    public Runnable perform(ProcessThread thread, CapturedStack stack) {
        Instance instance = stack.instance();
        CapturedStack childs = stack.again();
        Results results;
        try {
            if (childs == null) {
                throw new ErrnoException(Errno.ENOMEM);
            }
            Results globals = instance.globals();
            int pid = thread.fork(SpawnAttributes.INHERIT.group(), child -> lend(child, thread, childs));
            await(thread, pid);
            Runnable whereChildLeft = environment == null ? null : environment.parentsTurn();
            if (whereChildLeft != null) {
                stack.close();
                instance.setHost(thread);
                return whereChildLeft;
            }
            instance.setGlobals(globals);
            results = environment == null ? answer.forked(instance, pid) : answer.refused(new ErrnoException(Errno.EINTR));
        } catch (ErrnoException refused) {
            if (childs != null) {
                childs.close();
            }
            results = answer.refused(refused);
        }
        instance.setHost(thread);
        Results goOn = results;
        return () -> stack.resume(goOn);
    }

    private Program lend(ProcessThread child, ProcessThread parent, CapturedStack stack) {
        child.takeAfter(parent);
        stack.instance().setHost(child);
        if (environment != null) {
            child.stacks().borrow(environment);
        }
        return new Child(this, stack, answer.forked(stack.instance(), environment == null ? 0 : child.process().pid()));
    }

    /** A parent that is killed meanwhile takes the child with it: nobody else can end the loan, and the instance is the parent's to close. */
    private void await(ProcessThread thread, int pid) {
        try {
            thread.task().awaitUninterruptibly(() -> returned, Task.NEVER, "vfork", returns);
        } catch (Killed killed) {
            thread.task().beginExit();
            Process child = thread.processes().find(pid);
            if (child != null && !returned) {
                thread.processes().signal(pid, Signal.KILL);
            }
            thread.task().awaitUninterruptibly(() -> returned, Task.NEVER, "vfork", returns);
            throw killed;
        }
    }

    private void giveBack() {
        returned = true;
        returns.wakeAll();
    }

    /** What the child runs until it execs or ends. */
    record Child(Vfork loan, CapturedStack stack, Results results) implements Program {
        @Override
        public int run(ProcessThread thread) {
            try {
                return new WasmRun(thread).onLoan(stack.instance(), () -> stack.resume(results));
            } finally {
                loan.giveBack();
            }
        }
    }
}
