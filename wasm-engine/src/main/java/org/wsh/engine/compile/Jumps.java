// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.List;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.syntax.FunctionType;

/** Branches and returns. */
final class Jumps {
    private static final int MAX_TABLE = 12_000;    // of 4 bytes each in one JVM method

    private final MethodContext context;
    private final CodeBuilder code;
    private final OperandStack stack;
    final Blocks blocks;
    private final LoopCode loops;
    final CaseCopies cases;

    Jumps(MethodContext context, OperandStack stack, Blocks blocks, LoopCode loops) {
        this.context = context;
        this.code = context.code;
        this.stack = stack;
        this.blocks = blocks;
        this.loops = loops;
        this.cases = new CaseCopies(context, blocks);
    }

    /** Goes to the frame's label with its operands on top. */
    void jump(ControlFrame f) {
        loops.leave(f);
        int n = f.arity();
        if (f.isFunction()) {
            returnResults();
            return;
        }
        context.size.spend((long) MethodSize.MOVE * n);
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
            loops.backEdge(f);
        } else {
            stack.discardBelow(f.base, n);
            blocks.agree(f);
            context.size.jumps(MethodSize.JUMP);
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
        if (f.isFunction() || f.isLoop() || f.exit > 0 || stack.anyReal(f.base, f.arity()) || !loops.leavesFreely(f)) {
            return false;
        }
        if (!f.reached) {
            blocks.agree(f);
            return true;
        }
        return (f.memoryFresh & ~context.memoryFresh) == 0 && context.budget.inLocal == f.budgetLocal;
    }

    void br(int depth) {
        stack.settle();
        ControlFrame f = blocks.frame(depth);
        f.isCase = false;
        jump(f);
        blocks.reachable = false;
    }

    void brIf(int depth) {
        ControlFrame f = blocks.frame(depth);
        f.isCase = false;
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
        boolean local = context.budget.inLocal;
        jump(f);
        context.memoryFresh = fresh;
        context.budget.is(local);
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
        ControlFrame otherwise = blocks.frame(targets[n]);
        stack.realBelowTop(otherwise.arity());
        stack.real(1);
        stack.pop();
        if (context.regions != RegionCalls.NONE) {
            var all = new ControlFrame[n + 1];
            for (int i = 0; i <= n; i++) {
                all[i] = blocks.frame(targets[i]);
            }
            if (context.regions.table(context, stack, this, all)) {
                blocks.reachable = false;
                return;
            }
        }
        if (cases.serves(n)) {
            for (int depth : targets) {
                blocks.frame(depth).isCase = true;
            }
        }
        var labels = new Label[blocks.count()];
        var detours = new ArrayList<ControlFrame>();
        List<SwitchCase> table = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            table.add(SwitchCase.of(i, target(targets[i], labels, detours)));
        }
        Label last = target(targets[n], labels, detours);
        if (n == 0) {
            code.pop().goto_(last);
        } else {
            context.size.jumps(4 * n);
            code.tableswitch(0, n - 1, last, table);
        }
        for (ControlFrame f : detours) {
            code.labelBinding(labels[blocks.indexOf(f)]);
            detour(f);
        }
        blocks.reachable = false;
    }

    private Label target(int depth, Label[] labels, ArrayList<ControlFrame> detours) {
        int index = blocks.count() - 1 - depth;
        if (labels[index] == null) {
            ControlFrame f = blocks.at(index);
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
        loops.chargeRounds(blocks.function());
        returnResults();
        blocks.reachable = false;
    }

    /** The first result is the JVM's, the others go through the Instance. */
    void returnResults() {
        FunctionType type = context.type;
        int n = type.resultCount();
        context.size.spend((long) MethodSize.MOVE * n);
        stack.real(n);
        if (context.region != null) {
            stack.discardBelow(0, n);
            context.region.leave(context, stack, blocks.function().exit, n);
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
        context.budget.toField();
        if (n == 0) {
            code.return_();
        } else {
            code.return_(Names.kind(type.result(0)));
        }
    }
}
