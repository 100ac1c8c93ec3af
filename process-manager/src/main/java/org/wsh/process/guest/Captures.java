// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Results;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.process.ProcessEnded;
import org.wsh.process.ProcessThread;
import org.wsh.process.ProgramReplaced;
import org.wsh.process.wasm.EnvironmentLoan;
import org.wsh.process.wasm.GuestStacks;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * The calls that return more than once, or elsewhere: fork(), vfork(), setjmp(), longjmp(). Each gives the system call an Error to throw, which unwinds the guest's
 * stack as data; what is then done at the thread's root says its {@link CapturedCall}.
 *
 * <p>For the thread itself.
 */
public final class Captures {
    private final ProcessThread thread;
    private final GuestStacks stacks;

    public Captures(ProcessThread thread) {
        this.thread = thread;
        stacks = thread.stacks();
    }

    /**
     * fork() of the guest in {@code caller}, by the system call that it makes: to be thrown by that.
     *
     * @throws ErrnoException EAGAIN: it is where it can't be captured (in a handler that interrupted a wait on a futex); ENOMEM
     */
    public Error fork(Instance caller, ForkAnswer answer) {
        return capture(caller, new Fork(thread.wasm(), answer));
    }

    /** vfork(): as {@link #fork}. */
    public Error vfork(Instance caller, ForkAnswer answer) {
        return capture(caller, new Vfork(answer, null));
    }

    /** WASIX proc_fork_env: as {@link #vfork}, but the parent goes on where the child leaves. ENOTSUP in such a child. */
    public Error forkEnvironment(Instance caller, ForkAnswer answer) {
        if (stacks.loan() != null) {
            throw new ErrnoException(Errno.ENOTSUP);
        }
        return capture(caller, new Vfork(answer, new EnvironmentLoan()));
    }

    /**
     * exec() or exit() of the program in {@code caller}. In a child of proc_fork_env the call returns, to its parent.
     *
     * @param results what it returns then
     * @param leave   does it, and throws what unwinds the thread
     */
    public Error leave(Instance caller, Results results, Supplier<Error> leave) {
        if (stacks.loan() == null) {
            throw leave.get();
        }
        if (!caller.canBeCaptured()) {
            throw new ErrnoException(Errno.EAGAIN);
        }
        Error left;
        try {
            left = leave.get();
        } catch (ProgramReplaced | ProcessEnded thrown) {
            left = thrown;
        }
        EnvironmentLoan parents = stacks.loan();
        stacks.borrow(null);
        StackCapture capture = StackCapture.of(caller, new Leaving(parents, results, left));
        throw capture == null ? left : capture;
    }

    /** WASIX context_switch. To be thrown; EAGAIN and ENOMEM as {@link #fork}. */
    public Error switchTo(Instance caller, long context) {
        return capture(caller, new ContextSwitch(context));
    }

    /** setjmp(), as {@link Setjmp} says. To be thrown; EAGAIN and ENOMEM as {@link #fork}. */
    public Error checkpoint(Instance caller, int at, ObjLongConsumer<Instance> noted, BiConsumer<Instance, Long> answer, Results refused) {
        return capture(caller, new Setjmp(at, noted, answer, refused));
    }

    /** longjmp(): to be thrown. Null if there is no such checkpoint. */
    public Error restore(long checkpoint, long value) {
        return stacks.checkpoints().has(checkpoint) ? new StackLeft(checkpoint, value) : null;
    }

    private static Error capture(Instance caller, CapturedCall call) {
        if (!caller.canBeCaptured()) {
            throw new ErrnoException(Errno.EAGAIN);
        }
        StackCapture capture = StackCapture.of(caller, call);
        if (capture == null) {
            throw new ErrnoException(Errno.ENOMEM);
        }
        return capture;
    }
}
