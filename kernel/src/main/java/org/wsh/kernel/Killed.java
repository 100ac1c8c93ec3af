// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

/**
 * Unwinds a task that was killed. Thrown by every poll and every sleep of it from then on. Nobody catches it but the root of
 * the task; what must be tidied on the way is tidied in {@code finally}, without sleeping.
 */
public final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
        super("killed", null, false, false);
    }
}
