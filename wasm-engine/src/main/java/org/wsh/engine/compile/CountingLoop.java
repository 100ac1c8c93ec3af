// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.wsh.engine.runtime.Instance;

/**
 * A loop of {@link LoopShape}'s kind, as two: the inner one runs the body as often as is sure not to end it nor to spend the budget, with nothing but a count of rounds for a condition;
 * the outer one looks at the guest's condition, charges, and polls. So the budget is spent to the same number as by charging each time, and the JIT
 * sees a counted loop, which it unrolls and whose bounds checks it moves out: with a charge a time, an inner product took 1.2 to 1.5 times as long, filling an array six times.
 *
 * <pre>
 *   outer: rounds = (limit - counter) / stride, or if that is not so or exceeds the budget: as many as are sure
 *          budget -= rounds - 1; done = 0
 *   inner: body; counter += stride; if (++done &lt; rounds) goto inner
 *          if (counter ? limit) { charge 1, poll; goto outer }
 * </pre>
 * If there is a body for the rounds around a poll ({@link CopiedLoop}), that is where it goes when the number of rounds isn't sure, there is no outer loop, and mostly no second look at the guest's condition:
 * it is over. A trap in it leaves all rounds charged that were charged ahead: a handler that takes them back ({@link BudgetOnTrap}) made a matrix product take 1.4 times as long.
 * It counts up, as the JIT expresses addresses by the count, and the machine adds in an address but doesn't subtract. Whoever leaves from within the body takes back what was charged for rounds not completed.
 */
final class CountingLoop implements CountedLoop {
    private static final MethodTypeDesc COMPARE = MethodTypeDesc.ofDescriptor("(II)I");

    private final MethodContext context;
    private final CodeBuilder code;
    private final LoopShape shape;
    private final int rounds, done;
    private final Label inner;
    /** Where the body is that is run when the number of rounds isn't sure, or null: there is none. */
    private final Label near;

    /**
     * At the outer loop's head, with an empty stack and the budget in its local. Binds the inner one's head.
     *
     * @param fill what it does, if that is known to be to fill memory, else null
     */
    CountingLoop(MethodContext context, LoopShape shape, FillLoop fill, Label near) {
        this.near = near;
        this.context = context;
        this.code = context.code;
        this.shape = shape;
        this.rounds = context.newSlot(TypeKind.INT);
        this.done = context.newSlot(TypeKind.INT);
        this.inner = code.newLabel();
        Label careful = near != null ? near : code.newLabel(), known = code.newLabel();
        quickly(careful);
        code.labelBinding(known).iload(context.budget.slot).iload(rounds).isub().iconst_1().iadd().istore(context.budget.slot);
        context.budget.copyToField();
        code.iconst_0().istore(done);
        if (fill != null) {
            fill.ahead(context, shape, rounds, done, inner);
        }
        code.labelBinding(inner);
        if (near != null) {
            return;
        }
        context.later(() -> {
            code.labelBinding(careful);
            carefully();
            code.goto_(known);
        });
    }

    /** All rounds that the condition allows, if the budget does: in 32 bits, as a loop of few rounds takes less time than the sum in 64. */
    private void quickly(Label careful) {
        if (!shape.isUnequal()) {
            shape.loadCounter(context);
            shape.loadLimit(context);
            leaveUnlessCloser(careful);
        }
        int stride = Math.abs(shape.stride());
        shape.loadTo(context);
        shape.loadFrom(context);
        code.isub();
        if (endsLoop() && stride > 1) {
            code.istore(rounds).iload(rounds).loadConstant(stride - 1);
            code.iand().ifne(careful).iload(rounds);
        }
        if (shape.orEqual()) {
            code.iconst_1().iadd();
        }
        if (stride > 1) {
            code.iconst_1().isub();
            if (Integer.bitCount(stride) == 1) {
                code.loadConstant(Integer.numberOfTrailingZeros(stride));
                code.iushr();
            } else {
                code.i2l().loadConstant(0xffff_ffffL);
                code.land().loadConstant((long) stride);
                code.ldiv().l2i();
            }
            code.iconst_1().iadd();
        }
        code.istore(rounds);
        if (stride <= 2) {      // else it fits
            code.iload(rounds).ifle(careful);
        }
        code.iload(rounds).iload(context.budget.slot).loadConstant(Instance.SLACK);
        code.iadd().if_icmpgt(careful);
    }

