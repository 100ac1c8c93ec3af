// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.wsh.engine.syntax.MemoryType;

/**
 * A linear memory: a byte array of exactly its size, so that the JVM's bounds check is the spec's. Growing copies, so growing page by page is quadratic:
 * 1 600 steps from 1 MB to 100 MB took 12 s, 41 steps of an eighth 0.13 s. A <em>roomy</em> memory therefore gets an array up to a quarter longer than its size once it
 * has grown many times and beyond 1 MB; what the guest stores behind the end is then not trapped but lost. It stays deterministic and inside; only the trap of such a bug is missed.
 * {@link #size} is always exact, and so are bulk instructions, segments and the host's checks.
 *
 * <p>No array may be kept across anything that can grow the memory: a call, a poll, a wait. The methods here are for the host and throw {@link MemoryFault};
 * guest code uses the array and the handles itself.
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
    private static final int ROOMY_PAGES = 16;
    /** So many growths are copied as they come: only a program that makes a habit of it gets spare room, and with it inexact traps. */
    private static final int EXACT_GROWTHS = 16;

    /** The memory itself. Read anew after anything that may have grown it. */
    public byte[] bytes = NOTHING;

    private final MemoryType type;
    private final Ledger ledger;
    private final boolean roomy;
    private int size;           // at most bytes.length; equal unless roomy
    private int growths;
    private boolean closed;

    public LinearMemory(MemoryType type, Ledger ledger) {
        this(type, ledger, false);
    }

    /** Allocates the minimum; throws LinkError if the ledger refuses it or no array can hold it. */
    public LinearMemory(MemoryType type, Ledger ledger, boolean roomy) {
        this.type = type;
        this.ledger = ledger;
        this.roomy = roomy;
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
        return size / PAGE;
    }

    public int size() {
        return size;
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
        int wanted = (int) after * PAGE;
        if (wanted > bytes.length) {
            boolean spare = roomy && before >= ROOMY_PAGES && ++growths > EXACT_GROWTHS;
            if (!(spare && reallocate((int) Math.min(MAX_PAGES, after + after / 4) * PAGE)) && !reallocate(wanted)) {
                return -1;
            }
        } else {
            Arrays.fill(bytes, size, wanted, (byte) 0);     // the guest may have stored there
        }
        size = wanted;
        return before;
    }

    /** Old and new exist at once while one is copied, so both are reserved: a budget that holds is a heap that holds. */
    private boolean reallocate(int capacity) {
        if (!ledger.reserve(capacity)) {
            return false;
        }
        int old = bytes.length;
        try {
            bytes = Arrays.copyOf(bytes, capacity);
            ledger.release(old);
            return true;
        } catch (OutOfMemoryError e) {
            // The ledger promised more than the heap has. An allocation this large fails alone and harms no other thread.
            ledger.release(capacity);
            return false;
        }
    }

    /** Gives the bytes back; the second time does nothing. */
    void close() {
        if (!closed) {
            closed = true;
            ledger.release(bytes.length);
            bytes = NOTHING;
            size = 0;
        }
    }

    /** Returns {@code address} as an index of {@link #bytes} if that and the following {@code length} bytes are inside. */
    public int check(int address, int length) {
        if ((address | length) < 0 || length > size - address) {
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
