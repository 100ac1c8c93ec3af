// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.process.ThreadLocals;
import org.wsh.process.guest.ThreadEntry;
import org.wsh.process.guest.ThreadStart;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Threads: wasi-threads' one call, WASIX's, and those of WASIX until 2023. */
public final class ThreadCalls {
    /** What libc calls the main thread, whose number it does not know. */
    private static final int MAIN_THREAD = 0x3fffffff;

    private ThreadCalls() {}

    /** wasi-threads: the new thread's number, or an errno as a negative number. {@code argument} is the program's own. */
    public static int thread_spawn(Instance in, int argument) {
        try {
            return ThreadStart.spawn(Guest.thread(in), in, new ThreadEntry.Wasi(argument));
        } catch (ErrnoException e) {
            return -WasiErrno.number(e.errno());
        }
    }

    public static int thread_spawn_v2(Instance in, int start, int tid) {
        Guest.requireRange(in, tid, 4);
        Guest.writeInt(in, tid, ThreadStart.spawn(Guest.thread(in), in, new ThreadEntry.Wasi(start)));
        return WasiErrno.SUCCESS;
    }

    /** Until 2023. Where its stack is, the program knows itself. */
    public static int thread_spawn_2022(Instance in, long userData, long stackBase, long stackStart, int reactor, int tid) {
        Guest.requireRange(in, tid, 4);
        Guest.writeInt(in, tid, ThreadStart.spawn(Guest.thread(in), in, new ThreadEntry.Wasix2022(userData)));
        return WasiErrno.SUCCESS;
    }

    public static int thread_id(Instance in, int tid) {
        Guest.writeInt(in, tid, Guest.thread(in).tid());
        return WasiErrno.SUCCESS;
    }

    public static int thread_join(Instance in, int tid) {
        Guest.thread(in).threads().join(main(in, tid));
        return WasiErrno.SUCCESS;
    }

    /** The code is nobody's. */
    public static void thread_exit(Instance in, int code) {
        throw Guest.thread(in).threads().exit();
    }

    public static int thread_sleep(Instance in, long nanos) {
        Guest.thread(in).threads().sleep(nanos);
        return WasiErrno.SUCCESS;
    }

    public static int thread_parallelism(Instance in, int processors) {
        Guest.writeInt(in, processors, Guest.thread(in).processes().kernel().scheduler().processors());
        return WasiErrno.SUCCESS;
    }

    /** pthread_kill(). Threads that are not there are no error. */
    public static int thread_signal(Instance in, int tid, int number) {
        try {
            Guest.thread(in).threads().signal(main(in, tid), ProcessCalls.signal(number & 0xff));
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e;
            }
        }
        return WasiErrno.SUCCESS;
    }

    /** wsh_1: whatever that thread waits in, or will wait in, ends with INTR, until it is told otherwise. SRCH. */
    public static int thread_cancel(Instance in, int tid, int on) {
        Guest.thread(in).threads().cancel(main(in, tid), on != 0);
        return WasiErrno.SUCCESS;
    }

    private static int main(Instance in, int tid) {
        return tid == MAIN_THREAD ? Guest.process(in).pid() : tid;
    }

    // Until 2023.

    public static int thread_local_create(Instance in, long userData, int key) {
        Guest.requireRange(in, key, 4);
        Guest.writeInt(in, key, locals(in).create(userData));
        return WasiErrno.SUCCESS;
    }

    public static int thread_local_destroy(Instance in, int key) {
        locals(in).destroy(key);
        return WasiErrno.SUCCESS;
    }

    public static int thread_local_set(Instance in, int key, long value) {
        locals(in).set(Guest.thread(in).member(), key, value);
        return WasiErrno.SUCCESS;
    }

    public static int thread_local_get(Instance in, int key, int value) {
        Guest.requireRange(in, value, 8);
        Guest.writeLong(in, value, locals(in).get(Guest.thread(in).member(), key));
        return WasiErrno.SUCCESS;
    }

    private static ThreadLocals locals(Instance in) {
        return Guest.process(in).threadLocals();
    }
}
