// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import org.wsh.engine.runtime.CodeLines;
import org.wsh.engine.runtime.Frames;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;
import org.wsh.engine.valid.FunctionFacts;

/**
 * The method being generated: where things are in JVM locals, and what is known at the present point of the code.
 * Locals: the parameters, Instance, depth, then memory array, budget, the Wasm locals, and temporaries.
 */
final class MethodContext {
    final CodeBuilder code;
    final Names names;
    final Declarations module;
    final FunctionType type;
    final FunctionFacts facts;
    final boolean polls;
    final int[] localSlots;
    final boolean hasVectorLocals;
    final int instanceSlot, depthSlot, memorySlot;
    final MethodSize size;
    private int nextSlot;
    private int bodyStart, bodyBytes;

    // What is known here. Every label records it, and who jumps there makes it so.
    /** The memories whose locals hold the present array or segment, as bits: none after calls, polls and memory.grow. */
    long memoryFresh;
    final KeptMemory kept = new KeptMemory(this);
    /** Of the innermost loop that we are in; null if it has none or we are in none. */
    CarriedVectors carried;
    final BudgetCode budget;
    final BudgetOnTrap onTrap = new BudgetOnTrap(this);

    /** Who catches exceptions of the present point, or null. */
    TryRegion tryRegion;
    /** How many handlers are around us that keep what they caught. */
    int handlers;
    private final ArrayList<Integer> exceptionSlots = new ArrayList<>();

    /** Where a tail call of itself goes: the depth is taken, the entry not yet charged, the stack empty, nothing known. */
    final Label restart;
    /** Slots of the memories after the first, from 1; 0 for none yet. */
    private int[] otherMemories = {};

    private final ArrayList<Runnable> outOfLine = new ArrayList<>();
    /** Hands over the frame when the stack is captured, or null if it never is. */
    final CaptureCode capture;
    CaptureMethod captureMethod;

    /** Parts of this code that are methods of their own, if it is a large body's. */
    RegionCalls regions = RegionCalls.NONE;
    /** If this is such a part, its way in and out; else null. */
    final RegionMethod region;

    MethodContext(CodeBuilder code, Names names, Declarations module, FunctionType type, FunctionFacts facts, boolean polls) {
        this(code, names, module, type, facts, polls, null);
    }

    MethodContext(CodeBuilder code, Names names, Declarations module, FunctionType type, FunctionFacts facts, boolean polls, RegionMethod region) {
        this.region = region;
        this.code = code;
        this.names = names;
        this.module = module;
        this.type = type;
        this.facts = facts;
        this.polls = polls;
        size = new MethodSize();
        int n = facts.locals().length;
        hasVectorLocals = java.util.Arrays.stream(facts.locals()).anyMatch(t -> t == ValueType.V128);
        localSlots = new int[n];
        int slot = 0;
        int parameters = type.parameterCount();
        if (region != null) {
            slot = region.assignParameters(localSlots, facts.locals());
        } else if (type.isWide()) {
            slot = WideCall.ARRAYS;
            parameters = 0;
        } else {
            for (int i = 0; i < parameters; i++) {
                localSlots[i] = slot;
                slot += Names.kind(facts.locals()[i]).slotSize();
            }
        }
        instanceSlot = slot++;
        depthSlot = slot++;
        memorySlot = slot++;
        budget = new BudgetCode(this, slot++);
        if (region != null) {
            slot = region.assignLocals(localSlots, facts.locals(), slot);
        } else {
            for (int i = parameters; i < n; i++) {
                localSlots[i] = slot;
                slot += Names.kind(facts.locals()[i]).slotSize();
            }
        }
        nextSlot = slot;
        restart = code.newLabel();
        capture = names.captures.any() ? new CaptureCode(this) : null;
    }

    /** A label that is jumped to: the class file describes all locals there. */
    Label newTarget() {
        size.target(nextSlot);
        return code.newLabel();
    }

    /** Whether so many bytes of the body may be compiled again, and the whole is still like one of at most {@code most}. */
    boolean mayGrow(int bytes, int most) {
        return !isCut() && size.mayRepeat(bytes, most - bodyBytes);
    }

    void body(int body) {
        bodyStart = module.bodyStarts()[body];
        bodyBytes = module.bodyEnds()[body] - bodyStart;
    }

    /** What comes next belongs to the Wasm instruction at {@code at}, as stack traces will show. */
    void line(int at) {
        code.lineNumber(CodeLines.line(at - bodyStart, bodyBytes));
    }

