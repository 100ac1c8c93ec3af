// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.lang.classfile.Label;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;

/**
 * An innermost loop whose body is there more than once: as it runs when there is budget enough, and once more for the rounds around a poll, which so doesn't burden the others.
 * Only plain instructions are in such a loop: nothing in it looks at the budget.
 *
 * <p>One that doesn't count ({@link LoopShape}), is short, and a straight line but for its ways out has two bodies in a row, so that the charge, the JVM's safepoint and
 * what the JIT moves about at a back-edge come every second round. (Four times gained a little more here and there, but cost others a quarter.)
 *
 * <pre>
 *   head:    if (budget &lt; 1 - slack) goto near
 *   first:   body, which goes on to second
 *   second:  body, which goes on to: charge 2, goto head
 *   near:    if (budget &lt; -slack) poll, goto head
 *            body, which goes on to: charge 1, goto head
 * </pre>
 * So the budget is spent to the same number as round by round, and a poll comes at the same round. Whoever leaves from within the second body charges the round before it first.
 *
 * <p>One that counts ({@link CountingLoop}, {@link MeasuredLoop}) has its own first body and no second:
 *
 * <pre>
 *   head:    if (not sure of the rounds, or the budget is too little for them) goto near
 *            all rounds
 *   near:    as above
 * </pre>
 */
final class CopiedLoop {
    private static final int LONGEST = 40, LONGEST_COUNTING = 120;
    private static final int COPIES = 2;
    /** Of a body, with what is repeated: a method of 8,000 bytes of bytecode is the largest that HotSpot compiles. */
    private static final int MOST_BYTES = 1800, MOST_BYTES_COUNTING = 3000;

    /** Which of the bodies is being generated. */
    private enum Part { FIRST, SECOND, NEAR }

    final ControlFrame loop;
    /** Where the body begins in the module. */
    final int start;
    /** Where all go that leave the loop at its end. */
    final ControlFrame exit;
    /** Where the last body begins, which is for the round before a poll. */
    final Label near;
    /** Of frames around the body. */
    private final int around;
    private final boolean polls;
    /** Whether it counts. */
    private final boolean counts;
    /** The memories whose locals hold the present array at the head. */
    final long memories;
    private Part part = Part.FIRST;

    /** At the head. */
    CopiedLoop(MethodContext context, ControlFrame loop, int start, int around, boolean counts) {
        this.counts = counts;
        this.loop = loop;
        this.start = start;
        this.around = around;
        this.polls = context.polls;
        this.memories = context.memoryFresh;
        this.exit = new ControlFrame(BLOCK, ControlFrame.NOTHING, loop.base, context.newTarget());
        this.near = context.code.newLabel();
        if (polls && !counts) {
            context.budget.branchIfBelow(1 - loop.slack, near);
        }
    }

    /** Whether the loop whose body begins at {@code in}, which is left where it was, is one. */
    static boolean begins(MethodContext context, ByteReader in) {
        int start = in.position;
        int length = plainLength(in);
        in.position = start;
        return length >= 0 && context.mayGrow(COPIES * length, MOST_BYTES);
    }

    /** Whether a counting loop may be one. */
    static boolean mayBe(MethodContext context, LoopShape shape) {
        return !context.hasVectorLocals && shape.length() <= LONGEST_COUNTING && context.mayGrow(shape.length(), MOST_BYTES_COUNTING);
    }

    /** The length of a short body of plain instructions, or -1. */
    private static int plainLength(ByteReader in) {
        int start = in.position;
        while (in.position - start <= LONGEST) {
            int op = Immediates.opcode(in);
            switch (op) {
                case END -> {
                    return in.position - start;
                }
                case NOP, BR, BR_IF, RETURN, DROP, SELECT, LOCAL_GET, LOCAL_SET, LOCAL_TEE, GLOBAL_GET, GLOBAL_SET, I32_CONST, I64_CONST, F32_CONST, F64_CONST -> { }
                default -> {
                    if (!isNumeric(op) && (op < I32_LOAD || op > I64_STORE32)) {
                        return -1;
                    }
                }
            }
            Immediates.skip(in, op);
        }
        return -1;
    }

    /** Where back-edges of the present body go: the loop's head, or the next body. */
    ControlFrame target(MethodContext context) {
        return part == Part.FIRST && !counts ? new ControlFrame(BLOCK, ControlFrame.NOTHING, loop.base, context.newTarget()) : loop;
    }

    /** Goes on to the next body; false after the last. */
    boolean next() {
        if (part == (polls ? Part.NEAR : Part.SECOND)) {
            return false;
        }
        part = counts ? Part.NEAR : Part.values()[part.ordinal() + 1];
        return true;
    }

    boolean isNear() {
        return part == Part.NEAR;
    }

    /** Whether a round has been run that nobody has charged. */
    boolean isSecond() {
        return part == Part.SECOND;
    }

    /** Whether the present body, and none of its blocks, is what ends when so many frames are open. */
    boolean isOpen(int frames) {
        return frames == around + 1;
    }

    /** Whether somebody who leaves the present body for the frame at {@code index} has a round to charge. */
    boolean owes(int index) {
        return part == Part.SECOND && polls && index < around;
    }

    /** For the rounds since the head was last passed. */
    int charge() {
        return part == Part.SECOND ? 2 : 1;
    }
}
