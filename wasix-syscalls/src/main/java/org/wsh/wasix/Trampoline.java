// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.Arrays;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.MemoryFault;
import org.wsh.engine.runtime.Results;
import org.wsh.process.ThreadSignals;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * Where every system call's failure becomes a number: generated code calls {@link #failed} with what the call threw. A guest's mistake is an errno;
 * anything else (a trap of a signal handler, our own bug) goes on up.
 */
public final class Trampoline {
    private Trampoline() {}

    public static int failed(Instance in, RuntimeException thrown, int importIndex) {
        int number = number(thrown);
        ThreadSignals signals = Guest.thread(in).signals();
        if (signals.due()) {
            signals.failing(instance -> Results.of(number));
        }
        return number;
    }

    /**
     * Whether the call is to be made once more: it was interrupted by a signal whose handler restarts calls. Handlers run here, and not deep in the call, as nothing of that is left that
     * could not be captured: so they may fork.
     */
    public static boolean again(Instance in, RuntimeException thrown, int importIndex, long[] arguments) {
        return thrown instanceof ErrnoException e && e.errno() == Errno.EINTR
                && Guest.thread(in).signals().restarts(instance -> call(instance, importIndex, arguments), instance -> Results.of(WasiErrno.number(Errno.EINTR)));
    }

    private static Results call(Instance in, int importIndex, long[] arguments) {
        long[] values = Arrays.copyOf(arguments, Math.max(1, arguments.length));
        Object[] references = new Object[values.length];
        in.function(importIndex).invoke(values, references, null);
        return new Results(values, references);
    }

    /** A call without result cannot say that it failed: it has done nothing. */
    public static void failedSilently(Instance in, RuntimeException thrown, int importIndex) {
        number(thrown);
        ThreadSignals signals = Guest.thread(in).signals();
        if (signals.due()) {
            signals.failing(instance -> Results.NONE);
        }
    }

    /** The errno of a guest's mistake; throws what is none. */
    static int number(RuntimeException thrown) {
        if (thrown instanceof ErrnoException e) {
            return WasiErrno.number(e.errno());
        }
        if (thrown instanceof MemoryFault) {
            return WasiErrno.number(Errno.EFAULT);
        }
        throw thrown;
    }
}
