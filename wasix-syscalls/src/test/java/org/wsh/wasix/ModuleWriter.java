// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.wsh.wasix.WasmBytes.*;

import java.io.ByteArrayOutputStream;

/**
 * Writes small Wasm commands: a memory of one page, one imported call beside {@code proc_exit}, and a {@code _start} that calls it with constants and exits
 * with its result.
 */
final class ModuleWriter {
    private ModuleWriter() {}

    /** @param type as in the syscall table: {@code iI:i} */
    static byte[] calling(String module, String name, String type, long... arguments) {
        boolean result = type.endsWith(":i");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        section(out, 1, concat(bytes(3), functionType(type), functionType("i:"), functionType(":")));
        section(out, 2, concat(bytes(2), importOf(module, name, 0), importOf("wasi_snapshot_preview1", "proc_exit", 1)));
        section(out, 3, bytes(1, 2));
        section(out, 5, bytes(1, 0, 1));
        section(out, 7, concat(bytes(2), text("_start"), bytes(0, 2), text("memory"), bytes(2, 0)));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(0);
        for (int i = 0; i < arguments.length; i++) {
            boolean wide = type.charAt(i) == 'I';
            body.write(wide ? 0x42 : 0x41);
            signed(body, wide ? arguments[i] : (int) arguments[i]);
        }
        body.writeBytes(bytes(0x10, 0));
        if (!result) {
            body.writeBytes(bytes(0x41, 0));
        }
        body.writeBytes(bytes(0x10, 1, 0x0b));
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        code.write(1);
        code.writeBytes(number(body.size()));
        code.writeBytes(body.toByteArray());
        section(out, 10, code.toByteArray());
        return out.toByteArray();
    }

    private static byte[] importOf(String module, String name, int type) {
        return concat(text(module), text(name), bytes(0, type));
    }
}