    /** Emits a call that may be captured: the operand stack is as after it, but for its results. @param at the instruction's place in the module */
    void site(int at, OperandStack stack, Runnable call) {
        if (capture == null) {
            call.run();
        } else {
            capture.site(at - bodyStart, at, stack.copy(0), call);
        }
    }

    /** The same of a poll. @param place of the loop in the module, or -1 at the function's entry */
    void pollSite(int place, SavedOperands operands, Runnable call) {
        if (capture == null) {
            call.run();
        } else {
            capture.site(place < 0 ? 0 : place - bodyStart, place, operands, call);
        }
    }

    int newSlot(TypeKind kind) {
        int slot = nextSlot;
        nextSlot += kind.slotSize();
        size.slots(nextSlot);
        return slot;
    }

    /** How many JVM locals there are so far. */
    int slots() {
        return nextSlot;
    }

    void loadInstance() {
        code.aload(instanceSlot);
    }

    void loadInstanceAndDepth() {
        code.aload(instanceSlot).iload(depthSlot);
    }

    boolean onHeap(int memory) {
        return module.memories()[memory].onHeap();
    }

    /** The local that holds a memory's array, or segment if it is off the heap. */
    int memorySlot(int memory) {
        if (memory == 0) {
            return kept.slot();
        }
        if (otherMemories.length == 0) {
            otherMemories = new int[module.memories().length];
        }
        if (otherMemories[memory] == 0) {
            otherMemories[memory] = newSlot(TypeKind.REFERENCE);
        }
        return otherMemories[memory];
    }

    /** Leaves a memory as an object of its own class. */
    void loadMemory(int memory) {
        var owner = onHeap(memory) ? Names.MEMORY : Names.OFF_HEAP;
        if (memory == 0) {
            code.aload(instanceSlot).getfield(Names.INSTANCE, onHeap(0) ? "memory" : "offHeap", owner);
        } else {
            code.aload(instanceSlot).getfield(Names.INSTANCE, "memories", Names.ANY_MEMORY.arrayType()).loadConstant(memory);
            code.aaload().checkcast(owner);
        }
    }

    /** Makes a memory's local hold the array or segment. */
    void freshMemory(int memory) {
        if (memory == 0 && kept.isUsed()) {
            kept.fresh();
        } else if ((memoryFresh & FunctionFacts.bit(memory)) == 0) {
            loadArray(memory);
            code.astore(memorySlot(memory));
            memoryFresh |= FunctionFacts.bit(memory);
        }
    }

    void loadArray(int memory) {
        if (memory == 0 && onHeap(0)) {
            code.aload(instanceSlot).getfield(Names.INSTANCE, "bytes", Names.BYTES);
            return;
        }
        loadMemory(memory);
        if (onHeap(memory)) {
            code.getfield(Names.MEMORY, "bytes", Names.BYTES);
        } else {
            code.getfield(Names.OFF_HEAP, "segment", Names.SEGMENT);
        }
    }

    void freshMemories(long memories) {
        for (long rest = memories & ~memoryFresh; rest != 0; rest &= rest - 1) {
            freshMemory(Long.numberOfTrailingZeros(rest));
        }
    }

    /** Before anything that may charge the budget or grow the memory. */
    void beforeCall() {
        budget.toField();
        mayThrow();
    }

    void afterCall() {
        memoryFresh = 0;
    }

    /**
     * Binds a loop's labels. In an innermost loop a poll re-enters before the memory is read anew, so that to the JIT it is a loop around the loop, within which the array doesn't change.
     * (With the reading in the poll's path and one head for both, a sieve took twice the time.) Around other loops and calls that would only use up the JIT's loop passes
     * (of which it has {@code LoopOptsCount} a method; it then leaves the inner loops as they are): such a loop reads the array once an iteration, unless {@link KeptMemory} says otherwise.
     *
     * @param chargesAtHead or else at its back-edge. It is given 1 before the first round (with a charge at each back-edge a switch in a loop took a quarter longer)
     * @param slow          where it polls
     */
    void loopHead(ControlFrame f, boolean chargesAtHead, Label afterPoll, Label head, Label slow) {
        budget.toLocal();
        memoryFresh &= ~KeptMemory.COPY;
        kept.agree(f.headMemories);
        if (polls) {
            code.labelBinding(afterPoll);
        }
        if (carried != null) {
            carried.enter();
        }
        if (!f.innermost || polls) {
            memoryFresh = f.headMemories;
        }
        if (f.innermost) {
            freshMemories(facts.memories());
        }
        if (polls && chargesAtHead) {
            budget.charge(-1);
            code.labelBinding(head);
            budget.charge(1);
            budget.pollIfSpent(f.slack, slow);
        } else {
            code.labelBinding(head);
        }
    }

