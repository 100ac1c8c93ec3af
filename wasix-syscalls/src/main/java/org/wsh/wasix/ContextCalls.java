// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Instance;
import org.wsh.process.guest.Captures;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** WASIX contexts: coroutines of a thread. The main one is 0. */
public final class ContextCalls {
    private ContextCalls() {}

    /** INVAL: there is no such function in the table, or it is no {@code () -> ()}. */
    public static int context_create(Instance in, int id, int entry) {
        Guest.requireRange(in, id, 8);
        FunctionRef function = DynamicCalls.function(in, entry);
        if (function.instance != in || function.type().parameterCount() != 0 || function.type().resultCount() != 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        Guest.writeLong(in, id, Guest.thread(in).stacks().contexts().create(function));
        return WasiErrno.SUCCESS;
    }

    /** Returns when somebody switches back. INVAL: no such context. */
    public static int context_switch(Instance in, long id) {
        var thread = Guest.thread(in);
        if (thread.stacks().contexts().isRunning(id)) {
            return WasiErrno.SUCCESS;
        }
        throw new Captures(thread).switchTo(in, id);
    }

    public static int context_destroy(Instance in, long id) {
        Guest.thread(in).stacks().contexts().destroy(id);
        return WasiErrno.SUCCESS;
    }
}
