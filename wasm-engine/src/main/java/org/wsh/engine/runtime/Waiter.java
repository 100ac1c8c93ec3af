// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/**
 * Who puts threads to sleep that wait on shared memory, and wakes them. The engine itself never blocks a thread: a scheduler gives its own here. Both
 * methods are called by any thread that runs an instance that has the memory.
 */
public interface Waiter {
    int WOKEN = 0, NOT_EQUAL = 1, TIMED_OUT = 2;

    /**
     * Waits until notified. The comparison ({@link NativeMemory#holds}) and going to sleep must be one step for whoever notifies: no wakeup may come between. May throw an Error that
     * unwinds the guest, may run functions of {@code instance}.
     *
     * @param width        how many bytes are compared, 4 or 8
     * @param timeoutNanos negative for none
     * @return WOKEN, NOT_EQUAL at once if the memory doesn't hold {@code expected}, or TIMED_OUT
     */
    int await(Instance instance, NativeMemory memory, long address, long expected, int width, long timeoutNanos);

    /** Wakes at most {@code count} (unsigned) of those that wait at {@code address}, those first that came first; returns how many. */
    int notify(NativeMemory memory, long address, int count);

    /** Blocks the Java thread; for embedders without a scheduler of their own. An interrupt ends the wait with a CancellationException and stays set. */
    Waiter BLOCKING = new Waiter() {
        @Override
        public int await(Instance instance, NativeMemory memory, long address, long expected, int width, long timeoutNanos) {
            return memory.sleepers.await(memory, address, expected, width, timeoutNanos);
        }

        @Override
        public int notify(NativeMemory memory, long address, int count) {
            return memory.sleepers.notify(address, count);
        }
    };
}
