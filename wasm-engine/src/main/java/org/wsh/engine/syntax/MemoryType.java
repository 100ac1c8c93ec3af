// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** A memory's size limits in pages of 64 KiB; {@code maximum} is {@link #UNBOUNDED} when none is declared. */
public record MemoryType(long minimum, long maximum) implements ExternType {
    public static final long UNBOUNDED = -1;
    public static final int PAGE = 65536;

    @Override
    public String toString() {
        return "memory " + minimum + (maximum == UNBOUNDED ? "" : ".." + maximum);
    }
}
