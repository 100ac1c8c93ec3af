// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.NativeMemory;
import org.wsh.engine.runtime.Waiter;
import org.wsh.kernel.Futexes;
import org.wsh.process.ProcessThread;

/** What {@code memory.atomic.wait} and {@code notify} do in a guest: {@code ThreadFutexes} of the thread that runs it. */
record GuestFutexes(Futexes futexes) implements Waiter {
    @Override
    public int await(Instance instance, NativeMemory memory, long address, long expected, int width, long timeoutNanos) {
        return ((ProcessThread) instance.host()).futexes().await(memory, address, () -> memory.holds(address, expected, width), timeoutNanos);
    }

    @Override
    public int notify(NativeMemory memory, long address, int count) {
        return futexes.wake(memory, address, Integer.toUnsignedLong(count));
    }
}
