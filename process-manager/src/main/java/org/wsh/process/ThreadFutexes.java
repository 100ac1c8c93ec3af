// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.function.BooleanSupplier;
import org.wsh.engine.runtime.Waiter;
import org.wsh.kernel.Futexes;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.Task;

/** The machine's futexes as a thread uses them: by {@code memory.atomic.wait} and by WASIX's calls, in the same queues. */
public final class ThreadFutexes {
    private final Kernel kernel;
    private final Waiting waiting;

    ThreadFutexes(Kernel kernel, Waiting waiting) {
        this.kernel = kernel;
        this.waiting = waiting;
    }

    /** Sleeps until woken. A signal's handler runs meanwhile, and the sleep goes on. @return as {@link Waiter#await} */
    public int await(Object memory, long address, BooleanSupplier unchanged, long timeoutNanos) {
        return await(memory, address, unchanged, timeoutNanos, false);
    }

    /**
     * Sleeps until woken, or until a signal's handler is to run, which the caller then lets happen ({@link ThreadSignals#returning}): its place in the queue is given up, as on Linux.
     *
     * @param timeoutNanos negative for none
     * @return as {@link Waiter#await}
     */
    public int awaitOrSignal(Object memory, long address, BooleanSupplier unchanged, long timeoutNanos) {
        return await(memory, address, unchanged, timeoutNanos, true);
    }

    private int await(Object memory, long address, BooleanSupplier unchanged, long timeoutNanos, boolean signalsEnd) {
        Futexes futexes = kernel.futexes();
        Futexes.Sleeper sleeper = futexes.join(memory, address, unchanged);
        if (sleeper == null) {
            return Waiter.NOT_EQUAL;
        }
        try {
            long now = kernel.clock().monotonic();
            long deadline = timeoutNanos < 0 || timeoutNanos > Task.NEVER - now ? Task.NEVER : now + timeoutNanos;
            boolean inTime = signalsEnd
                    ? waiting.orSignal(sleeper::woken, deadline, sleeper.queue, "futex")
                    : waiting.throughSignals(sleeper::woken, deadline, sleeper.queue, "futex");
            return inTime ? Waiter.WOKEN : Waiter.TIMED_OUT;
        } finally {
            futexes.leave(sleeper);
        }
    }

    /** @return how many were woken */
    public int wake(Object memory, long address, long most) {
        return kernel.futexes().wake(memory, address, most);
    }
}
