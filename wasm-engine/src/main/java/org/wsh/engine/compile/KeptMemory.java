// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import org.wsh.engine.valid.FunctionFacts;

/**
 * Memory 0's array in loops that keep it: those with a br_table in them, most likely an interpreter's. There the array's local always holds one, and after a call or poll is only set if it is another one
 * by now. That is so seldom that the JIT prunes it: to the JIT the array and its length are the same in all rounds. (Read anew each round, they were at the start of all that a round of
 * an interpreter waits for: 12 % of the samples were there.) Other loops in such a loop use a copy which they read anew, as the JIT keeps on the stack what lives long and would fetch it from
 * there in each of their rounds. That is also why other loops just read the array anew: a matrix product took 1.3 times as long when it kept it, a recursion with a loop in it twice as long.
 */
final class KeptMemory {
    /** In a set of memories: that the copy is the present array. */
    static final long COPY = Long.MIN_VALUE;
    private static final long KEPT = FunctionFacts.bit(0);
    /** The class file describes all locals at each jump's target, and a call may cost one. */
    private static final int MOST_SLOTS = 500;

    private final MethodContext context;
    private int copySlot;
    /** In how many loops we are that keep the array. */
    private int keeping;
    /** Whether we are in a loop that uses a copy. */
    boolean copying;

    KeptMemory(MethodContext context) {
        this.context = context;
    }

    /** Where loads and stores find the array here. */
    int slot() {
        return copying ? copySlot : context.memorySlot;
    }

    /** Whether we are in a loop that keeps the array. */
    boolean isUsed() {
        return keeping > 0;
    }

    void enterLoop(ControlFrame f, LoopSurvey.Kind kind) {
        boolean keeps = kind.tables() && (context.facts.memories() & KEPT) != 0 && context.onHeap(0) && context.slots() < MOST_SLOTS;
        if (keeps) {
            context.freshMemory(0);
            keeping++;
            f.keeps = true;
        } else if (isUsed()) {
            copying = true;
        }
        f.headMemories = keeps || isUsed() && !kind.calls() ? KEPT : 0;
    }

    /** @param around the block that the loop is in */
    void leaveLoop(ControlFrame f, ControlFrame around) {
        keeping -= f.keeps ? 1 : 0;
        copying = around.inCopy;
    }

    /** Makes the local that is used here hold the present array. */
    void fresh() {
        if (copying) {
            freshCopy();
        } else {
            freshKept();
        }
    }

    private void freshKept() {
        if ((context.memoryFresh & KEPT) == 0) {
            CodeBuilder code = context.code;
            Label same = context.newTarget();
            context.size.jumps(MethodSize.JUMP);
            context.loadArray(0);
            code.dup().aload(context.memorySlot).if_acmpeq(same).dup().astore(context.memorySlot).labelBinding(same).pop();
            context.memoryFresh |= KEPT;
        }
    }

    private void freshCopy() {
        if ((context.memoryFresh & COPY) == 0) {
            if (copySlot == 0) {
                copySlot = context.newSlot(TypeKind.REFERENCE);
            }
            context.loadArray(0);
            context.code.astore(copySlot);
            context.memoryFresh |= COPY;
        }
    }

    /** Makes so what a label wants. */
    void agree(long memories) {
        boolean inCopy = copying;
        copying = false;
        context.freshMemories(memories & ~COPY);
        copying = inCopy;
        if ((memories & COPY) != 0) {
            freshCopy();
        }
    }

    /** After a poll, where it doesn't matter how long it takes. */
    void setIfMoved() {
        CodeBuilder code = context.code;
        Label same = code.newLabel();
        context.loadArray(0);
        code.aload(context.memorySlot).if_acmpeq(same);
        context.loadArray(0);
        code.astore(context.memorySlot).labelBinding(same);
    }
}
