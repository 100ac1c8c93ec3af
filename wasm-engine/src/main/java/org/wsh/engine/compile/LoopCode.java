// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.InnermostLoop;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.syntax.FunctionType;

/** Loops: which kind one is compiled as, and what is charged when it goes round or is left. */
final class LoopCode {
    private final MethodContext context;
    private final CodeBuilder code;
    private final OperandStack stack;
    private final MemoryCode memory;
    private final Blocks blocks;
    private final LoopSurvey survey = new LoopSurvey();

    // The innermost loop, while in its body, if it is of such a kind.
    private CountingLoop counting;
    private MeasuredLoop measured;
    private CopiedLoop copied;
    /** Where in the module the body of the counting loop that we are in ends, else -1. */
    int countingEnd = -1;
    /** Where to go on in the module instead of behind the end that was just met, or -1. */
    int again = -1;

    LoopCode(MethodContext context, OperandStack stack, MemoryCode memory, Blocks blocks) {
        this.context = context;
        this.code = context.code;
        this.stack = stack;
        this.memory = memory;
        this.blocks = blocks;
    }

    void begin(FunctionType type, ByteReader body, int at) {
        stack.settle();
        stack.spill(0);
        stack.toTemporaries(type.parameterCount());
        context.size.spend((long) MethodSize.MOVE * type.parameterCount());
        var f = new ControlFrame(LOOP, type, stack.height - type.parameterCount(), context.newTarget());
        Label slow = code.newLabel();
        Label afterPoll = code.newLabel();
        f.innermost = InnermostLoop.begins(body);
        LoopShape shape = context.polls && f.innermost && type.parameterCount() == 0 ? LoopShape.of(body) : null;
        if (shape != null && context.regions.anyWithin(body.position, shape.testAt())) {
            shape = null;
        }
        boolean twice = shape == null && f.innermost && type.equals(ControlFrame.NOTHING) && !context.hasVectorLocals && CopiedLoop.begins(context, body);
        boolean near = shape != null && type.equals(ControlFrame.NOTHING) && CopiedLoop.mayBe(context, shape);
        f.slow = shape == null && !twice ? null : slow;
        f.carried = f.innermost && context.hasVectorLocals ? CarriedVectors.of(context, body) : null;
        context.carried = f.carried;
        f.slack = Instance.slack(blocks.loops(), f.innermost, context.facts.makesCalls());
        LoopSurvey.Kind kind = survey.of(body);
        f.stepped = kind.stepped();
        context.kept.enterLoop(f, kind);
        context.loopHead(f, shape == null && !twice, afterPoll, f.label, slow);
        if (context.polls) {
            TryRegion around = context.tryRegion;
            context.mayThrow();
            var operands = context.capture == null ? null : stack.copy(0);
            int handlers = context.handlers;
            context.later(() -> {
                context.handlers = handlers;
                context.covered(around, () -> context.budget.loopPoll(f, at, operands, afterPoll, slow));
            });
        }
        memory.join();
        if (twice) {
            copied = new CopiedLoop(context, f, body.position, blocks.count(), false);
            blocks.enter(copied.target(context));
            return;
        }
        if (near) {
            copied = new CopiedLoop(context, f, body.position, blocks.count(), true);
        }
        blocks.enter(f);
        if (near && MeasuredLoop.fits(shape)) {
            f.counted = measured = new MeasuredLoop(context, shape, copied.near);
        } else if (shape != null) {
            f.counted = counting = new CountingLoop(context, shape, fill(body, shape), near ? copied.near : null);
            countingEnd = shape.testAt();
            memory.counting(true);
        }
        if (f.counted != null) {
            context.onTrap.leaveOut(true);
        }
        if (f.carried != null) {
            f.carried.take();
        }
    }

    /** Only of an outermost loop: a call makes C2 keep the variables of the loops around it in memory. */
    private FillLoop fill(ByteReader body, LoopShape shape) {
        return blocks.last().loopsAround == 0 && context.module.memories().length > 0 && context.onHeap(0) ? FillLoop.of(body, shape) : null;
    }

    /** At {@link #countingEnd}. Returns where to go on in the module. */
    int endCounting() {
        ControlFrame f = blocks.last();
        stack.clearReal(f.base);
        counting.next();
        LoopShape shape = counting.shape();
        boolean ends = counting.endsLoop();
        if (ends) {
            stack.pop(shape.testHas());
        }
        endCounted(f);
        return ends ? shape.testEnd() : shape.testAt();
    }

    void endCounted(ControlFrame f) {
        f.counted = null;
        counting = null;
        measured = null;
        countingEnd = -1;
        memory.counting(false);
        context.onTrap.leaveOut(false);
    }

    /** After a local was set. */
    void localSet(int local) {
        if (measured != null) {
            measured.set(local);
        }
    }

    // A loop whose body is there several times.

    /** Whether one of the bodies, and none of its blocks, ends here. */
    boolean endsCopy() {
        return copied != null && copied.isOpen(blocks.count());
    }

    /** At the end of one of the bodies. */
    void endCopy(ControlFrame f) {
        if (blocks.reachable) {
            if (measured != null) {
                measured.leave();
            }
            chargeRounds(copied.exit);
            blocks.agree(copied.exit);
            context.size.jumps(MethodSize.JUMP);
            code.goto_(copied.exit.label);
        }
        endCounted(f);
        blocks.removeLast();
        boolean more = copied.next();
        context.onTrap.correct(more && copied.isSecond() ? () -> context.budget.charge(1) : null);
        if (!more) {
            context.kept.leaveLoop(copied.loop, blocks.last());
            blocks.enterLabel(copied.exit);
            copied = null;
            return;
        }
        if (copied.isNear()) {
            blocks.enterLabel(copied.loop.base, copied.near, copied.memories, true);
            context.budget.branchIfBelow(-copied.loop.slack, copied.loop.slow);
        } else {
            blocks.enterLabel(f);
        }
        blocks.enter(copied.target(context));
        again = copied.start;
    }

    void endCarrying(ControlFrame f) {
        if (f.carried != null) {
            context.carried = null;
            if (blocks.reachable) {
                f.carried.take();
            }
        }
    }

    // Jumps out of it and back.

    /** Before a jump to {@code f}. */
    void leave(ControlFrame f) {
        CountedLoop left = left(f);
        if (left != null) {
            left.leave();
        }
        chargeRounds(f);
    }

    /** Whether that is nothing. */
    boolean leavesFreely(ControlFrame f) {
        return left(f) == null && !owes(f);
    }

    /** The loop that a jump to {@code f} leaves and that isn't charged round by round, or null. */
    private CountedLoop left(ControlFrame f) {
        if (counting == null && measured == null) {
            return null;
        }
        for (int i = blocks.count() - 1; blocks.at(i) != f; i--) {
            if (blocks.at(i).counted != null) {
                return blocks.at(i).counted;
            }
        }
        return null;
    }

    void chargeRounds(ControlFrame f) {
        if (owes(f)) {
            context.budget.charge(1);
        }
    }

    private boolean owes(ControlFrame f) {
        return copied != null && copied.owes(blocks.indexOf(f));
    }

    /** To the head of {@code f}, where all is as it expects. */
    void backEdge(ControlFrame f) {
        if (measured != null && f == copied.loop) {
            code.goto_(measured.again);
        } else if (copied != null && f == copied.loop) {
            context.budget.backEdge(copied.charge(), f.label);
        } else {
            context.budget.backEdge(f.slack, f.label, f.slow);
        }
    }
}
