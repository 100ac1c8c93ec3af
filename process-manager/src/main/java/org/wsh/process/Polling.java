// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.kernel.Task;

/** How a thread lets take effect what came while it ran: kill, stop, the end of its time slice, its process's CPU time, signals. For the thread itself. */
final class Polling {
    private static final int BYTES_A_TICK = 16;

    private final Task task;
    private final CpuClock cpuClock;
    private final ThreadSignals signals;

    Polling(Task task, CpuClock cpuClock, ThreadSignals signals) {
        this.task = task;
        this.cpuClock = cpuClock;
        this.signals = signals;
    }

    /** When {@code spent} units of work are done. @return units until the next poll */
    long poll(long spent, SignalHandler.Place place) {
        long budget = task.poll(spent);
        cpuClock.look();
        signals.takeEffect(place);
        return budget;
    }

    /** Inside a call that has moved so many bytes. */
    void pollAfter(int bytes) {
        poll(bytes / BYTES_A_TICK, SignalHandler.Place.INSIDE_A_CALL);
    }
}
