// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of the binary format; what was written last can be taken back. */
final class CodeWriter {
    private byte[] bytes = new byte[256];
    private int size;

    int size() {
        return size;
    }

    void truncate(int to) {
        size = to;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    CodeWriter u8(int b) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = (byte) b;
        return this;
    }

    CodeWriter u32(long n) {
        for (; n >= 0x80; n >>>= 7) {
            u8((int) n & 0x7f | 0x80);
        }
        return u8((int) n);
    }

    CodeWriter s64(long n) {
        while (n < -64 || n > 63) {
            u8((int) n & 0x7f | 0x80);
            n >>= 7;
        }
        return u8((int) n & 0x7f);
    }

    CodeWriter fixed(long bits, int width) {
        for (int i = 0; i < width; i++) {
            u8((int) (bits >> 8 * i));
        }
        return this;
    }

    CodeWriter bytes(byte[] more) {
        for (byte b : more) {
            u8(b);
        }
        return this;
    }

    CodeWriter name(String s) {
        byte[] text = s.getBytes(StandardCharsets.UTF_8);
        return u32(text.length).bytes(text);
    }

    /** An opcode as {@code syntax.Opcode} writes it: a prefix is in the bits above the lowest 8, or for SIMD above 16. */
    CodeWriter op(int op) {
        return op < 0x100 ? u8(op) : u8(op >> 8).u32(op & 0xff);
    }

    CodeWriter section(int id, CodeWriter content) {
        return u8(id).u32(content.size).bytes(content.toArray());
    }
}
