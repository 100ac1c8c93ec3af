// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/**
 * A memory's size limits in pages of 64 KiB; {@code maximum} is {@link #UNBOUNDED} when none is declared. A shared one may be used by several threads at once; a 64-bit one
 * has i64 addresses.
 */
public record MemoryType(long minimum, long maximum, boolean shared, boolean is64) implements ExternType {
    public static final long UNBOUNDED = -1;
    public static final int PAGE = 65536;
    /** What 32-bit addresses reach. */
    public static final long MOST_PAGES_32 = 1 << 16;
    public static final long MOST_PAGES_64 = 1L << 48;
    /** More pages than this no Java array holds. */
    public static final int MOST_PAGES_ON_HEAP = 32767;

    public MemoryType(long minimum, long maximum) {
        this(minimum, maximum, false, false);
    }

    public int addressType() {
        return is64 ? ValueType.I64 : ValueType.I32;
    }

    /** Whether such a memory is a byte array. The declared type alone decides, so that compiled code is the same for all instances. */
    public boolean onHeap() {
        return !shared && !is64 && minimum <= MOST_PAGES_ON_HEAP;
    }

    @Override
    public String toString() {
        return (shared ? "shared " : "") + "memory " + (is64 ? "i64 " : "") + minimum + (maximum == UNBOUNDED ? "" : ".." + maximum);
    }
}
