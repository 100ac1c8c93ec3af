// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/**
 * What an embedder gives an instance. {@link #DEFAULT} bounds nothing but depth; change it by the {@code with} methods.
 *
 * @param host       the embedder's context, found again by {@link Instance#host()}; may be null
 * @param ledger     asked before memories and tables are allocated or grow
 * @param poller     called when the budget runs out, or null for never (code compiled with polls then runs freely)
 * @param budget     what may be charged before the first poll
 * @param stackBytes how deep guest calls may go, in bytes of frames as {@link Frames} counts them: independent of tier and JIT.
 *                   The default is safe on a thread with 1 MB of stack; with {@code -XX:ThreadStackSize=65536} use {@link #stackBytesFor}.
 * @param roomyMemory whether memory may grow in amortised steps, see {@link HeapMemory}; false is the spec to the byte
 * @param mostNativeBytes how far each memory off the heap (shared, 64-bit, or declared of more than 2 GiB) may grow: address space for so much is reserved
 * @param waiter      who lets threads wait on shared memory
 * @param watch       whether somebody watches what it calls: see {@link Watch}; null for never
 */
public record InstanceOptions(Object host, Ledger ledger, Poller poller, long budget, int stackBytes, boolean roomyMemory, long mostNativeBytes, Waiter waiter, Watch watch) {
    public static final InstanceOptions DEFAULT = new InstanceOptions(null, Ledger.UNLIMITED, null, Integer.MAX_VALUE, stackBytesFor(1 << 20), false, LinearMemory.MOST_NATIVE_BYTES, Waiter.BLOCKING, null);

    /** The limit that is safe on a thread with that much stack, leaving a reserve for syscalls, polls and compilation. */
    public static int stackBytesFor(long threadStackBytes) {
        return Math.clamp((threadStackBytes - (256 << 10)) / 3, 16 << 10, 1 << 30);
    }

    public InstanceOptions withHost(Object newHost) {
        return new InstanceOptions(newHost, ledger, poller, budget, stackBytes, roomyMemory, mostNativeBytes, waiter, watch);
    }

    public InstanceOptions withLedger(Ledger newLedger) {
        return new InstanceOptions(host, newLedger, poller, budget, stackBytes, roomyMemory, mostNativeBytes, waiter, watch);
    }

    public InstanceOptions withPoller(Poller newPoller, long firstBudget) {
        return new InstanceOptions(host, ledger, newPoller, firstBudget, stackBytes, roomyMemory, mostNativeBytes, waiter, watch);
    }

    public InstanceOptions withStackBytes(int newStackBytes) {
        return new InstanceOptions(host, ledger, poller, budget, newStackBytes, roomyMemory, mostNativeBytes, waiter, watch);
    }

    public InstanceOptions withRoomyMemory(boolean newRoomyMemory) {
        return new InstanceOptions(host, ledger, poller, budget, stackBytes, newRoomyMemory, mostNativeBytes, waiter, watch);
    }

    public InstanceOptions withMostNativeBytes(long newMostNativeBytes) {
        return new InstanceOptions(host, ledger, poller, budget, stackBytes, roomyMemory, newMostNativeBytes, waiter, watch);
    }

    public InstanceOptions withWaiter(Waiter newWaiter) {
        return new InstanceOptions(host, ledger, poller, budget, stackBytes, roomyMemory, mostNativeBytes, newWaiter, watch);
    }

    public InstanceOptions withWatch(Watch newWatch) {
        return new InstanceOptions(host, ledger, poller, budget, stackBytes, roomyMemory, mostNativeBytes, waiter, newWatch);
    }
}
