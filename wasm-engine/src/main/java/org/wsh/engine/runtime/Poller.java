// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/**
 * Called on the guest's own thread when its budget ran out (by up to {@link Instance#SLACK} more in inner loops and at entries). Charges are 1 for each loop back-edge taken, 1 for each call of a
 * function that itself makes calls, and 1 for each 64 bytes (16 elements) that a bulk instruction moves.
 */
@FunctionalInterface
public interface Poller {
    /**
     * May block, may throw an Error that unwinds the guest (nothing in the guest catches it), may call functions of {@code instance}.
     *
     * @param spent what was charged since the last poll
     * @return the next budget, at least 1; what exceeds 2^31 - 1 is cut
     */
    long poll(Instance instance, long spent);
}
