// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.MemoryFault;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * Where every system call's failure becomes a number: generated code calls {@link #failed} with what the call threw. A guest's mistake is an errno;
 * anything else (a trap of a signal handler, our own bug) goes on up.
 */
public final class Trampoline {
    private Trampoline() {}

    public static int failed(Instance in, RuntimeException thrown, int importIndex) {
        return number(thrown);
    }

    /** A call without result cannot say that it failed: it has done nothing. */
    public static void failedSilently(Instance in, RuntimeException thrown, int importIndex) {
        number(thrown);
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
