// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** The blocks around the present point, whether it can be reached, and what is known at their labels. */
final class Blocks {
    private final MethodContext context;
    private final CodeBuilder code;
    private final OperandStack stack;
    private final MemoryCode memory;
    private final ArrayList<ControlFrame> frames = new ArrayList<>();
    /** Of a body in several methods: its blocks by where they begin. */
    private final HashMap<Integer, ControlFrame> byPlace = new HashMap<>();
    boolean reachable = true;

    Blocks(MethodContext context, OperandStack stack, MemoryCode memory) {
        this.context = context;
        this.code = context.code;
        this.stack = stack;
        this.memory = memory;
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

    ControlFrame last() {
        return frames.getLast();
    }

    /** The function's own. */
    ControlFrame function() {
        return frames.getFirst();
    }

    int count() {
        return frames.size();
    }

    /** Counted from the function's own, which is 0; -1 if it is not around us. */
    int indexOf(ControlFrame f) {
        return frames.lastIndexOf(f);
    }

    ControlFrame at(int index) {
        return frames.get(index);
    }

    void removeLast() {
        frames.removeLast();
    }

    void enter(ControlFrame f) {
        f.around = context.tryRegion;
        f.loop = f.isLoop() ? f : frames.isEmpty() ? null : frames.getLast().loop;
        f.loopsAround = loops();
        f.inCopy = context.kept.copying;
        frames.add(f);
    }

    /** How many loops are around the present point. */
    int loops() {
        return frames.isEmpty() ? 0 : frames.getLast().loopsAround + (frames.getLast().isLoop() ? 1 : 0);
    }

    // What is known at a label.

    /** Makes true what the label's other jumps found to be so, or what is so now the label's condition. */
    void agree(ControlFrame f) {
        if (!f.reached) {
            f.reached = true;
            f.memoryFresh = f.inCopy ? context.memoryFresh : context.memoryFresh & ~KeptMemory.COPY;
            f.budgetLocal = context.budget.inLocal;
            return;
        }
        context.kept.agree(f.memoryFresh);
        if (f.budgetLocal) {
            context.budget.toLocal();
        } else {
            context.budget.toField();
        }
    }

    void enterLabel(ControlFrame f) {
        reachable = f.reached;
        if (reachable) {
            enterLabel(f.base, f.label, f.memoryFresh, f.budgetLocal);
        }
    }

    void enterLabel(int height, Label label, long memories, boolean budgetLocal) {
        stack.height = height;
        code.labelBinding(label);
        memory.join();
        context.memoryFresh = memories;
        context.budget.is(budgetLocal);
        reachable = true;
    }
}
