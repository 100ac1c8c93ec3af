// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.List;
import org.wsh.engine.runtime.Instance;

/** Arguments and environment: WASI preview 1. Both have one shape: an array of addresses, and the NUL-ended strings back to back. */
public final class ArgumentCalls {
    private ArgumentCalls() {}

    public static int args_sizes_get(Instance in, int count, int size) {
        return sizes(in, Guest.process(in).program().arguments(), count, size);
    }

    public static int args_get(Instance in, int argv, int buffer) {
        return strings(in, Guest.process(in).program().arguments(), argv, buffer);
    }

    public static int environ_sizes_get(Instance in, int count, int size) {
        return sizes(in, Guest.process(in).program().environment(), count, size);
    }

    public static int environ_get(Instance in, int environ, int buffer) {
        return strings(in, Guest.process(in).program().environment(), environ, buffer);
    }

    private static int sizes(Instance in, List<String> strings, int count, int size) {
        Guest.requireRange(in, count, 4);
        Guest.requireRange(in, size, 4);
        int bytes = 0;
        for (String string : strings) {
            bytes += Arguments.encode(string).length + 1;
        }
        Guest.writeInt(in, count, strings.size());
        Guest.writeInt(in, size, bytes);
        return WasiErrno.SUCCESS;
    }

    private static int strings(Instance in, List<String> strings, int addresses, int buffer) {
        Guest.requireRange(in, addresses, 4 * strings.size());
        int at = buffer;
        int slot = addresses;
        for (String string : strings) {
            byte[] bytes = Arguments.encode(string);
            Guest.requireRange(in, at, bytes.length + 1);
            Guest.writeInt(in, slot, at);
            Guest.write(in, at, bytes, 0, bytes.length);
            Guest.writeByte(in, at + bytes.length, 0);
            at += bytes.length + 1;
            slot += 4;
        }
        return WasiErrno.SUCCESS;
    }
}