    /** With counter and limit on the stack: the distance makes sense only if the comparison holds now. */
    private void leaveUnlessCloser(Label careful) {
        boolean up = shape.stride() > 0;
        if (shape.isUnsigned()) {
            code.invokestatic(ConstantDescs.CD_Integer, "compareUnsigned", COMPARE);
            if (shape.orEqual()) {
                if (up) {
                    code.ifgt(careful);
                } else {
                    code.iflt(careful);
                }
            } else if (up) {
                code.ifge(careful);
            } else {
                code.ifle(careful);
            }
        } else if (shape.orEqual()) {
            if (up) {
                code.if_icmpgt(careful);
            } else {
                code.if_icmplt(careful);
            }
        } else if (up) {
            code.if_icmpge(careful);
        } else {
            code.if_icmple(careful);
        }
    }

    /**
     * In 64 bits, and as many rounds as the budget is enough for, but one at least. No method is called for it: one that is seldom called may not be inlined, and the JIT keeps on the stack what lives across a
     * call (CRC was 1.5 times as slow in every second process).
     */
    private void carefully() {
        distance();
        code.lconst_1().lsub();
        int stride = Math.abs(shape.stride());
        if (Integer.bitCount(stride) == 1) {
            code.loadConstant(Integer.numberOfTrailingZeros(stride));
            code.lshr();
        } else {
            code.loadConstant((long) stride);
            code.ldiv();
        }
        int more = context.newSlot(TypeKind.LONG);      // rounds after the first
        code.lstore(more).iload(context.budget.slot).loadConstant(Instance.SLACK);
        code.iadd().istore(rounds);
        Label least = code.newLabel(), end = code.newLabel();
        code.lload(more).iload(rounds).i2l().lcmp().ifge(least)
                .lload(more).l2i().istore(rounds)
                .lload(more).lconst_0().lcmp().ifge(least)
                .iconst_0().istore(rounds)
                .labelBinding(least).iload(rounds).ifge(end)
                .iconst_0().istore(rounds)
                .labelBinding(end).iinc(rounds, 1);
    }

    /** How far the counter is from its limit, by way of the numbers' wrapping around if it ends by being equal (a whole round if it is so now); not positive if the condition doesn't hold. */
    private void distance() {
        if (shape.isUnequal()) {
            shape.loadTo(context);
            shape.loadFrom(context);
            code.isub().iconst_1().isub();
            widen(true);
            code.lconst_1().ladd();
            return;
        }
        shape.loadTo(context);
        widen(shape.isUnsigned());
        shape.loadFrom(context);
        widen(shape.isUnsigned());
        code.lsub();
        if (shape.orEqual()) {
            code.lconst_1().ladd();
        }
    }

    private void widen(boolean unsigned) {
        code.i2l();
        if (unsigned) {
            code.loadConstant(0xffff_ffffL);
            code.land();
        }
    }

    /** After the counter's step, with an empty stack: the next round, or on to the guest's condition. */
    void next() {
        code.iinc(done, 1).iload(done).iload(rounds).if_icmplt(inner);
    }

    /** Whether after the last round the loop is left, so that nobody need ask the guest's condition. */
    boolean endsLoop() {
        return near != null && shape.isExact();
    }

    LoopShape shape() {
        return shape;
    }

    @Override
    public void leave() {
        code.iload(context.budget.slot).iload(rounds).iadd().iload(done).isub().iconst_1().isub().istore(context.budget.slot);
    }
}
