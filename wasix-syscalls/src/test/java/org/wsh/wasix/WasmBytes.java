// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Pieces of the binary format (core spec, chapter 5), for tests that write modules by hand. */
final class WasmBytes {
    static final int I32 = 0x7f;
    static final int I64 = 0x7e;

    private WasmBytes() {}

    static byte[] functionType(String type) {
        int colon = type.indexOf(':');
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes(0x60, colon));
        for (int i = 0; i < colon; i++) {
            out.write(type.charAt(i) == 'i' ? I32 : I64);
        }
        out.writeBytes(type.length() > colon + 1 ? bytes(1, I32) : bytes(0));
        return out.toByteArray();
    }

    static byte[] text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return concat(number(utf8.length), utf8);
    }

    static void section(ByteArrayOutputStream out, int id, byte[] content) {
        out.write(id);
        out.writeBytes(number(content.length));
        out.writeBytes(content);
    }

    static byte[] number(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = value;
        while (left > 0x7f) {
            out.write(left & 0x7f | 0x80);
            left >>>= 7;
        }
        out.write(left);
        return out.toByteArray();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static void signed(ByteArrayOutputStream out, long value) {
        long left = value;
        while (left < -64 || left > 63) {
            out.write((int) (left & 0x7f | 0x80));
            left >>= 7;
        }
        out.write((int) (left & 0x7f));
    }
}
