// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import org.wsh.engine.syntax.MemoryType;

/**
 * A memory of one thread at a time: a byte array of exactly its size, so that the JVM's bounds check is the spec's. Growing copies, so growing page by page is quadratic:
 * 1 600 steps from 1 MB to 100 MB took 12 s, 41 steps of an eighth 0.13 s. A <em>roomy</em> memory therefore gets an array up to a quarter longer than its size once it
 * has grown many times and beyond 1 MB, or has copied a lot; what the guest stores behind the end is then not trapped but lost. It stays deterministic and inside; only the trap of such a bug is missed.
 * {@link #size} is always exact, and so are bulk instructions, segments and the host's checks.
 *
 * <p>No array may be kept across anything that can grow the memory: a call, a poll, a wait. Guest code uses the array and the handles itself.
 */
public final class HeapMemory extends LinearMemory {
    private static final int MAX_PAGES = MemoryType.MOST_PAGES_ON_HEAP;

    // Constants for generated code: javac's name and descriptor of each access is VarHandle.get(byte[], int) and the like.
    public static final VarHandle I16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle I32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle I64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle F32 = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle F64 = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] NOTHING = {};
    private static final int ROOMY_PAGES = 16;
    /** So many growths, and so many bytes, are copied as they come: only a program that makes a habit of it gets spare room, and with it inexact traps. */
    private static final int EXACT_GROWTHS = 16;
    private static final long EXACT_COPIES = 32 << 20;

    /** The memory itself. Set by {@link #set} alone. Read anew after anything that may have grown it. */
    public byte[] bytes = NOTHING;

    private final Ledger ledger;
    private final boolean roomy;
    /** Whose memory 0 it is. A memory that is imported outlives instances that nobody closes. */
    private final ArrayList<WeakReference<Instance>> users = new ArrayList<>(1);
    private int size;           // at most bytes.length; equal unless roomy
    private int growths;
    private long copied;
    private boolean closed;

    /** Allocates the minimum; throws LinkError if the ledger refuses it. */
    HeapMemory(MemoryType type, Ledger ledger, boolean roomy) {
        super(type);
        this.ledger = ledger;
        this.roomy = roomy;
        if (type.minimum() > 0 && grow(type.minimum()) < 0) {
            throw new LinkError("memory of " + type.minimum() + " pages: refused, not enough memory");
        }
    }

    /** From now on {@link Instance#bytes} of {@code user}, whose memory 0 this is, is our array; until {@link #forget}. */
    void use(Instance user) {
        forget(null);
        users.add(new WeakReference<>(user));
        user.bytes = bytes;
    }

    /** Also those that nobody refers to any more. */
    void forget(Instance user) {
        for (int i = users.size() - 1; i >= 0; i--) {
            Instance each = users.get(i).get();
            if (each == null || each == user) {
                users.remove(i);
            }
        }
    }

    private void set(byte[] array) {
        bytes = array;
        for (var reference : users) {
            Instance user = reference.get();
            if (user != null) {
                user.bytes = array;
            }
        }
    }

    @Override
    LinearMemory copy(InstanceOptions options) {
        if (!options.ledger().reserve(bytes.length)) {
            return null;
        }
        try {
            var copy = new HeapMemory(new MemoryType(0, type.maximum(), type.shared(), type.is64()), options.ledger(), roomy);
            copy.set(bytes.clone());
            copy.size = size;
            copy.growths = growths;
            return copy;
        } catch (OutOfMemoryError e) {
            options.ledger().release(bytes.length);
            return null;
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long grow(long delta) {
        int before = size / PAGE;
        long after = before + delta;
        if (delta < 0 || after > MAX_PAGES || !within(after) || closed) {
            return -1;
        }
        if (delta == 0) {
            return before;
        }
        int wanted = (int) after * PAGE;
        if (wanted > bytes.length) {
            boolean spare = roomy && before >= ROOMY_PAGES && (++growths > EXACT_GROWTHS || copied + size > EXACT_COPIES);
            if (!(spare && reallocateRoomily(after)) && !reallocate(wanted)) {
                return -1;
            }
        } else {
            Arrays.fill(bytes, size, wanted, (byte) 0);     // the guest may have stored there
        }
        size = wanted;
        return before;
    }

    /** With a quarter of spare room, or with less where that much is refused: the next growth would copy all again, and may find no room for that. */
    private boolean reallocateRoomily(long pages) {
        for (long spare = pages / 4; spare >= ROOMY_PAGES / 4; spare /= 2) {
            if (reallocate((int) Math.min(MAX_PAGES, pages + spare) * PAGE)) {
                return true;
            }
        }
        return false;
    }

    /** Old and new exist at once while one is copied, so both are reserved: a budget that holds is a heap that holds. */
    private boolean reallocate(int capacity) {
        if (!ledger.reserve(capacity)) {
            return false;
        }
        int old = bytes.length;
        try {
            set(Arrays.copyOf(bytes, capacity));
            copied += old;
            ledger.release(old);
            return true;
        } catch (OutOfMemoryError e) {
            // The ledger promised more than the heap has. An allocation this large fails alone and harms no other thread.
            ledger.release(capacity);
            return false;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            ledger.release(bytes.length);
            set(NOTHING);
            size = 0;
        }
    }

    /** Returns {@code address} as an index of {@link #bytes} if that and the following {@code length} bytes are inside. */
    private int index(long address, int length) {
        if ((address | length) < 0 || length > size - address) {
            throw new MemoryFault(address, length & 0xffff_ffffL);
        }
        return (int) address;
    }

    @Override
    public byte i8(long address) {
        return bytes[index(address, 1)];
    }

    @Override
    public short i16(long address) {
        return (short) I16.get(bytes, index(address, 2));
    }

    @Override
    public int i32(long address) {
        return (int) I32.get(bytes, index(address, 4));
    }

    @Override
    public long i64(long address) {
        return (long) I64.get(bytes, index(address, 8));
    }

    @Override
    public void setI8(long address, int value) {
        bytes[index(address, 1)] = (byte) value;
    }

    @Override
    public void setI16(long address, int value) {
        I16.set(bytes, index(address, 2), (short) value);
    }

    @Override
    public void setI32(long address, int value) {
        I32.set(bytes, index(address, 4), value);
    }

    @Override
    public void setI64(long address, long value) {
        I64.set(bytes, index(address, 8), value);
    }

    @Override
    public void read(long address, byte[] into, int at, int length) {
        System.arraycopy(bytes, index(address, length), into, at, length);
    }

    @Override
    public void write(long address, byte[] source, int from, int length) {
        System.arraycopy(source, from, bytes, index(address, length), length);
    }

    @Override
    public ByteBuffer buffer(long address, int length) {
        return ByteBuffer.wrap(bytes, index(address, length), length);
    }

    @Override
    void fill(long address, byte value, int length) {
        Arrays.fill(bytes, (int) address, (int) address + length, value);
    }

    @Override
    void put(long address, byte[] source, int from, int length) {
        System.arraycopy(source, from, bytes, (int) address, length);
    }

    // Atomic instructions are plain ones here: only one thread uses the array.

    private static int element(long address) {
        return address > Integer.MAX_VALUE ? -1 : (int) address;
    }

    @Override
    long atomicLoad(long address, int width) {
        int at = element(address);
        return switch (width) {
            case 0 -> bytes[at] & 0xff;
            case 1 -> (short) I16.get(bytes, at) & 0xffff;
            case 2 -> (int) I32.get(bytes, at) & 0xffff_ffffL;
            default -> (long) I64.get(bytes, at);
        };
    }

    @Override
    void atomicStore(long address, long value, int width) {
        int at = element(address);
        switch (width) {
            case 0 -> bytes[at] = (byte) value;
            case 1 -> I16.set(bytes, at, (short) value);
            case 2 -> I32.set(bytes, at, (int) value);
            default -> I64.set(bytes, at, value);
        }
    }

    @Override
    long atomicUpdate(int operation, long address, long value, int width) {
        long old = atomicLoad(address, width);
        atomicStore(address, AtomicInstructions.combine(operation, old, value), width);
        return old;
    }

    @Override
    long atomicCompareExchange(long address, long expected, long value, int width) {
        long old = atomicLoad(address, width);
        if (old == expected) {
            atomicStore(address, value, width);
        }
        return old;
    }
}
