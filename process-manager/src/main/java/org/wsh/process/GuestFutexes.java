// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.function.BooleanSupplier;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.NativeMemory;
import org.wsh.engine.runtime.Waiter;
import org.wsh.kernel.Futexes;
import org.wsh.kernel.Task;

/** The machine's futexes as guests' threads use them: by {@code memory.atomic.wait} and by WASIX's calls, in the same queues. */
public final class GuestFutexes implements Waiter {
    private final Futexes futexes;

    GuestFutexes(Futexes futexes) {
        this.futexes = futexes;
    }

    @Override
    public int await(Instance instance, NativeMemory memory, long address, long expected, int width, long timeoutNanos) {
        return await((ProcessThread) instance.host(), memory, address, () -> memory.holds(address, expected, width), timeoutNanos);
    }

    /** Sleeps until woken. A signal's handler runs meanwhile, and the sleep goes on. */
    private int await(ProcessThread thread, NativeMemory memory, long address, BooleanSupplier unchanged, long timeoutNanos) {
        return await(thread, memory, address, unchanged, timeoutNanos, false);
    }

    /**
     * Sleeps until woken, or until a signal's handler is to run, which the caller then lets happen ({@link ThreadSignals#returning}): its place in the queue is given up, as on Linux.
     *
     * @param timeoutNanos negative for none
     */
    public int awaitOrSignal(ProcessThread thread, Object memory, long address, BooleanSupplier unchanged, long timeoutNanos) {
        return await(thread, memory, address, unchanged, timeoutNanos, true);
    }

    private int await(ProcessThread thread, Object memory, long address, BooleanSupplier unchanged, long timeoutNanos, boolean signalsEnd) {
        Futexes.Sleeper sleeper = futexes.join(memory, address, unchanged);
        if (sleeper == null) {
            return NOT_EQUAL;
        }
        try {
            long now = thread.processes().kernel().clock().monotonic();
            long deadline = timeoutNanos < 0 || timeoutNanos > Task.NEVER - now ? Task.NEVER : now + timeoutNanos;
            boolean inTime = signalsEnd
                    ? thread.waiting().orSignal(sleeper::woken, deadline, sleeper.queue, "futex")
                    : thread.waiting().throughSignals(sleeper::woken, deadline, sleeper.queue, "futex");
            return inTime ? WOKEN : TIMED_OUT;
        } finally {
            futexes.leave(sleeper);
        }
    }

    @Override
    public int notify(NativeMemory memory, long address, int count) {
        return wake(memory, address, Integer.toUnsignedLong(count));
    }

    /** @return how many were woken */
    public int wake(Object memory, long address, long most) {
        return futexes.wake(memory, address, most);
    }
}
