// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.process.ProcessThread;
import org.wsh.process.signal.Signal;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Processes and signals as WASI and WASIX have them: end, ids, kill, and the one callback for signals. */
public final class ProcessCalls {
    private ProcessCalls() {}

    public static void proc_exit(Instance in, int code) {
        throw Guest.thread(in).exit(code);
    }

    /** To the own process. */
    public static int proc_raise(Instance in, int number) {
        Guest.thread(in).signals().kill(Guest.process(in).pid(), signal(number & 0xff));
        return WasiErrno.SUCCESS;
    }

    public static int sched_yield(Instance in) {
        Guest.thread(in).yield();
        return WasiErrno.SUCCESS;
    }

    // WASIX.

    public static int proc_id(Instance in, int pid) {
        Guest.writeInt(in, pid, Guest.process(in).pid());
        return WasiErrno.SUCCESS;
    }

    public static int proc_parent(Instance in, int pid, int parent) {
        Guest.requireRange(in, parent, 4);
        Guest.writeInt(in, parent, Guest.thread(in).processes().groups().parentOf(Guest.process(in), pid));
        return WasiErrno.SUCCESS;
    }

    /** kill(): pid as in POSIX, signal 0 only asks. */
    public static int proc_signal(Instance in, int pid, int number) {
        if ((number & 0xff) > Signal.MAX_NUMBER) {
            Guest.thread(in).signals().kill(pid, null); // as Linux: that nobody is there comes first
        }
        Guest.thread(in).signals().kill(pid, signal(number & 0xff));
        return WasiErrno.SUCCESS;
    }

    /** 0 is no signal. Numbers of real-time signals, which we don't have, do nothing. EINVAL above them. */
    static Signal signal(int number) {
        if (number < 0 || number > Signal.MAX_NUMBER) {
            throw new ErrnoException(Errno.EINVAL);
        }
        return Signal.of(number);
    }

    /** Sends {@code number} to the own process in {@code interval} ns, and each time again if it repeats; 0 cancels. */
    public static int proc_raise_interval(Instance in, int number, long interval, int repeat) {
        Signal signal = signal(number & 0xff);
        if (signal == null) {
            throw new ErrnoException(Errno.EINVAL);
        }
        Guest.process(in).timers().set(signal, interval, repeat != 0 ? interval : 0);
        return WasiErrno.SUCCESS;
    }

    /** The export that gets every signal which would end or interrupt the program; one that does not exist: none does. */
    public static void callback_signal(Instance in, int name, int length) {
        ProcessThread thread = Guest.thread(in);
        thread.signals().registerCallback(Guest.string(in, name, length));
    }

    /** There is no journal that a process could be saved in: NOTSUP. */
    public static int proc_snapshot(Instance in) {
        throw new ErrnoException(Errno.ENOTSUP);
    }

    public static int proc_signals_sizes_get(Instance in, int count) {
        Guest.writeInt(in, count, Signal.values().length);
        return WasiErrno.SUCCESS;
    }

    /** Each signal's disposition at the start, default or ignored: 0 signal u8, 1 disposition u8 (0, 1). */
    public static int proc_signals_get(Instance in, int buffer) {
        Signal[] all = Signal.values();
        Guest.requireRange(in, buffer, 2 * all.length);
        var ignored = Guest.thread(in).signals().tellIgnored();
        for (int i = 0; i < all.length; i++) {
            Guest.writeByte(in, buffer + 2 * i, all[i].number());
            Guest.writeByte(in, buffer + 2 * i + 1, ignored.contains(all[i]) ? 1 : 0);
        }
        return WasiErrno.SUCCESS;
    }
}
