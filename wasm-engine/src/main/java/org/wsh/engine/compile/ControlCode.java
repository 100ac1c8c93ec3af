// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.InnermostLoop;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.syntax.FunctionType;

/** Structured control as jumps. Code that can't be reached is not generated at all. */
final class ControlCode {
    private static final int MAX_TABLE = 12_000;    // of 4 bytes each in one JVM method

    private final MethodContext context;
    private final CodeBuilder code;
    private final OperandStack stack;
    private final MemoryCode memory;
    private final ArrayList<ControlFrame> frames = new ArrayList<>();
    private final LoopSurvey survey = new LoopSurvey();
    /** Of a body in several methods: its blocks by where they begin. */
    private final HashMap<Integer, ControlFrame> byPlace = new HashMap<>();
    final ExceptionCode exceptions;
    boolean reachable = true;

    ControlCode(MethodContext context, OperandStack stack, MemoryCode memory) {
        this.context = context;
        this.code = context.code;
        this.stack = stack;
        this.memory = memory;
        this.exceptions = new ExceptionCode(context, stack, memory, this, frames);
        enter(new ControlFrame(BLOCK, context.type, 0, null));
        if (context.region != null) {
            beInside(context.region.region);
        }
    }

    // Regions of large bodies: see RegionMethod and RegionCalls.

    /** The blocks around a region are as if we had entered them; those that end in it have their labels here, the others are ways out. */
    private void beInside(Region region) {
        frames.getFirst().exit = region.exit(-1);
        for (int i = 1; i < region.around.length; i++) {
            var block = region.around[i];
            var f = new ControlFrame(block.opcode == LOOP ? LOOP : BLOCK, block.type, 0, code.newLabel());
            if (i >= region.around.length - region.entries) {
                f.reached = true;
            }
            push(f, block.openAt);
        }
    }

