// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes small Wasm commands: a memory of one page, one imported call beside {@code proc_exit}, and a {@code _start} that calls it with constants and exits
 * with its result.
 */
final class ModuleWriter {
    private static final int I32 = 0x7f;
    private static final int I64 = 0x7e;

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
        unsigned(code, body.size());
        code.writeBytes(body.toByteArray());
        section(out, 10, code.toByteArray());
        return out.toByteArray();
    }

    private static byte[] functionType(String type) {
        int colon = type.indexOf(':');
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x60);
        out.write(colon);
        for (int i = 0; i < colon; i++) {
            out.write(type.charAt(i) == 'i' ? I32 : I64);
        }
        out.write(type.length() - colon - 1);
        if (type.length() > colon + 1) {
            out.write(I32);
        }
        return out.toByteArray();
    }

    private static byte[] importOf(String module, String name, int type) {
        return concat(text(module), text(name), bytes(0, type));
    }

    private static byte[] text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return concat(bytes(utf8.length), utf8);
    }

    private static void section(ByteArrayOutputStream out, int id, byte[] content) {
        out.write(id);
        unsigned(out, content.length);
        out.writeBytes(content);
    }

    private static void unsigned(ByteArrayOutputStream out, int value) {
        int left = value;
        while (left > 0x7f) {
            out.write(left & 0x7f | 0x80);
            left >>>= 7;
        }
        out.write(left);
    }

    private static void signed(ByteArrayOutputStream out, long value) {
        long left = value;
        while (left < -64 || left > 63) {
            out.write((int) (left & 0x7f | 0x80));
            left >>= 7;
        }
        out.write((int) (left & 0x7f));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
