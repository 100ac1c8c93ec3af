// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/**
 * The one rule by which guest call depth is counted: a number that depends on the image alone, not on run, thread or the JIT's mood. A frame weighs what its locals and the
 * deepest operand stack take, 8 bytes each, and a fixed part. A function that makes no call and is small is not counted: at most one
 * such frame is on a stack at any time. A call of a body that is interpreted, as no JVM method can hold it, takes several Java frames and weighs more.
 */
public final class Frames {
    private static final int FIXED = 96;
    private static final int SMALL = 1024;
    private static final int INTERPRETED = 768;
    private static final int TAIL = 512;

    private Frames() {}

    /** Bytes charged at entry, 0 for not counted. */
    public static int interpretedWeight(int locals, int operands, boolean makesCalls) {
        return INTERPRETED + weight(locals, operands, makesCalls);
    }

    /** Of a body that makes tail calls: each time it is called the JVM has a second frame, see {@link TailCall}. */
    public static int tailCallerWeight(int locals, int operands, boolean makesCalls) {
        return 2 * weight(locals, operands, makesCalls);
    }

    /** Of the frames that stay on the JVM's stack while a function with so many parameters has been left by a tail call. */
    public static int tailWeight(int parameters) {
        return TAIL + 8 * parameters;
    }

    public static int weight(int locals, int operands, boolean makesCalls) {
        int bytes = FIXED + 8 * (locals + operands);
        return makesCalls || bytes > SMALL ? bytes : 0;
    }
}
