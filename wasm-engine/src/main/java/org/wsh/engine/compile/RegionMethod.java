// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import org.wsh.engine.syntax.ValueType;

/**
 * The way in and out of a region's method, {@code (inputs…, int entry if it has several, Instance, int depth) -> int exit}. What it hands back, and operands that a branch takes along,
 * go through {@code Instance.spill}, as do inputs that are too many for the JVM: nothing else runs between their being put there and taken.
 * The budget is in its field when a method is entered or left that may charge it.
 */
final class RegionMethod {
    private static final int MOST_SLOTS = 200;

    final Region region;
    private final int passed;
    private int entrySlot = -1;
    private Label tail;
    private TryRegion handingOut;

    RegionMethod(Region region, int[] types) {
        this.region = region;
        this.passed = passed(region, types);
    }

    /** How many of the inputs are parameters. */
    static int passed(Region region, int[] types) {
        int slots = 0, n = 0;
        for (int x : region.inputs) {
            slots += Names.kind(types[x]).slotSize();
            if (slots > MOST_SLOTS) {
                return n;
            }
            n++;
        }
        return n;
    }

    static MethodTypeDesc descriptor(Region region, int[] types) {
        var parameters = new ArrayList<ClassDesc>();
        for (int i = 0, n = passed(region, types); i < n; i++) {
            parameters.add(Names.of(types[region.inputs[i]]));
        }
        if (region.entries > 0) {
            parameters.add(Names.INT);
        }
        parameters.add(Names.INSTANCE);
        parameters.add(Names.INT);
        return MethodTypeDesc.of(Names.INT, parameters);
    }

    /** Where in spill the first operand that a branch takes along is; before it are the outputs. */
    static int operands(Region region) {
        return region.outputs.length;
    }

    int assignParameters(int[] localSlots, int[] types) {
        java.util.Arrays.fill(localSlots, -1);
        int slot = 0;
        for (int i = 0; i < passed; i++) {
            localSlots[region.inputs[i]] = slot;
            slot += Names.kind(types[region.inputs[i]]).slotSize();
        }
        if (region.entries > 0) {
            entrySlot = slot++;
        }
        return slot;
    }

    int assignLocals(int[] localSlots, int[] types, int slot) {
        for (int x : region.mentioned) {
            if (localSlots[x] < 0) {
                localSlots[x] = slot;
                slot += Names.kind(types[x]).slotSize();
            }
        }
        return slot;
    }

    /** The method's start: locals get their values, then it goes to the entry asked for. */
    void enter(MethodContext context, Blocks blocks) {
        var code = context.code;
        tail = code.newLabel();
        var inputs = new BitSet();
        for (int i = 0; i < region.inputs.length; i++) {
            inputs.set(region.inputs[i]);
            if (i >= passed) {
                int type = context.facts.locals()[region.inputs[i]];
                context.loadInstance();
                loadSpilled(context, type, i);
                code.storeLocal(Names.kind(type), context.localSlots[region.inputs[i]]);
            }
        }
        for (int x : region.mentioned) {
            if (!inputs.get(x)) {
                context.clearLocal(x);
            }
        }
        if (region.entries > 0) {
            blocks.enterAt(entrySlot, region.entries);
        }
    }

    /** What is thrown from here on takes the outputs along, for who called. */
    void beginHandingOut(MethodContext context) {
        if (region.isInTry()) {
            handingOut = new TryRegion(null, context.code.newBoundLabel(), context.newTarget());
            context.tryRegion = handingOut;
            context.code.nop();
        }
    }

    private void endHandingOut(MethodContext context) {
        if (handingOut == null || !handingOut.used) {
            return;
        }
        var code = context.code;
        handingOut.handles();
        code.exceptionCatch(handingOut.start, code.newBoundLabel(), handingOut.handler, Names.EXCEPTION);
        int slot = context.newSlot(TypeKind.REFERENCE);
        code.labelBinding(handingOut.handler).astore(slot);
        storeLocals(context, region.outputs, 0);
        code.aload(slot).athrow();
    }

    /** Leaves with the top {@code n} operands, which are REAL and all that is on the JVM's stack. */
    void leave(MethodContext context, OperandStack stack, int exit, int n) {
        var code = context.code;
        for (int i = n - 1; i >= 0; i--) {
            int at = stack.height - n + i;
            int type = stack.type(at);
            int slot = stack.temporary(at, type);
            code.storeLocal(Names.kind(type), slot);
            reserve(context, type, operands(region) + i);
            store(context, type, operands(region) + i, slot);
        }
        context.budget.toField();
        code.loadConstant(exit);
        code.goto_(tail);
    }

    /** To the function's end, as if with results; nobody looks at them. */
    void leaveByTailCall(MethodContext context) {
        for (int i = 0; i < context.type.resultCount(); i++) {
            reserve(context, context.type.result(i), operands(region) + i);
        }
        context.code.loadConstant(region.exit(-1));
        context.code.goto_(tail);
    }

    /** The code behind all ways out: the exit is on the JVM's stack. */
    void end(MethodContext context) {
        var code = context.code;
        code.labelBinding(tail);
        storeLocals(context, region.outputs, 0);
        code.ireturn();
        endHandingOut(context);
    }

    /** Puts Wasm locals into spill, the first {@code from} of them left out, each at its index. */
    static void storeLocals(MethodContext context, int[] locals, int from) {
        int[] types = context.facts.locals();
        boolean numbers = false, references = false;
        for (int i = locals.length - 1; i >= from; i--) {       // the last needs the longest array
            boolean number = ValueType.isNumber(types[locals[i]]);
            if (number ? !numbers : !references) {
                reserve(context, types[locals[i]], i);
            }
            numbers |= number;
            references |= !number;
            store(context, types[locals[i]], i, context.localSlots[locals[i]]);
        }
    }

    /** Makes sure that the array has a place {@code index}. */
    private static void reserve(MethodContext context, int type, int index) {
        boolean number = ValueType.isNumber(type);
        context.loadInstance();
        context.code.loadConstant(index);
        context.code.invokevirtual(Names.INSTANCE, number ? "reserveSpill" : "reserveReferenceSpill", MethodTypeDesc.of(Names.VOID, Names.INT));
    }

    /** Puts a JVM local into spill. */
    private static void store(MethodContext context, int type, int index, int slot) {
        var code = context.code;
        boolean number = ValueType.isNumber(type);
        context.loadInstance();
        code.getfield(Names.INSTANCE, number ? "spill" : "referenceSpill", number ? Names.LONGS : Names.OBJECTS).loadConstant(index);
        code.loadLocal(Names.kind(type), slot);
        if (number) {
            Results.toBits(code, type);
            code.lastore();
        } else {
            code.aastore();
        }
    }

    /** With an Instance on the JVM's stack: replaces it by what was put there. */
    static void loadSpilled(MethodContext context, int type, int index) {
        var code = context.code;
        boolean number = ValueType.isNumber(type);
        code.getfield(Names.INSTANCE, number ? "spill" : "referenceSpill", number ? Names.LONGS : Names.OBJECTS).loadConstant(index);
        if (number) {
            code.laload();
            Results.fromBits(code, type);
        } else {
            code.aaload();
        }
    }
}
