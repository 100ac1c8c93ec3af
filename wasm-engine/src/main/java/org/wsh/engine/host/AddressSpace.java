// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A stretch of memory outside of the Java heap, all zero at first, that never moves. Where native access is granted it is mapped: address space only, to which the host's system gives pages as they
 * are touched. Else the JVM allocates it, at once and whole. Access to the segment is checked by the JVM: outside of it, or after {@link #close}, it throws.
 */
public final class AddressSpace {
    /** What is touched of a space takes some 0.1 ms a MiB to give back; a thread of its own is worth that from here on. */
    private static final long LARGE = 32 << 20;

    private final Arena arena;
    private final MemorySegment segment;
    private final boolean lazy;

    AddressSpace(Arena arena, MemorySegment segment, boolean lazy) {
        this.arena = arena;
        this.segment = segment;
        this.lazy = lazy;
    }

    /** Whether {@link #reserve} can be used. */
    public static boolean canReserve() {
        return AddressSpace.class.getModule().isNativeAccessEnabled() && Mapping.AVAILABLE;
    }

    /** Reserves without allocating; null if the system refuses. {@code bytes} is a multiple of the system's page and not 0. */
    public static AddressSpace reserve(long bytes) {
        return Mapping.map(bytes);
    }

    /** Allocates; null if the JVM refuses. */
    public static AddressSpace allocate(long bytes) {
        Arena arena = Arena.ofShared();
        try {
            return new AddressSpace(arena, arena.allocate(bytes, Long.BYTES), false);
        } catch (OutOfMemoryError e) {      // of this size, so it harms no other thread
            arena.close();
            return null;
        }
    }

    public MemorySegment segment() {
        return segment;
    }

    /** Whether it only takes what is touched. */
    public boolean isLazy() {
        return lazy;
    }

    /**
     * Gives it back now, or, when {@code used} bytes of it are many, soon, on a thread of its own: whoever waits for the end of a process shall not wait for that. What was touched took longer to
     * touch than it takes to give back, so that few of them pile up.
     */
    public void close(long used) {
        if (used < LARGE) {
            close();
            return;
        }
        try {
            Thread.ofPlatform().daemon().name("wsh-unmap").start(this::close);
        } catch (OutOfMemoryError e) {      // no thread to be had
            close();
        }
    }

    /** Gives it back. A thread that is using it gets an IllegalStateException. If the host's I/O is using it, it is given back when nobody refers to it any more, if it is mapped. */
    public void close() {
        try {
            arena.close();
        } catch (IllegalStateException e) {
            // Acquired by an I/O call of the JVM's.
        }
    }
}
