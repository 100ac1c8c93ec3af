// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Waiter;
import org.wsh.process.ThreadFutexes;

/** Sleeping on a word of memory. libc traps on any errno of these: what can go wrong is an early return. */
public final class FutexCalls {
    private FutexCalls() {}

    /**
     * option_timestamp: 0 tag u8, 8 relative ns u64. woken is 0 only after the timeout. Handlers run when all is told, and make it an early return: so they may fork, as in other calls.
     */
    public static int futex_wait(Instance in, int futex, int expected, int timeout, int woken) {
        Guest.requireRange(in, futex, 4);
        Guest.requireRange(in, timeout, 16);
        Guest.requireRange(in, woken, 1);
        long nanos = Guest.readByte(in, timeout) == 0 ? -1 : Guest.readLong(in, timeout + 8) & Long.MAX_VALUE;
        int how = futexes(in).awaitOrSignal(in.memory(), Integer.toUnsignedLong(futex), () -> Guest.readInt(in, futex) == expected, nanos);
        Guest.writeByte(in, woken, how == Waiter.TIMED_OUT ? 0 : 1);
        Guest.thread(in).signals().returning();
        return WasiErrno.SUCCESS;
    }

    public static int futex_wake(Instance in, int futex, int woken) {
        return wake(in, futex, woken, 1);
    }

    public static int futex_wake_all(Instance in, int futex, int woken) {
        return wake(in, futex, woken, Long.MAX_VALUE);
    }

    private static int wake(Instance in, int futex, int woken, long most) {
        Guest.requireRange(in, futex, 4);
        Guest.requireRange(in, woken, 1);
        int count = futexes(in).wake(in.memory(), Integer.toUnsignedLong(futex), most);
        Guest.writeByte(in, woken, count > 0 ? 1 : 0);
        return WasiErrno.SUCCESS;
    }

    private static ThreadFutexes futexes(Instance in) {
        return Guest.thread(in).futexes();
    }
}
