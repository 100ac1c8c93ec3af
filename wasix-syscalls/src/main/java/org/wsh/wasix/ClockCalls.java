// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.kernel.Clock;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Clocks. POSIX clock_gettime(). */
public final class ClockCalls {
    static final int REALTIME = 0;
    static final int MONOTONIC = 1;
    private static final int PROCESS_CPU = 2;
    private static final int THREAD_CPU = 3;

    private ClockCalls() {}

    public static int clock_res_get(Instance in, int id, int resolution) {
        requireClock(id);
        Guest.writeLong(in, resolution, 1);
        return WasiErrno.SUCCESS;
    }

    public static int clock_time_get(Instance in, int id, long precision, int time) {
        Guest.requireRange(in, time, 8);
        Guest.writeLong(in, time, now(in, id));
        return WasiErrno.SUCCESS;
    }

    /** WASIX. The machine's clock belongs to the machine's owner. */
    public static int clock_time_set(Instance in, int id, long time) {
        requireClock(id);
        throw new ErrnoException(Errno.EPERM);
    }

    /** Nanoseconds on clock {@code id}. EINVAL. */
    static long now(Instance in, int id) {
        Clock clock = Guest.thread(in).processes().kernel().clock();
        return switch (id) {
            case REALTIME -> clock.realtime();
            case MONOTONIC -> clock.monotonic();
            case PROCESS_CPU -> Guest.process(in).cpuTime();
            case THREAD_CPU -> Guest.thread(in).task().cpuTime();
            default -> throw new ErrnoException(Errno.EINVAL);
        };
    }

    private static void requireClock(int id) {
        if (id < REALTIME || id > THREAD_CPU) {
            throw new ErrnoException(Errno.EINVAL);
        }
    }
}
