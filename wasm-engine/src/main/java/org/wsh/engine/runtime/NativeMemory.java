// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.wsh.engine.host.AddressSpace;
import org.wsh.engine.syntax.AtomicOpcode;
import org.wsh.engine.syntax.MemoryType;

/**
 * A memory outside of the Java heap: shared, 64-bit, or too large for an array. The segment is exactly as long as the memory, so that the JVM's bounds check is the spec's. Address space for all
 * that it may grow to is reserved at once, so it never moves, and threads that still hold a shorter segment see the same bytes. Without native access (see {@link AddressSpace})
 * a shared memory is allocated whole instead, and another is copied when it grows.
 *
 * <p>The ledger is charged for what can hold data: the size, not the address space.
 *
 * <p>The segment is read anew after anything that can grow the memory: a call, a poll, a wait; and in shared memories after every atomic instruction, through which
 * another thread may have told of it. After the last owner closed it, access throws IndexOutOfBoundsException, or IllegalStateException through an older segment.
 */
public final class NativeMemory extends LinearMemory {
    // Constants for generated code: VarHandle.get(MemorySegment, long) and the like.
    public static final VarHandle I8 = JAVA_BYTE.varHandle();
    public static final VarHandle I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    public static final VarHandle I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    public static final VarHandle I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    public static final VarHandle F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    public static final VarHandle F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    // Those with atomic modes are for aligned addresses only.
    private static final VarHandle A16 = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle A32 = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle A64 = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    private static final MemorySegment NOTHING = MemorySegment.NULL;
    private static final int SYSTEM_PAGE = 4096;
    private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[SYSTEM_PAGE]).asReadOnly();

    /** The memory itself. */
    public MemorySegment segment = NOTHING;
    /** Who waits here, if the waiter is {@link Waiter#BLOCKING}. */
    final Sleepers sleepers = new Sleepers();

    private final Ledger ledger;        // of the first owner; asked under the lock of this
    private final long most;            // bytes
    private volatile long size;         // written after the segment, so who sees it sees that
    // Guarded by this.
    private AddressSpace space;
    private int owners = 1;

    NativeMemory(MemoryType type, Ledger ledger, long mostBytes) {
        this(type, ledger, mostBytes, AddressSpace.canReserve());
    }

    /** Allocates the minimum; throws LinkError if the ledger, the host or {@code mostBytes} refuses it. */
    NativeMemory(MemoryType type, Ledger ledger, long mostBytes, boolean lazily) {
        super(type);
        this.ledger = ledger;
        long declared = type.maximum() == MemoryType.UNBOUNDED ? Long.MAX_VALUE : type.maximum();
        long pages = Math.min(Math.min(declared, mostBytes / PAGE), type.is64() ? MemoryType.MOST_PAGES_64 : MemoryType.MOST_PAGES_32);
        this.most = pages * PAGE;
        if (type.minimum() > pages) {
            throw new LinkError("memory of " + type.minimum() + " pages: more than " + pages + " are not allowed");
        }
        if (!open(lazily) || grow(type.minimum()) < 0) {
            close();
            throw new LinkError("memory of " + type.minimum() + " pages: refused, not enough memory");
        }
    }

    /** As it is made where native access isn't granted, see {@link AddressSpace}. */
    public static NativeMemory allocated(MemoryType type, Ledger ledger, long mostBytes) {
        return new NativeMemory(type, ledger, mostBytes, false);
    }

    private boolean open(boolean lazily) {
        if (lazily) {
            space = AddressSpace.reserve(Math.max(most, PAGE));
            return space != null;
        }
        return reallocate(type.shared() ? most : type.minimum() * PAGE);
    }

    /** Another owner's hold, given up by {@link #close}; false if it is closed already. */
    synchronized boolean retain() {
        if (space == null) {
            return false;
        }
        owners++;
        return true;
    }

    @Override
    public synchronized void close() {
        if (owners > 0 && --owners == 0 && space != null) {
            ledger.release(space.isLazy() ? size : space.segment().byteSize());
            long used = size;
            segment = NOTHING;
            size = 0;
            space.close(used);
            space = null;
        }
    }

    /** Pages of zeros, as most that were never touched are, aren't written, so that the system needn't provide them. */
    @Override
    LinearMemory copy(InstanceOptions options) {
        NativeMemory copy;
        MemorySegment from = segment;
        try {
            copy = new NativeMemory(new MemoryType(from.byteSize() / PAGE, type.maximum(), type.shared(), type.is64()), options.ledger(), most);
        } catch (LinkError refused) {
            return null;
        }
        for (long at = 0; at < from.byteSize(); at += SYSTEM_PAGE) {
            if (from.asSlice(at, SYSTEM_PAGE).mismatch(ZEROS) >= 0) {
                MemorySegment.copy(from, at, copy.segment, at, SYSTEM_PAGE);
            }
        }
        return copy;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public synchronized long grow(long delta) {
        long before = size / PAGE;
        if (delta < 0 || delta > most / PAGE - before || space == null) {
            return -1;
        }
        long wanted = (before + delta) * PAGE;
        if (space.isLazy() ? !ledger.reserve(wanted - size) : wanted > space.segment().byteSize() && !makeRoom(wanted)) {
            return -1;
        }
        segment = space.segment().asSlice(0, wanted);
        size = wanted;
        return before;
    }

    private boolean makeRoom(long wanted) {
        return !type.shared() && (reallocate(Math.min(most, wanted + wanted / 4)) || reallocate(wanted));
    }

    /** As in a memory on the heap, old and new are both reserved while one is copied. */
    private boolean reallocate(long wanted) {
        long capacity = Math.max(wanted, PAGE);
        if (!ledger.reserve(capacity)) {
            return false;
        }
        AddressSpace larger = AddressSpace.allocate(capacity);
        if (larger == null) {
            ledger.release(capacity);
            return false;
        }
        if (space != null) {
            MemorySegment.copy(segment, 0, larger.segment(), 0, size);
            ledger.release(space.segment().byteSize());
            space.close();
        }
        space = larger;
        return true;
    }

    // Host access.

    private MemorySegment at(long address, long length) {
        check(address, length);
        return segment;
    }

    @Override
    public byte i8(long address) {
        return (byte) I8.get(at(address, 1), address);
    }

    @Override
    public short i16(long address) {
        return (short) I16.get(at(address, 2), address);
    }

    @Override
    public int i32(long address) {
        return (int) I32.get(at(address, 4), address);
    }

    @Override
    public long i64(long address) {
        return (long) I64.get(at(address, 8), address);
    }

    @Override
    public void setI8(long address, int value) {
        I8.set(at(address, 1), address, (byte) value);
    }

    @Override
    public void setI16(long address, int value) {
        I16.set(at(address, 2), address, (short) value);
    }

    @Override
    public void setI32(long address, int value) {
        I32.set(at(address, 4), address, value);
    }

    @Override
    public void setI64(long address, long value) {
        I64.set(at(address, 8), address, value);
    }

    @Override
    public void read(long address, byte[] into, int at, int length) {
        MemorySegment.copy(at(address, length), JAVA_BYTE, address, into, at, length);
    }

    @Override
    public void write(long address, byte[] source, int from, int length) {
        MemorySegment.copy(source, from, at(address, length), JAVA_BYTE, address, length);
    }

    @Override
    public ByteBuffer buffer(long address, int length) {
        return at(address, length).asSlice(address, length).asByteBuffer();
    }

    // Bulk access.

    @Override
    void fill(long address, byte value, int length) {
        segment.asSlice(address, length).fill(value);
    }

    @Override
    void put(long address, byte[] source, int from, int length) {
        MemorySegment.copy(source, from, segment, JAVA_BYTE, address, length);
    }

    void copyTo(long from, LinearMemory target, long to, int length) {
        switch (target) {
            case HeapMemory heap -> MemorySegment.copy(segment, JAVA_BYTE, from, heap.bytes, (int) to, length);
            case NativeMemory other -> MemorySegment.copy(segment, from, other.segment, to, length);
        }
    }

    // Atomic access. The JVM has no updates of less than 32 bits: those change the aligned word around them.

    /** For a {@link Waiter}: whether the {@code width} bytes (4 or 8) at an aligned address are {@code expected}. */
    public boolean holds(long address, long expected, int width) {
        return width == Long.BYTES ? (long) A64.getVolatile(segment, address) == expected : (int) A32.getVolatile(segment, address) == (int) expected;
    }

    @Override
    long atomicLoad(long address, int width) {
        return switch (width) {
            case 0 -> (byte) I8.getVolatile(segment, address) & 0xff;
            case 1 -> (short) A16.getVolatile(segment, address) & 0xffff;
            case 2 -> (int) A32.getVolatile(segment, address) & 0xffff_ffffL;
            default -> (long) A64.getVolatile(segment, address);
        };
    }

    @Override
    void atomicStore(long address, long value, int width) {
        switch (width) {
            case 0 -> I8.setVolatile(segment, address, (byte) value);
            case 1 -> A16.setVolatile(segment, address, (short) value);
            case 2 -> A32.setVolatile(segment, address, (int) value);
            default -> A64.setVolatile(segment, address, value);
        }
    }

    @Override
    long atomicUpdate(int operation, long address, long value, int width) {
        return switch (width) {
            case 2 -> update32(operation, address, (int) value) & 0xffff_ffffL;
            case 3 -> update64(operation, address, value);
            default -> {
                while (true) {
                    long old = atomicLoad(address, width);
                    if (replace(address, old, AtomicInstructions.combine(operation, old, value), width)) {
                        yield old;
                    }
                }
            }
        };
    }

    private int update32(int operation, long address, int value) {
        return switch (operation) {
            case AtomicOpcode.ADD -> (int) A32.getAndAdd(segment, address, value);
            case AtomicOpcode.SUB -> (int) A32.getAndAdd(segment, address, -value);
            case AtomicOpcode.AND -> (int) A32.getAndBitwiseAnd(segment, address, value);
            case AtomicOpcode.OR -> (int) A32.getAndBitwiseOr(segment, address, value);
            case AtomicOpcode.XOR -> (int) A32.getAndBitwiseXor(segment, address, value);
            default -> (int) A32.getAndSet(segment, address, value);
        };
    }

    private long update64(int operation, long address, long value) {
        return switch (operation) {
            case AtomicOpcode.ADD -> (long) A64.getAndAdd(segment, address, value);
            case AtomicOpcode.SUB -> (long) A64.getAndAdd(segment, address, -value);
            case AtomicOpcode.AND -> (long) A64.getAndBitwiseAnd(segment, address, value);
            case AtomicOpcode.OR -> (long) A64.getAndBitwiseOr(segment, address, value);
            case AtomicOpcode.XOR -> (long) A64.getAndBitwiseXor(segment, address, value);
            default -> (long) A64.getAndSet(segment, address, value);
        };
    }

    @Override
    long atomicCompareExchange(long address, long expected, long value, int width) {
        return switch (width) {
            case 2 -> (int) A32.compareAndExchange(segment, address, (int) expected, (int) value) & 0xffff_ffffL;
            case 3 -> (long) A64.compareAndExchange(segment, address, expected, value);
            default -> {
                while (true) {
                    long old = atomicLoad(address, width);
                    if (old != expected || replace(address, old, value, width)) {
                        yield old;
                    }
                }
            }
        };
    }

    /** Replaces a byte or short that is still {@code old}; false if it or its neighbours changed meanwhile. */
    private boolean replace(long address, long old, long value, int width) {
        long word = address & -4;
        int shift = (int) (address - word) * 8;
        int mask = (width == 0 ? 0xff : 0xffff) << shift;
        int present = (int) A32.getVolatile(segment, word);
        return (present & mask) == ((int) old << shift & mask)
                && A32.compareAndSet(segment, word, present, present & ~mask | (int) value << shift & mask);
    }
}
