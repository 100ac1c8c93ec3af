// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import org.wsh.engine.runtime.Instance;

/**
 * What is left of the budget, while a method runs: in the Instance's field at its start, at its end and around calls, in a JVM local within loops. Functions that make calls charge 1 at their entry,
 * loops 1 a round; who finds too little left polls, out of line.
 */
final class BudgetCode {
    private final MethodContext context;
    private final CodeBuilder code;
    final int slot;
    /** Whether it is in the local at the present point: set by {@link #is}. Every label records it, and who jumps there makes it so. */
    boolean inLocal;

    BudgetCode(MethodContext context, int slot) {
        this.context = context;
        this.code = context.code;
        this.slot = slot;
    }

    void toField() {
        if (inLocal) {
            copyToField();
            is(false);
        }
    }

    /** Into the field as well, for a trap in a loop that is not charged round by round. */
    void copyToField() {
        code.aload(context.instanceSlot).iload(slot).putfield(Names.INSTANCE, "budget", Names.INT);
    }

    void toLocal() {
        if (!inLocal && context.polls) {
            code.aload(context.instanceSlot).getfield(Names.INSTANCE, "budget", Names.INT).istore(slot);
            is(true);
        }
    }

    /** At a label: where those who jump there have it. */
    void is(boolean local) {
        if (local != inLocal) {
            context.onTrap.close();
            inLocal = local;
        }
    }

    /** In a loop. */
    void charge(int units) {
        if (context.polls) {
            code.iinc(slot, -units);
        }
    }

    void chargeEntry() {
        Label back = code.newLabel(), slow = code.newLabel();
        code.aload(context.instanceSlot).dup().getfield(Names.INSTANCE, "budget", Names.INT).iconst_1().isub()
                .dup_x1().putfield(Names.INSTANCE, "budget", Names.INT).loadConstant(-Instance.SLACK);
        code.if_icmplt(slow).labelBinding(back);
        context.later(() -> {
            code.labelBinding(slow).aload(context.instanceSlot).dup().getfield(Names.INSTANCE, "budget", Names.INT).iload(context.depthSlot);
            context.handlers = 0;
            poll(-1, SavedOperands.NOTHING);
            code.pop().goto_(back);
        });
    }

    void branchIfBelow(int budget, Label label) {
        code.iload(slot).loadConstant(budget);
        code.if_icmplt(label);
    }

    void pollIfSpent(int slack, Label slow) {
        if (slack > 0) {
            branchIfBelow(-slack, slow);
        } else {
            code.iload(slot).iflt(slow);
        }
    }

    /** To a loop's head; if {@code slow} is given, charges 1 and polls there when the budget ran out. The stack is empty. */
    void backEdge(int slack, Label head, Label slow) {
        if (context.polls && slow != null) {
            charge(1);
            pollIfSpent(slack, slow);
        }
        code.goto_(head);
    }

    /** To a loop's head that polls. */
    void backEdge(int charge, Label head) {
        charge(charge);
        code.goto_(head);
    }

    /** @param at the loop's place in the module */
    void loopPoll(ControlFrame f, int at, SavedOperands operands, Label afterPoll, Label slow) {
        code.labelBinding(slow).aload(context.instanceSlot).iload(slot).iload(context.depthSlot);
        poll(at, operands);
        code.istore(slot);
        if (f.headMemories != 0) {
            context.kept.setIfMoved();
        }
        code.goto_(afterPoll);
    }

    /** With the Instance, what is left and the depth on the stack. @param place of the loop in the module, or -1 */
    private void poll(int place, SavedOperands operands) {
        context.pollSite(place, operands, () -> code.invokevirtual(Names.INSTANCE, "poll", MethodTypeDesc.of(Names.INT, Names.INT, Names.INT)));
    }
}