    /** Makes so what a loop's head expects. */
    void enterLoopState(ControlFrame f) {
        kept.agree(f.headMemories);
        if (f.innermost) {
            freshMemories(facts.memories());
        }
        budget.toLocal();
    }

    /** What comes next may throw an exception that the guest can catch; the budget must be in its field. */
    void mayThrow() {
        if (tryRegion != null) {
            tryRegion.used = true;
        }
    }

    /** The local that keeps a caught exception while {@code nesting} handlers around keep theirs. */
    int exceptionSlot(int nesting) {
        int own = nesting - handlersOutside();
        while (exceptionSlots.size() <= own) {
            exceptionSlots.add(newSlot(TypeKind.REFERENCE));
        }
        return exceptionSlots.get(own);
    }

    /** How many of the handlers around us are another method's. */
    int handlersOutside() {
        return region == null ? 0 : region.region.handlers;
    }

    /** Whether the body is in several methods. */
    boolean isCut() {
        return region != null || regions != RegionCalls.NONE;
    }

    /** Out of line: code that belongs to {@code of}, as a poll may throw what a signal handler throws. */
    void covered(TryRegion of, Runnable emitter) {
        Label handler = TryRegion.landing(of);
        Label start = code.newBoundLabel();
        emitter.run();
        if (handler != null) {
            code.exceptionCatch(start, code.newBoundLabel(), handler, Names.EXCEPTION);
        }
    }

    /** Code to put after the method's end, as it is seldom run. */
    void later(Runnable emitter) {
        outOfLine.add(emitter);
    }

    void emitOutOfLine() {
        onTrap.close();
        for (var emitter : outOfLine) {
            emitter.run();
        }
        onTrap.emitHandlers();
        if (capture != null) {
            capture.end(captureMethod);
        }
    }

    /** @param levels Java frames that a call has */
    static int weight(FunctionFacts facts, int levels) {
        return levels * (facts.makesTailCalls()
                ? Frames.tailCallerWeight(facts.locals().length, facts.maxOperands(), facts.makesCalls())
                : Frames.weight(facts.locals().length, facts.maxOperands(), facts.makesCalls()));
    }

    /**
     * The rule of polls at entry: a function that makes a call charges 1. And of depth: what {@code Frames} says.
     */
    void entry() {
        int weight = weight(facts, regions.levels());
        if (weight > 0) {
            Label exhausted = code.newLabel();
            if (weight <= Short.MAX_VALUE) {
                code.iinc(depthSlot, -weight);
            } else {
                code.iload(depthSlot).loadConstant(weight).isub().istore(depthSlot);
            }
            code.iload(depthSlot).iflt(exhausted);
            later(() -> {
                line(facts.code());
                code.labelBinding(exhausted).invokestatic(Names.TRAP, "exhausted",
                        MethodTypeDesc.of(java.lang.constant.ClassDesc.of("java.lang.RuntimeException"))).athrow();
            });
        }
        if (type.isWide()) {
            WideCall.unpack(this);
        }
        code.labelBinding(restart);
        if (capture != null) {
            clearLocals();
        }
        if (polls && facts.makesCalls()) {
            budget.chargeEntry();
        }
        if (capture == null) {
            clearLocals();
        }
    }

    private void clearLocals() {
        for (int i = type.parameterCount(); i < localSlots.length; i++) {
            clearLocal(i);
        }
    }

    /** Stores the default value into a Wasm local. */
    void clearLocal(int i) {
        TypeKind kind = Names.kind(facts.locals()[i]);
        if (facts.locals()[i] == ValueType.V128) {
            code.getstatic(Names.VECTOR, "ZERO", Names.VECTOR).astore(localSlots[i]);
            return;
        }
        switch (kind) {
            case LONG -> code.lconst_0();
            case FLOAT -> code.fconst_0();
            case DOUBLE -> code.dconst_0();
            case REFERENCE -> code.aconst_null();
            default -> code.iconst_0();
        }
        code.storeLocal(kind, localSlots[i]);
    }
}
