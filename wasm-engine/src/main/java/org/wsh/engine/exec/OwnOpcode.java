// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

/** The instructions of a {@link Body} that Wasm has not, and the words that follow their codes. */
final class OwnOpcode {
    /** Go to the position that follows. */
    static final int JUMP = 0x1f0;
    /** A tail call of the function itself. */
    static final int RESTART = 0x1f1;
    /** A load or store of any memory; its code, the memory and the offset's two halves follow. */
    static final int MEMORY_ACCESS = 0x1f2;

    /** Of a handler: pushes an exception's payload or goes on elsewhere; pushes the exception. RETHROW names where the exception is kept. */
    static final int TAKE = 0x1f4, TAKE_REFERENCE = 0x1f5;

    /** A loop's head; its number follows. Never within a try that begins there, as a poll at the head isn't. */
    static final int LOOP_HEAD = 0x1f6;
    /** A loop begins; its slack follows. Innermost loops have none, as nobody has more slack than they. */
    static final int LOOP_REACHED = 0x1fe;

    /** The last word of a branch that isn't a back-edge, where others have the loop's slack. */
    static final int NO_BACK_EDGE = -1;

    private OwnOpcode() {}
}
