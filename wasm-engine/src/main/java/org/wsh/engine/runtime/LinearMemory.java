// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.wsh.engine.syntax.MemoryType;

/**
 * A linear memory: a byte array of exactly its size, so that the JVM's bounds check is the spec's. Growing copies:
 * an array that is longer than the memory would let accesses behind its end pass. So growing page by page is quadratic: 1 600 steps to 100 MB took
 * 7.5 s, 40 steps of an eighth 0.1 s. Our own libc grows in such steps; for others see docs/DECISIONS.md.
 * No array may be kept across anything that can grow the memory: a call, a poll, a wait.
 *
 * <p>The methods here are for the host and throw {@link MemoryFault}; guest code uses the array and the handles itself.
 */
public final class LinearMemory {
    /** More pages than this no Java array holds. */
    public static final int MAX_PAGES = 32767;
    public static final int PAGE = MemoryType.PAGE;

    // Constants for generated code: javac's name and descriptor of each access is VarHandle.get(byte[], int) and the like.
    public static final VarHandle I16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle I32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle I64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle F32 = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle F64 = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] NOTHING = {};

    /** The memory itself. Read anew after anything that may have grown it. */
    public byte[] bytes = NOTHING;

    private final MemoryType type;
    private final Ledger ledger;
    private boolean closed;

    /** Allocates the minimum; throws LinkError if the ledger refuses it or no array can hold it. */
    public LinearMemory(MemoryType type, Ledger ledger) {
        this.type = type;
        this.ledger = ledger;
        if (type.minimum() > MAX_PAGES) {
            throw new LinkError("memory of " + type.minimum() + " pages: more than " + MAX_PAGES + " are not supported");
        }
        if (type.minimum() > 0 && grow((int) type.minimum()) < 0) {
            throw new LinkError("memory of " + type.minimum() + " pages: refused, not enough memory");
        }
    }

    /** As it is now: the minimum is the present size. */
    public MemoryType type() {
        return new MemoryType(pages(), type.maximum());
    }

    public int pages() {
        return bytes.length / PAGE;
    }

    public int size() {
        return bytes.length;
    }

    /** Returns the size before in pages, or -1 if the maximum, the ledger or the JVM doesn't allow it. {@code delta} is unsigned. */
    public int grow(int delta) {
        int before = pages();
        long after = before + (delta & 0xffff_ffffL);
        if (after > MAX_PAGES || type.maximum() != MemoryType.UNBOUNDED && after > type.maximum() || closed) {
            return -1;
        }
        if (delta == 0) {
            return before;
        }
        long more = (long) delta * PAGE;
        if (!ledger.reserve(more)) {
            return -1;
        }
        try {
            bytes = Arrays.copyOf(bytes, (int) after * PAGE);
        } catch (OutOfMemoryError e) {
            // The ledger promised more than the heap has. An allocation this large fails alone and harms no other thread.
            ledger.release(more);
            return -1;
        }
        return before;
    }

    /** Gives the bytes back; the second time does nothing. */
    void close() {
        if (!closed) {
            closed = true;
            ledger.release(bytes.length);
            bytes = NOTHING;
        }
    }

    /** Returns {@code address} as an index of {@link #bytes} if that and the following {@code length} bytes are inside. */
    public int check(int address, int length) {
        if ((address | length) < 0 || length > bytes.length - address) {
            throw new MemoryFault(address, length & 0xffff_ffffL);
        }
        return address;
    }

    /** Like {@link #check(int, int)} for {@code count} items of {@code width} bytes. */
    public int check(int address, int count, int width) {
        long length = (count & 0xffff_ffffL) * width;
        if (length > Integer.MAX_VALUE) {
            throw new MemoryFault(address, length);
        }
        return check(address, (int) length);
    }

    public byte i8(int address) {
        return bytes[check(address, 1)];
    }

    public int u8(int address) {
        return bytes[check(address, 1)] & 0xff;
    }

    public short i16(int address) {
        return (short) I16.get(bytes, check(address, 2));
    }

    public int u16(int address) {
        return (short) I16.get(bytes, check(address, 2)) & 0xffff;
    }

    public int i32(int address) {
        return (int) I32.get(bytes, check(address, 4));
    }

    public long i64(int address) {
        return (long) I64.get(bytes, check(address, 8));
    }

    public void setI8(int address, int value) {
        bytes[check(address, 1)] = (byte) value;
    }

    public void setI16(int address, int value) {
        I16.set(bytes, check(address, 2), (short) value);
    }

    public void setI32(int address, int value) {
        I32.set(bytes, check(address, 4), value);
    }

    public void setI64(int address, long value) {
        I64.set(bytes, check(address, 8), value);
    }

    public byte[] read(int address, int length) {
        var copy = new byte[length];
        System.arraycopy(bytes, check(address, length), copy, 0, length);
        return copy;
    }

    public void write(int address, byte[] source, int from, int length) {
        System.arraycopy(source, from, bytes, check(address, length), length);
    }
}
