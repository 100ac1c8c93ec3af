// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

/** How large a method grows and what making it costs: who would exceed what the JVM takes, or what is fair for the body's length, is {@link TooLarge}. */
final class MethodSize {
    private static final long MOST_EFFORT = 8_000_000, MOST_FRAME_SLOTS = 8_000_000;
    private static final int MOST_BYTES = 65_535, MOST_TARGETS = MOST_BYTES, MOST_SLOTS = 65_000;
    /** Of a jump instruction. */
    static final int JUMP = 3;
    /** In {@link #spend}, of an operand that is moved by code of its own. */
    static final int MOVE = 64;

    private int targets;
    private long effort;
    private int jumpBytes;
    private int repeatedBytes;

    /** Counts what one instruction may cost many times over, so that compiling takes time and memory in proportion to the body. */
    void spend(long operations) {
        effort += operations;
        require(effort <= MOST_EFFORT);
    }

    /** Jumps take at least so many bytes more. A method that is too long anyway is given up here, as the class file writer takes time by the square of its forward jumps. */
    void jumps(int bytes) {
        jumpBytes += bytes;
        require(jumpBytes <= MOST_BYTES);
    }

    /** One more place is jumped to, where so many locals are described. */
    void target(int slots) {
        require(++targets <= MOST_TARGETS && (long) targets * slots <= MOST_FRAME_SLOTS);
    }

    void slots(int slots) {
        require(slots <= MOST_SLOTS);
    }

    /** Whether so many bytes of the body may be compiled again, if at most {@code most} may in all. */
    boolean mayRepeat(int bytes, int most) {
        if (repeatedBytes + bytes > most) {
            return false;
        }
        repeatedBytes += bytes;
        return true;
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw new TooLarge();
        }
    }
}
