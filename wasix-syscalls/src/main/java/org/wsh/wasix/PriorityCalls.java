// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;

/** wsh_1: who gets how much of the processors. */
public final class PriorityCalls {
    private PriorityCalls() {}

    /** getpriority(): the nice value. */
    public static int priority_get(Instance in, int which, int who, int nice) {
        Guest.requireRange(in, nice, 4);
        Guest.writeInt(in, nice, Guest.thread(in).processes().priorities().get(Guest.process(in), which, who));
        return WasiErrno.SUCCESS;
    }

    public static int priority_set(Instance in, int which, int who, int nice) {
        Guest.thread(in).processes().priorities().set(Guest.process(in), which, who, nice);
        return WasiErrno.SUCCESS;
    }
}
