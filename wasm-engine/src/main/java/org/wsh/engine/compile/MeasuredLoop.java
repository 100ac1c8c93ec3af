// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import org.wsh.engine.runtime.Instance;

/**
 * A loop of {@link LoopShape}'s kind that has other ways out, and so seldom goes round as often as it could (digits of a number, spaces, equal bytes): it runs as it is, and whoever leaves it charges what
 * it was, by how far its counter came. It is entered only if the budget is enough for all its rounds; else a body of its own ({@link CopiedLoop}) charges round by round.
 *
 * <pre>
 *   head:    if (distance to the limit &gt; budget + slack) goto near; start = counter
 *   again:   body; counter += stride; if (counter ? limit) goto again
 *   leaving: budget -= (counter - start) / stride, less one if the round's step is done
 * </pre>
 */
final class MeasuredLoop implements CountedLoop {
    private final MethodContext context;
    private final CodeBuilder code;
    private final LoopShape shape;
    private final int start;
    final Label again;
    /** Whether the counter has been stepped at the present point of the body. */
    private boolean stepped;

    /** At the loop's head, with an empty stack and the budget in its local. */
    MeasuredLoop(MethodContext context, LoopShape shape, Label near) {
        this.context = context;
        this.code = context.code;
        this.shape = shape;
        this.start = context.newSlot(TypeKind.INT);
        this.again = code.newLabel();
        shape.loadTo(context);
        shape.loadFrom(context);
        // The back-edges taken, as an unsigned number: no distance at all is a whole round of the numbers if the loop ends by being equal, and of no interest otherwise.
        // They may take the budget down to minus SLACK; it is at most one lower already, and then none are allowed.
        code.isub().iconst_1().isub().loadConstant(Integer.MIN_VALUE);
        code.iadd().iload(context.budget.slot).loadConstant(Instance.SLACK + 1 + Integer.MIN_VALUE);
        code.iadd().if_icmpge(near);
        context.budget.copyToField();
        code.iload(counter()).istore(start).labelBinding(again);
    }

    /** Whether it can be one: how many rounds there are at most must be the distance itself. */
    static boolean fits(LoopShape shape) {
        return shape.exits() > 0 && Math.abs(shape.stride()) == 1 && !shape.orEqual();
    }

    private int counter() {
        return context.localSlots[shape.counter()];
    }

    /** After a local was set. */
    void set(int local) {
        stepped |= local == shape.counter();
    }

    @Override
    public void leave() {
        code.iload(context.budget.slot);
        if (stepped) {
            code.iconst_1().iadd();
        }
        if (shape.stride() > 0) {
            code.iload(start).iload(counter());
        } else {
            code.iload(counter()).iload(start);
        }
        code.isub().iadd().istore(context.budget.slot);
    }
}
