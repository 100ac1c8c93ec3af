// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.nio.charset.StandardCharsets;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Global;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Table;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** WASIX: what a program's own symbols are. Side modules are not loaded: docs/abi.md. */
public final class LinkingCalls {
    private static final int MAIN_PROGRAM = 1;

    private LinkingCalls() {}

    /** A null path: the main program. NOTSUP for any other, and why. */
    public static int dlopen(Instance in, int path, int length, int flags, int error, int errorLength, int libraryPath, int libraryPathLength, int handle) {
        Guest.requireRange(in, handle, 4);
        Guest.requireRange(in, error, errorLength);
        if (path == 0) {
            Guest.writeInt(in, handle, MAIN_PROGRAM);
            return WasiErrno.SUCCESS;
        }
        String name = Guest.string(in, path, length);
        explain(in, error, errorLength, name + ": this machine loads no side modules");
        return WasiErrno.number(Errno.ENOTSUP);
    }

    /** A function: its index in the table, a new one if it had none. Data: its address, which the linker exports as a global. NOENT, and why. */
    public static int dlsym(Instance in, int handle, int symbol, int length, int error, int errorLength, int value) {
        Guest.requireRange(in, value, 4);
        Guest.requireRange(in, error, errorLength);
        if (handle != 0) {
            dl_invalid_handle(in, handle);
        }
        String name = Guest.string(in, symbol, length);
        Integer found = switch (in.export(name)) {
            case FunctionRef function -> slotOf(in, function);
            case Global data -> (int) data.bits();
            case null, default -> null;
        };
        if (found == null) {
            explain(in, error, errorLength, name + ": no such symbol");
            return WasiErrno.number(Errno.ENOENT);
        }
        Guest.writeInt(in, value, found);
        return WasiErrno.SUCCESS;
    }

    private static int slotOf(Instance in, FunctionRef function) {
        Table table = DynamicCalls.table(in);
        for (int i = 0; i < table.size(); i++) {
            if (table.get(i) == function) {
                return i;
            }
        }
        int made = table.grow(function, 1);
        if (made < 0) {
            throw new ErrnoException(Errno.ENOTSUP);
        }
        return made;
    }

    /** Success if it is valid, NOEXEC if not. */
    public static int dl_invalid_handle(Instance in, int handle) {
        if (handle != MAIN_PROGRAM) {
            throw new ErrnoException(Errno.ENOEXEC);
        }
        return WasiErrno.SUCCESS;
    }

    /** As much of it as there is room for, with a NUL. */
    private static void explain(Instance in, int at, int room, String why) {
        if (room <= 0) {
            return;
        }
        byte[] text = why.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, room - 1);
        Guest.write(in, at, text, 0, length);
        Guest.writeByte(in, at + length, 0);
    }
}
