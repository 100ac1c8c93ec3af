// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Results;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * The calls that return more than once, or elsewhere: fork(), vfork(), setjmp(), longjmp(). Each gives the system call an Error to throw, which unwinds the guest's
 * stack as data; what is then done at the thread's root says its {@link CapturedCall}.
 *
 * <p>Belongs to the thread.
 */
public final class Captures {
    private final ProcessThread thread;
    private final Checkpoints checkpoints = new Checkpoints();

    Captures(ProcessThread thread) {
        this.thread = thread;
    }

    /**
     * fork() of the guest in {@code caller}, by the system call that it makes: to be thrown by that.
     *
     * @throws ErrnoException EAGAIN: it is where it can't be captured (in a handler that interrupted a call); ENOMEM
     */
    public Error fork(Instance caller, ForkAnswer answer) {
        return capture(caller, new Fork(thread.wasm(), answer));
    }

    /** vfork(): as {@link #fork}. */
    public Error vfork(Instance caller, ForkAnswer answer) {
        return capture(caller, new Vfork(answer));
    }

    /** setjmp(), as {@link Setjmp} says. To be thrown; EAGAIN and ENOMEM as {@link #fork}. */
    public Error checkpoint(Instance caller, int at, ObjLongConsumer<Instance> noted, BiConsumer<Instance, Long> answer, Results refused) {
        return capture(caller, new Setjmp(at, noted, answer, refused));
    }

    /** longjmp(): to be thrown. Null if there is no such checkpoint. */
    public Error restore(long checkpoint, long value) {
        return checkpoints.has(checkpoint) ? new StackLeft(checkpoint, value) : null;
    }

    Checkpoints checkpoints() {
        return checkpoints;
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
