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
        return switch (thrown) {
            case ErrnoException e -> WasiErrno.number(e.errno());
            case MemoryFault fault -> WasiErrno.number(Errno.EFAULT);
            default -> throw thrown;
        };
    }
}
