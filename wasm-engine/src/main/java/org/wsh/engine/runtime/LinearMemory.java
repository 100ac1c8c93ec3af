// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.nio.ByteBuffer;
import org.wsh.engine.syntax.MemoryType;

/**
 * A linear memory: a {@link HeapMemory} or a {@link NativeMemory}, as its type says ({@link MemoryType#onHeap}). It belongs to the instance that
 * made it, or to the host if that did; a shared one to all instances that were given it, and to the host that made it, until each has closed it.
 *
 * <p>The methods here are for the host. Addresses are unsigned bytes' numbers, with int or long as the guest has them; values are little-endian and need not be aligned. A range that isn't
 * inside throws {@link MemoryFault}. Guest code goes past them.
 */
public abstract sealed class LinearMemory implements AutoCloseable permits HeapMemory, NativeMemory {
    public static final int PAGE = MemoryType.PAGE;
    /** What an off-heap memory may grow to unless the embedder says otherwise: all that 32-bit addresses reach. */
    public static final long MOST_NATIVE_BYTES = 1L << 32;

    final MemoryType type;

    LinearMemory(MemoryType type) {
        this.type = type;
    }

    /** A memory of the host's, to be given to instances, and closed by the host. LinkError if it is refused. */
    public static LinearMemory of(MemoryType type, Ledger ledger) {
        return of(type, ledger, false, MOST_NATIVE_BYTES);
    }

    /**
     * Allocates the minimum.
     *
     * @param roomy           as {@link InstanceOptions} has it
     * @param mostNativeBytes as {@link InstanceOptions} has it
     * @throws LinkError the ledger, the JVM or the limit refuses it
     */
    public static LinearMemory of(MemoryType type, Ledger ledger, boolean roomy, long mostNativeBytes) {
        return type.onHeap() ? new HeapMemory(type, ledger, roomy) : new NativeMemory(type, ledger, mostNativeBytes);
    }

    /** As it is now: the minimum is the present size. */
    public MemoryType type() {
        return new MemoryType(pages(), type.maximum(), type.shared(), type.is64());
    }

    /** How many there are, of 64 KiB. */
    public long pages() {
        return size() / PAGE;
    }

    /** One with the same content, owned by whoever asked; null if the ledger or the host refused. */
    abstract LinearMemory copy(InstanceOptions options);

    /** In bytes. */
    public abstract long size();

    /** Returns the size before in pages, or -1 if the maximum, the ledger or the JVM doesn't allow it. {@code delta} is unsigned. */
    public abstract long grow(long delta);

    /** Gives one owner's hold up; when the last does, the bytes are given back and the memory is empty. */
    @Override
    public abstract void close();

    /** Whether a size is allowed by the declared maximum. */
    final boolean within(long pages) {
        return type.maximum() == MemoryType.UNBOUNDED || pages <= type.maximum();
    }

    // Host access.

    public abstract byte i8(long address);

    public abstract short i16(long address);

    public abstract int i32(long address);

    public abstract long i64(long address);

    public abstract void setI8(long address, int value);

    public abstract void setI16(long address, int value);

    public abstract void setI32(long address, int value);

    public abstract void setI64(long address, long value);

    /** Copies out of the memory. */
    public abstract void read(long address, byte[] into, int at, int length);

    /** Copies into the memory. */
    public abstract void write(long address, byte[] source, int from, int length);

    /** A window on the bytes, of the byte order that ByteBuffer has at first. Not to be kept across anything that can grow or close the memory. */
    public abstract ByteBuffer buffer(long address, int length);

    /** Checks that {@code length} bytes (unsigned) at {@code address} are inside. */
    public final void check(long address, long length) {
        if ((address | length) < 0 || length > size() - address) {
            throw new MemoryFault(address, length);
        }
    }

    /** The same; both are unsigned. */
    public final void check(int address, int length) {
        check(address & 0xffff_ffffL, length & 0xffff_ffffL);
    }

    /** Like {@link #check(int, int)} for {@code count} items of {@code width} bytes. */
    public final void check(int address, int count, int width) {
        check(address & 0xffff_ffffL, (count & 0xffff_ffffL) * width);
    }

    public final byte i8(int address) {
        return i8(address & 0xffff_ffffL);
    }

    public final int u8(int address) {
        return i8(address & 0xffff_ffffL) & 0xff;
    }

    public final short i16(int address) {
        return i16(address & 0xffff_ffffL);
    }

    public final int u16(int address) {
        return i16(address & 0xffff_ffffL) & 0xffff;
    }

    public final int i32(int address) {
        return i32(address & 0xffff_ffffL);
    }

    public final long i64(int address) {
        return i64(address & 0xffff_ffffL);
    }

    public final void setI8(int address, int value) {
        setI8(address & 0xffff_ffffL, value);
    }

    public final void setI16(int address, int value) {
        setI16(address & 0xffff_ffffL, value);
    }

    public final void setI32(int address, int value) {
        setI32(address & 0xffff_ffffL, value);
    }

    public final void setI64(int address, long value) {
        setI64(address & 0xffff_ffffL, value);
    }

    /** A copy of {@code length} bytes. */
    public final byte[] read(int address, int length) {
        return read(address & 0xffff_ffffL, length);
    }

    /** A copy of {@code length} bytes. */
    public final byte[] read(long address, int length) {
        check(address, length & 0xffff_ffffL);
        var copy = new byte[length];
        read(address, copy, 0, length);
        return copy;
    }

    public final void write(int address, byte[] source, int from, int length) {
        write(address & 0xffff_ffffL, source, from, length);
    }

    public final ByteBuffer buffer(int address, int length) {
        return buffer(address & 0xffff_ffffL, length);
    }

    // For bulk instructions, within bounds that were checked; what isn't inside any more is trapped all the same.

    abstract void fill(long address, byte value, int length);

    static void copy(LinearMemory source, long from, LinearMemory target, long to, int length) {
        if (source instanceof HeapMemory heap) {
            target.put(to, heap.bytes, (int) from, length);
        } else {
            ((NativeMemory) source).copyTo(from, target, to, length);
        }
    }

    /** Like write, out of an array that may be the memory's own. */
    abstract void put(long address, byte[] source, int from, int length);

    // Atomic access, 1 << width bytes at an address that is aligned; values zero-extended. Out of bounds is an IndexOutOfBoundsException.

    abstract long atomicLoad(long address, int width);

    abstract void atomicStore(long address, long value, int width);

    /** {@code operation} is a group of AtomicOpcode, from ADD to EXCHANGE; returns what was there. */
    abstract long atomicUpdate(int operation, long address, long value, int width);

    /** Stores {@code value} if {@code expected} is there; returns what was there. */
    abstract long atomicCompareExchange(long address, long expected, long value, int width);
}
