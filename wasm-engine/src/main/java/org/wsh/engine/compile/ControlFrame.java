// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.Label;
import java.util.BitSet;
import org.wsh.engine.binary.CatchClause;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.Opcode;

/** A block, loop, if or the function itself while its code is being generated. */
final class ControlFrame {
    static final FunctionType NOTHING = new FunctionType(new int[0], new int[0]);

    int opcode;
    final FunctionType type;
    /** Height of the operand stack below the block's parameters. */
    final int base;
    /** A loop's head, else the end. */
    final Label label;
    /** Of an if: where it goes if the condition is false, and what was known there. */
    Label elseLabel;
    long elseMemoryFresh;
    boolean elseBudgetLocal;
    SavedOperands parameters;
    /** Of a loop: whether it has neither loops nor calls in it. */
    boolean innermost;

    /** How many loops it is in. */
    int loopsAround;
    /** Whether it is in a loop that uses a copy of memory 0's array, or is one. */
    boolean inCopy;
    /** Of a loop: whether it keeps memory 0's array, and the memories whose locals hold the present array at its head. */
    boolean keeps;
    long headMemories;
    /** The innermost loop that it is in, or is; null if there is none. */
    ControlFrame loop;
    /** Of a loop with a large br_table in it: the locals that are set there; else null. */
    BitSet stepped;
    /** Whether such a br_table leads to its label, and no other branch. (What all cases end with is not a case.) */
    boolean isCase;
    /** Of a loop: how long its polls wait. */
    int slack;

    /** Of a loop that charges at its back-edge: where it polls. */
    Label slow;
    /** The region that the block began in, or null; and, of a try while in its body, its own; its clauses if it is a try_table. */
    TryRegion around, region;
    CatchClause[] clauses;
    /** Of a handler: where the exception is kept, and where it goes on if it isn't the handler's, or null. */
    int exceptionSlot;
    Label next;

    /** Of a loop that isn't charged round by round, while in its body. */
    CountedLoop counted;
    /** Of a loop, or null. */
    CarriedVectors carried;

    /** Where in the module it begins; -1 is the function. */
    int openAt = -1;
    /** In a region's method, of a label outside of the region: what the method returns for it. */
    int exit;
    /** Whether anything jumps to the label, and what everyone who does must know to be so. */
    boolean reached, budgetLocal;
    long memoryFresh;

    ControlFrame(int opcode, FunctionType type, int base, Label label) {
        this.opcode = opcode;
        this.type = type;
        this.base = base;
        this.label = label;
    }

    boolean isFunction() {
        return label == null;
    }

    boolean isLoop() {
        return opcode == Opcode.LOOP;
    }

    /** How many operands a branch to it takes along. */
    int arity() {
        return isLoop() ? type.parameterCount() : type.resultCount();
    }

    int labelType(int i) {
        return isLoop() ? type.parameter(i) : type.result(i);
    }
}