    /** At the start of a region's method: to the entry whose number is in the local. */
    void enterAt(int slot, int entries) {
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 1; i <= entries; i++) {
            cases.add(SwitchCase.of(i, frames.get(frames.size() - i).label));
        }
        Label start = code.newLabel();
        code.iload(slot).tableswitch(1, entries, start, cases).labelBinding(start);
    }

    void push(ControlFrame f, int openAt) {
        enter(f);
        opened(openAt, f);
    }

    /** Says where the block that we just entered begins. */
    void beganAt(int openAt) {
        opened(openAt, frames.getLast());
    }

    private void opened(int openAt, ControlFrame f) {
        f.openAt = openAt;
        if (context.region != null || context.regions != RegionCalls.NONE) {
            byPlace.put(openAt, f);
        }
        if (context.region != null) {
            f.exit = context.region.region.exit(openAt);
        }
    }

    ControlFrame pop() {
        ControlFrame f = frames.removeLast();
        if (f.isLoop()) {
            context.kept.leaveLoop(f, frames.getLast());
        }
        return f;
    }

    /** The block that begins there, which we are in. */
    ControlFrame opened(int openAt) {
        return openAt < 0 ? frames.getFirst() : byPlace.get(openAt);
    }

    boolean done() {
        return frames.isEmpty();
    }

    ControlFrame frame(int depth) {
        return frames.get(frames.size() - 1 - depth);
    }

    void enter(ControlFrame f) {
        f.around = context.tryRegion;
        f.loopsAround = loops();
        f.inCopy = context.kept.copying;
        frames.add(f);
    }

    private boolean isFunction(ControlFrame f) {
        return f.label == null;
    }

    void block(FunctionType type) {
        stack.settle();
        stack.spill(0);
        enter(new ControlFrame(BLOCK, type, stack.height - type.parameterCount(), context.newTarget()));
    }

    /** Where in the module the body of the counting loop that we are in ends, else -1. */
    int countingEnd = -1;
    private CountingLoop counting;
    private MeasuredLoop measured;

    void loop(FunctionType type, ByteReader body, int at) {
        stack.settle();
        stack.spill(0);
        stack.toTemporaries(type.parameterCount());
        context.spend((long) MethodContext.MOVE * type.parameterCount());
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
        f.slack = Instance.slack(loops(), f.innermost);
        context.kept.enterLoop(f, survey.of(body));
        context.loopHead(f, shape == null && !twice, afterPoll, f.label, slow);
        if (context.polls) {
            TryRegion around = context.tryRegion;
            context.mayThrow();
            var operands = context.capture == null ? null : stack.copy(0);
            int handlers = context.handlers;
            context.later(() -> {
                context.handlers = handlers;
                context.covered(around, () -> context.loopPoll(f, at, operands, afterPoll, slow));
            });
        }
        memory.join();
        if (twice) {
            copied = new CopiedLoop(context, f, body.position, frames.size(), false);
            enter(copied.target(context));
            return;
        }
        if (near) {
            copied = new CopiedLoop(context, f, body.position, frames.size(), true);
        }
        enter(f);
        if (near && MeasuredLoop.fits(shape)) {
            f.counted = measured = new MeasuredLoop(context, shape, copied.near);
        } else if (shape != null) {
            f.counted = counting = new CountingLoop(context, shape, near ? copied.near : null);
            countingEnd = shape.testAt();
        }
        if (f.counted != null) {
            context.onTrap.leaveOut(true);
        }
        if (f.carried != null) {
            f.carried.take();
        }
    }

    // A short loop whose body is there several times.

    private CopiedLoop copied;
    /** Where to go on in the module instead of behind the end that was just met, or -1. */
    int again = -1;

    /** At the end of one of the bodies. */
    private void endCopy(ControlFrame f) {
        if (reachable) {
            if (measured != null) {
                measured.leave();
            }
            chargeRounds(copied.exit);
            agree(copied.exit);
            context.jumps(MethodContext.JUMP);
            code.goto_(copied.exit.label);
        }
        endCounted(f);
        frames.removeLast();
        boolean more = copied.next();
        context.onTrap.correct(more && copied.isSecond() ? () -> context.charge(1) : null);
        if (!more) {
            context.kept.leaveLoop(copied.loop, frames.getLast());
            enterLabel(copied.exit);
            copied = null;
            return;
        }
        if (copied.isNear()) {
            enterLabel(copied.loop.base, copied.near, copied.memories, true);
            context.branchIfBelow(-copied.loop.slack, copied.loop.slow);
        } else {
            enterLabel(f);
        }
        enter(copied.target(context));
        again = copied.start;
    }

    private void enterLabel(ControlFrame f) {
        reachable = f.reached;
        if (reachable) {
            enterLabel(f.base, f.label, f.memoryFresh, f.budgetLocal);
        }
    }

    private void enterLabel(int height, Label label, long memories, boolean budgetLocal) {
        stack.height = height;
        code.labelBinding(label);
        memory.join();
        context.memoryFresh = memories;
        context.budgetIs(budgetLocal);
        reachable = true;
    }

    /** Before a jump to {@code f}. */
    private void chargeRounds(ControlFrame f) {
        if (owes(f)) {
            context.charge(1);
        }
    }

    private boolean owes(ControlFrame f) {
        return copied != null && copied.owes(frames.lastIndexOf(f));
    }

    private int loops() {
        return frames.isEmpty() ? 0 : frames.getLast().loopsAround + (frames.getLast().isLoop() ? 1 : 0);
    }

    /** At {@link #countingEnd}. */
    void endCounting() {
        ControlFrame f = frames.getLast();
        stack.clearReal(f.base);
        counting.next();
        if (counting.endsLoop()) {
            stack.pop(counting.shape().testHas());
            again = counting.shape().testEnd();
        }
        endCounted(f);
    }

    private void endCounted(ControlFrame f) {
        f.counted = null;
        counting = null;
        measured = null;
        countingEnd = -1;
        context.onTrap.leaveOut(false);
    }

    /** The loop that a jump to {@code f} leaves and that isn't charged round by round, or null. */
    private CountedLoop left(ControlFrame f) {
        if (counting == null && measured == null) {
            return null;
        }
        for (int i = frames.size() - 1; frames.get(i) != f; i--) {
            if (frames.get(i).counted != null) {
                return frames.get(i).counted;
            }
        }
        return null;
    }

    /** After a local was set. */
    void localSet(int local) {
        if (measured != null) {
            measured.set(local);
        }
    }

    void begin(FunctionType type) {
        if (stack.anyReal(0, 1)) {
            stack.saveCondition();
        }
        stack.spill(1);
        int branch = stack.condition();
        var f = new ControlFrame(IF, type, stack.height - type.parameterCount(), context.newTarget());
        f.elseLabel = code.newLabel();
        stack.branch(OperandStack.negate(branch), f.elseLabel);
        f.elseMemoryFresh = context.memoryFresh;
        f.elseBudgetLocal = context.budgetLocal;
        f.parameters = stack.copy(f.base);
        enter(f);
    }

    void otherwise() {
        ControlFrame f = frames.getLast();
        if (reachable) {
            jump(f);
        }
        enterElse(f);
    }

    private void enterElse(ControlFrame f) {
        f.opcode = ELSE;
        code.labelBinding(f.elseLabel);
        memory.join();
        context.memoryFresh = f.elseMemoryFresh;
        context.budgetIs(f.elseBudgetLocal);
        stack.restore(f.parameters);
        reachable = true;
    }

    void end() {
        ControlFrame f = frames.getLast();
        if (copied != null && copied.isOpen(frames.size())) {
            endCopy(f);
            return;
        }
        if (f.opcode == IF) {
            endWithoutElse(f);
        }
        exceptions.end(f);
        pop();
        if (f.counted != null) {
            endCounted(f);     // its end wasn't reached
        }
        if (isFunction(f)) {
            if (reachable) {
                returnResults();
            }
            return;
        }
        exceptions.ended(f);
        if (f.isLoop() || !f.reached) {
            endCarrying(f);
            return;     // Nobody jumps here: what is known stays known.
        }
        int n = f.type.resultCount();
        if (reachable) {
            stack.real(n);
            agree(f);
        } else {
            stack.height = f.base;
            for (int i = 0; i < n; i++) {
                stack.pushReal(f.type.result(i));
            }
        }
        code.labelBinding(f.label);
        memory.join();
        context.memoryFresh = f.memoryFresh;
        context.budgetIs(f.budgetLocal);
        reachable = true;
    }

    private void endCarrying(ControlFrame f) {
        if (f.carried != null) {
            context.carried = null;
            if (reachable) {
                f.carried.take();
            }
        }
    }

    /** An if without else gives what it takes; usually nothing, and then both ways may simply meet. */
    private void endWithoutElse(ControlFrame f) {
        if (reachable && f.type.parameterCount() == 0 && context.budgetLocal == f.elseBudgetLocal) {
            code.labelBinding(f.elseLabel);
            memory.join();
            context.memoryFresh &= f.elseMemoryFresh;
            return;
        }
        if (reachable) {
            jump(f);
        }
        enterElse(f);
    }

    // Jumps.

    /** Makes true what the label's other jumps found to be so, or what is so now the label's condition. */
    void agree(ControlFrame f) {
        if (!f.reached) {
            f.reached = true;
            f.memoryFresh = f.inCopy ? context.memoryFresh : context.memoryFresh & ~KeptMemory.COPY;
            f.budgetLocal = context.budgetLocal;
            return;
        }
        context.kept.agree(f.memoryFresh);
        if (f.budgetLocal) {
            context.budgetToLocal();
        } else {
            context.budgetToField();
        }
    }

    /** Goes to the frame's label with its operands on top. */
    void jump(ControlFrame f) {
        CountedLoop left = left(f);
        if (left != null) {
            left.leave();
        }
        chargeRounds(f);
        int n = f.arity();
        if (isFunction(f)) {
            returnResults();
            return;
        }
        context.spend((long) MethodContext.MOVE * n);
        stack.real(n);
        if (f.exit > 0) {
            stack.discardBelow(0, n);
            context.region.leave(context, stack, f.exit, n);
            return;
        }
        if (f.isLoop()) {
            for (int i = n - 1; i >= 0; i--) {
                code.storeLocal(Names.kind(f.type.parameter(i)), stack.temporary(f.base + i, f.type.parameter(i)));
            }
            discard(f, n);
            context.enterLoopState(f);
            f.reached = true;
            if (measured != null && f == copied.loop) {
                code.goto_(measured.again);
            } else if (copied != null && f == copied.loop) {
                context.backEdge(copied.charge(), f.label);
            } else {
                context.backEdge(f.slack, f.label, f.slow);
            }
        } else {
            stack.discardBelow(f.base, n);
            agree(f);
            context.jumps(MethodContext.JUMP);
            code.goto_(f.label);
        }
    }

    private void discard(ControlFrame f, int consumed) {
        stack.height -= consumed;
        stack.discardBelow(f.base, 0);
        stack.height += consumed;
    }

    /** Whether a branch to it needs nothing but the jump. */
    private boolean isPlain(ControlFrame f) {
        if (isFunction(f) || f.isLoop() || f.exit > 0 || stack.anyReal(f.base, f.arity()) || left(f) != null || owes(f)) {
            return false;
        }
        if (!f.reached) {
            agree(f);
            return true;
        }
        return (f.memoryFresh & ~context.memoryFresh) == 0 && context.budgetLocal == f.budgetLocal;
    }

    void br(int depth) {
        stack.settle();
        jump(frame(depth));
        reachable = false;
    }

    void brIf(int depth) {
        ControlFrame f = frame(depth);
        stack.realBelowTop(f.arity());
        int branch = stack.condition();
        if (isPlain(f)) {
            stack.branch(branch, f.label);
            return;
        }
        Label past = code.newLabel();
        stack.branch(OperandStack.negate(branch), past);
        detour(f);
        code.labelBinding(past);
    }

    /** A jump after which we go on as if it hadn't been. */
    void detour(ControlFrame f) {
        long fresh = context.memoryFresh;
        boolean local = context.budgetLocal;
        jump(f);
        context.memoryFresh = fresh;
        context.budgetIs(local);
    }

    void brTable(ByteReader in) {
        int n = in.count("br_table");
        if (n > MAX_TABLE) {
            throw new TooLarge();
        }
        var targets = new int[n + 1];
        for (int i = 0; i <= n; i++) {
            targets[i] = in.u32();
        }
        ControlFrame otherwise = frame(targets[n]);
        stack.realBelowTop(otherwise.arity());
        stack.real(1);
        stack.pop();
        if (context.regions != RegionCalls.NONE) {
            var all = new ControlFrame[n + 1];
            for (int i = 0; i <= n; i++) {
                all[i] = frame(targets[i]);
            }
            if (context.regions.table(context, stack, this, all)) {
                reachable = false;
                return;
            }
        }
        var labels = new Label[frames.size()];
        var detours = new ArrayList<ControlFrame>();
        List<SwitchCase> cases = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            cases.add(SwitchCase.of(i, target(targets[i], labels, detours)));
        }
        Label last = target(targets[n], labels, detours);
        if (n == 0) {
            code.pop().goto_(last);
        } else {
            context.jumps(4 * n);
            code.tableswitch(0, n - 1, last, cases);
        }
        for (ControlFrame f : detours) {
            code.labelBinding(labels[frames.indexOf(f)]);
            detour(f);
        }
        reachable = false;
    }

    private Label target(int depth, Label[] labels, ArrayList<ControlFrame> detours) {
        int index = frames.size() - 1 - depth;
        if (labels[index] == null) {
            ControlFrame f = frames.get(index);
            if (isPlain(f)) {
                labels[index] = f.label;
            } else {
                labels[index] = code.newLabel();
                detours.add(f);
            }
        }
        return labels[index];
    }

    void returnFromFunction() {
        stack.settle();
        chargeRounds(frames.getFirst());
        returnResults();
        reachable = false;
    }

    /** The first result is the JVM's, the others go through the Instance. */
    private void returnResults() {
        FunctionType type = context.type;
        int n = type.resultCount();
        context.spend((long) MethodContext.MOVE * n);
        stack.real(n);
        if (context.region != null) {
            stack.discardBelow(0, n);
            context.region.leave(context, stack, frames.getFirst().exit, n);
            return;
        }
        int first = stack.height - n;
        for (int i = n - 1; i > 0; i--) {
            code.storeLocal(Names.kind(type.result(i)), stack.temporary(first + i, type.result(i)));
        }
        for (int i = 1; i < n; i++) {
            int slot = stack.temporary(first + i, type.result(i));
            context.loadInstance();
            Results.store(code, type.result(i), i, slot);
        }
        context.budgetToField();
        if (n == 0) {
            code.return_();
        } else {
            code.return_(Names.kind(type.result(0)));
        }
    }
}
