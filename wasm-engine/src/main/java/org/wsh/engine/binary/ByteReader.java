// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import java.nio.charset.StandardCharsets;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.MalformedModule;

/** Reads the binary format's small values, LEB128 numbers and names, from a range of a module's bytes. */
public final class ByteReader {
    public final byte[] bytes;
    public int position;
    public int end;

    public ByteReader(byte[] bytes, int position, int end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    public boolean atEnd() {
        return position >= end;
    }

    public int u8() {
        if (position >= end) {
            throw unexpectedEnd();
        }
        return bytes[position++] & 0xff;
    }

    public int peek() {
        return position < end ? bytes[position] & 0xff : -1;
    }

    /** An unsigned LEB128 of 32 bits, as the int of the same bits. */
    public int u32() {
        if (position < end && bytes[position] >= 0) {
            return bytes[position++];
        }
        int start = position;
        int result = 0;
        for (int shift = 0; ; shift += 7) {
            int b = u8();
            result |= (b & 0x7f) << shift;
            if (shift == 28 && b > 0x0f) {
                throw tooLong(b, start);
            }
            if (b < 0x80) {
                return result;
            }
        }
    }

    /** An unsigned LEB128 of 64 bits. */
    public long u64() {
        int start = position;
        long result = 0;
        for (int shift = 0; ; shift += 7) {
            int b = u8();
            result |= (long) (b & 0x7f) << shift;
            if (shift == 63 && b > 1) {
                throw tooLong(b, start);
            }
            if (b < 0x80) {
                return result;
            }
        }
    }

    /** An unsigned LEB128 of 32 bits that counts or indexes something, so is refused above the int range. */
    public int count(String what) {
        int start = position;
        int n = u32();
        if (n < 0) {
            throw new MalformedModule("unexpected end: " + what + " says " + Integer.toUnsignedString(n), start);
        }
        return n;
    }

    /** A vector's length: entries take at least a byte each, so memory stays proportional to the input. @throws InvalidModule it is above {@code limit} */
    int vector(String what, int limit) {
        int at = position;
        int n = u32();
        if (n < 0 || n > end - position) {
            throw new MalformedModule("unexpected end: length out of bounds, " + Integer.toUnsignedString(n) + " " + what, at);
        }
        if (n > limit) {
            throw new InvalidModule(n + " " + what + ", the limit is " + limit, at);
        }
        return n;
    }

    public int s32() {
        return (int) signed(32);
    }

    public long s33() {
        return signed(33);
    }

    public long s64() {
        return signed(64);
    }

    private long signed(int bits) {
        int start = position;
        long result = 0;
        int shift = 0;
        int b;
        do {
            b = u8();
            result |= (long) (b & 0x7f) << shift;
            shift += 7;
            if (shift >= bits) {
                // The last byte: the bits beyond the type must all equal its sign.
                int used = bits - (shift - 7);
                int rest = (b << 25 >> 25) >> (used - 1);
                if (b >= 0x80 || rest != 0 && rest != -1) {
                    throw tooLong(b, start);
                }
            }
        } while (b >= 0x80);
        return shift < 64 ? result << (64 - shift) >> (64 - shift) : result;
    }

    private static MalformedModule tooLong(int lastByte, int start) {
        return new MalformedModule(lastByte >= 0x80 ? "integer representation too long" : "integer too large", start);
    }

    public int fixed32() {
        if (end - position < 4) {
            throw unexpectedEnd();
        }
        int p = position;
        position += 4;
        return bytes[p] & 0xff | (bytes[p + 1] & 0xff) << 8 | (bytes[p + 2] & 0xff) << 16 | bytes[p + 3] << 24;
    }

    public long fixed64() {
        long low = fixed32() & 0xffff_ffffL;
        return low | (long) fixed32() << 32;
    }

    /** Moves over {@code n} bytes, which must be there. */
    public void skip(int n) {
        if (n < 0 || n > end - position) {
            throw unexpectedEnd();
        }
        position += n;
    }

    String name() {
        int length = u32();
        int start = position;
        if (length < 0 || length > end - position) {
            throw new MalformedModule("unexpected end: length out of bounds", start);
        }
        position += length;
        if (!isUtf8(bytes, start, position)) {
            throw new MalformedModule("malformed UTF-8 encoding", start);
        }
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    /** Java's own decoder replaces what is wrong; the format refuses it (overlong forms and surrogates too). */
    private static boolean isUtf8(byte[] b, int from, int to) {
        int i = from;
        while (i < to) {
            int c = b[i++];
            if (c >= 0) {
                continue;
            }
            c &= 0xff;
            int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
            if (c < 0xc2 || c > 0xf4 || to - i < more) {
                return false;
            }
            int second = b[i] & 0xff;
            if (c == 0xe0 && second < 0xa0 || c == 0xed && second > 0x9f || c == 0xf0 && second < 0x90 || c == 0xf4 && second > 0x8f) {
                return false;
            }
            for (; more > 0; more--) {
                if ((b[i++] & 0xc0) != 0x80) {
                    return false;
                }
            }
        }
        return true;
    }

    public MalformedModule unexpectedEnd() {
        return new MalformedModule("unexpected end", position);
    }
}
