// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;

/** mmap(2) of private anonymous memory, on systems whose numbers we know. Linked when first used, as that takes some 50 ms. */
final class Mapping {
    private static final int READ_WRITE = 3, PRIVATE = 2;
    private static final String SYSTEM = System.getProperty("os.name");
    private static final boolean LINUX = SYSTEM.equals("Linux");
    static final boolean AVAILABLE = LINUX || SYSTEM.startsWith("Mac");

    private Mapping() {}

    /** The C functions. */
    private static final class Calls {
        static final MethodHandle MMAP = link("mmap", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        static final MethodHandle MUNMAP = link("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
        /** Unmaps what was never closed. */
        static final Cleaner FORGOTTEN = Cleaner.create();

        private static MethodHandle link(String name, FunctionDescriptor type) {
            var linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
        }
    }

    /** Unmaps once, whoever comes first. Refers to nothing of the arena, so that the cleaner doesn't keep it alive. */
    private record Unmap(long address, long bytes, AtomicBoolean done) implements Runnable {
        @Override
        public void run() {
            if (done.compareAndSet(false, true)) {
                try {
                    int ignored = (int) Calls.MUNMAP.invokeExact(address, bytes);
                } catch (Throwable t) {
                    throw new IllegalStateException("munmap", t);
                }
            }
        }
    }

    static AddressSpace map(long bytes) {
        int anonymous = LINUX ? 0x20 : 0x1000, noReserve = LINUX ? 0x4000 : 0x40;
        long address;
        try {
            address = (long) Calls.MMAP.invokeExact(MemorySegment.NULL, bytes, READ_WRITE, PRIVATE | anonymous | noReserve, -1, 0L);
        } catch (Throwable t) {
            throw new IllegalStateException("mmap", t);
        }
        if (address == -1) {
            return null;
        }
        Arena arena = Arena.ofShared();
        var unmap = new Unmap(address, bytes, new AtomicBoolean());
        MemorySegment segment = MemorySegment.ofAddress(address).reinterpret(bytes, arena, s -> unmap.run());
        // Segments refer to the scope: once it is unreachable nobody can be using the memory, not even a loop that holds nothing but a segment.
        Calls.FORGOTTEN.register(segment.scope(), unmap);
        return new AddressSpace(arena, segment, true);
    }
}
