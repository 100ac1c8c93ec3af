// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wsh.engine.syntax.Opcode;

/** Where a method's code has regions: calls them instead, and goes on where they say. Jumps to labels that lie in a region become calls too. */
final class RegionCalls {
    static final RegionCalls NONE = new RegionCalls(List.of(), null);
    /** A table of fewer targets is an ordinary switch. */
    private static final int SMALL_TABLE = 24;
    private static final int MOST_TARGETS = 20_000, MOST_ORDINALS = 250;

    private final List<Region> regions;
    private final ClassDesc owner;
    /** By where the block whose end it is begins. */
    private final Map<Integer, Entry> entries = new HashMap<>();
    private final Map<Region, ControlFrame> joins = new HashMap<>();
    private int next;
    private int entrySlot = -1;

    static RegionCalls of(List<Region> regions, ClassDesc owner) {
        return regions.isEmpty() ? NONE : new RegionCalls(regions, owner);
    }

    private RegionCalls(List<Region> regions, ClassDesc owner) {
        this.regions = regions;
        this.owner = owner;
        for (var region : regions) {
            for (int i = 1; i <= region.entries; i++) {
                entries.put(region.around[region.around.length - i].openAt, new Entry(region, i));
            }
        }
    }

    /** Where the next region begins, or -1. */
    int position() {
        return next < regions.size() ? regions.get(next).start : -1;
    }

    boolean anyWithin(int start, int end) {
        for (int i = next; i < regions.size() && regions.get(i).start < end; i++) {
            if (regions.get(i).start >= start) {
                return true;
            }
        }
        return false;
    }

    /** How many Java frames a call of the function has. */
    int levels() {
        int most = 0;
        for (var region : regions) {
            most = Math.max(most, region.levels());
        }
        return most + 1;
    }

    private int entrySlot(MethodContext context) {
        if (entrySlot < 0) {
            entrySlot = context.newSlot(TypeKind.INT);
        }
        return entrySlot;
    }

    private ControlFrame join(MethodContext context, Region region) {
        return joins.computeIfAbsent(region, r -> new ControlFrame(Opcode.BLOCK, ControlFrame.NOTHING, 0, context.newTarget()));
    }

    /** Calls the region that begins here; returns where it ends. */
    int call(MethodContext context, OperandStack stack, Jumps jumps, MemoryCode memory) {
        Region region = regions.get(next++);
        if (region.entries > 0) {
            enter(context, jumps, memory, region);
        }
        invoke(context, stack, region);
        reload(context, region);
        for (int x : region.outputs) {
            memory.localSet(x);
        }
        for (var block : region.left) {
            jumps.blocks.push(new ControlFrame(Opcode.BLOCK, block.type, stack.height, context.newTarget()), block.openAt);
        }
        leave(context, stack, jumps, region);
        return region.end;
    }

    /** All ways in meet, with the number of their entry in a local. */
    private void enter(MethodContext context, Jumps jumps, MemoryCode memory, Region region) {
        var code = context.code;
        int slot = entrySlot(context);
        ControlFrame join = join(context, region);
        var labels = new ArrayList<ControlFrame>();
        for (int i = 1; i <= region.entries; i++) {
            labels.add(jumps.blocks.pop());
        }
        if (jumps.blocks.reachable) {
            code.iconst_0().istore(slot);
            jumps.blocks.agree(join);
            code.goto_(join.label);
        }
        for (int i = 1; i <= region.entries; i++) {
            ControlFrame label = labels.get(i - 1);
            if (label.reached) {
                code.labelBinding(label.label);
                context.memoryFresh = label.memoryFresh;
                context.budget.is(label.budgetLocal);
                code.loadConstant(i);
                code.istore(slot);
                jumps.blocks.agree(join);
                code.goto_(join.label);
            }
        }
        code.labelBinding(join.label);
        memory.join();
        context.memoryFresh = join.memoryFresh;
        context.budget.is(join.budgetLocal);
    }

    private void invoke(MethodContext context, OperandStack stack, Region region) {
        var code = context.code;
        int[] types = context.facts.locals();
        if (region.heavy) {
            context.beforeCall();
        }
        int passed = RegionMethod.passed(region, types);
        RegionMethod.storeLocals(context, region.inputs, passed);
        for (int i = 0; i < passed; i++) {
            code.loadLocal(Names.kind(types[region.inputs[i]]), context.localSlots[region.inputs[i]]);
        }
        if (region.entries > 0) {
            code.iload(entrySlot);
        }
        context.loadInstanceAndDepth();
        context.onTrap.open();
        Runnable call = () -> {
            Label start = code.newBoundLabel();
            code.invokestatic(owner, region.method, RegionMethod.descriptor(region, types));
            if (region.heavy && context.tryRegion != null && region.isInTry()) {
                reloadWhenThrown(context, region, start);
            }
        };
        if (region.heavy && context.capture != null) {
            context.capture.site(CaptureCode.IN_A_REGION, -1, stack.copy(0), call);
        } else {
            call.run();
        }
        if (region.heavy) {
            context.afterCall();
        }
    }

    /** What the region had set when something was thrown in it, on the way to the handler here. */
    private static void reloadWhenThrown(MethodContext context, Region region, Label start) {
        var code = context.code;
        TryRegion around = context.tryRegion;
        Label landing = context.newTarget();
        int thrown = context.exceptionSlot(context.handlers);       // which the handler sets anew
        code.exceptionCatch(start, code.newBoundLabel(), landing, Names.EXCEPTION);
        context.later(() -> {
            code.labelBinding(landing).astore(thrown);
            reload(context, region);
            code.aload(thrown);
            Label handler = TryRegion.landing(around);
            if (handler == null) {
                code.athrow();
            } else {
                code.goto_(handler);
            }
        });
    }

    private static void reload(MethodContext context, Region region) {
        for (int i = 0; i < region.outputs.length; i++) {
            int x = region.outputs[i];
            int type = context.facts.locals()[x];
            context.loadInstance();
            RegionMethod.loadSpilled(context, type, i);
            context.code.storeLocal(Names.kind(type), context.localSlots[x]);
        }
    }

    /** Goes where the number on the JVM's stack says. */
    private void leave(MethodContext context, OperandStack stack, Jumps jumps, Region region) {
        var code = context.code;
        int exits = region.exits.length;
        jumps.blocks.reachable = region.fallsThrough;
        if (exits == 0) {
            code.pop();
            if (!region.fallsThrough) {
                code.invokestatic(Names.TRAP, "unreachable", MethodTypeDesc.of(ClassDesc.of("java.lang.RuntimeException"))).athrow();
            }
            return;
        }
        Label past = context.newTarget();
        if (exits == 1) {
            if (region.fallsThrough) {
                code.ifeq(past);
            } else {
                code.pop();
            }
            goTo(context, stack, jumps, region, 0);
        } else {
            var labels = new ArrayList<Label>();
            List<SwitchCase> cases = new ArrayList<>();
            for (int i = 0; i < exits; i++) {
                labels.add(context.newTarget());
                cases.add(SwitchCase.of(i + 1, labels.get(i)));
            }
            Label otherwise = region.fallsThrough ? past : labels.getFirst();
            code.tableswitch(1, exits, otherwise, cases);
            for (int i = 0; i < exits; i++) {
                code.labelBinding(labels.get(i));
                goTo(context, stack, jumps, region, i);
            }
        }
        if (region.fallsThrough) {
            code.labelBinding(past);
        }
    }

    private void goTo(MethodContext context, OperandStack stack, Jumps jumps, Region region, int exit) {
        if (region.exits[exit].openAt == Region.RESTART) {
            restart(context, stack, region);
            return;
        }
        ControlFrame target = jumps.blocks.opened(region.exits[exit].openAt);
        int height = stack.height;
        for (int i = 0; i < target.arity(); i++) {
            context.loadInstance();
            RegionMethod.loadSpilled(context, target.labelType(i), RegionMethod.operands(region) + i);
            stack.pushReal(target.labelType(i));
        }
        jumps.detour(target);
        stack.height = height;
    }

    /** With the function's parameters from the region. */
    private static void restart(MethodContext context, OperandStack stack, Region region) {
        int height = stack.height;
        long fresh = context.memoryFresh;
        boolean local = context.budget.inLocal;
        for (int i = 0; i < context.type.parameterCount(); i++) {
            context.loadInstance();
            RegionMethod.loadSpilled(context, context.type.parameter(i), RegionMethod.operands(region) + i);
            stack.pushReal(context.type.parameter(i));
        }
        new TailCode(context, stack).restart();
        stack.height = height;
        context.memoryFresh = fresh;
        context.budget.is(local);
    }

    private record Entry(Region region, int number) {}

    /** Where a branch table leads: 256 entries of a region, or a block of this method. */
    private record Place(Region region, int page, ControlFrame frame) {}

    /**
     * A branch table most of whose targets lie in regions: a string has for each index the region and the entry. Its index is on the JVM's stack, and nothing else.
     * False if it isn't such a table.
     */
    boolean table(MethodContext context, OperandStack stack, Jumps jumps, ControlFrame[] targets) {
        if (targets.length < SMALL_TABLE || targets.length > MOST_TARGETS || stack.anyReal(0, 0)) {
            return false;
        }
        var ordinals = new LinkedHashMap<Place, Integer>();
        var table = new char[targets.length];
        int inRegions = 0;
        for (int i = 0; i < targets.length; i++) {
            Entry entry = entries.get(targets[i].openAt);
            Place place = entry == null ? new Place(null, 0, targets[i]) : new Place(entry.region(), entry.number() >> 8, null);
            int ordinal = ordinals.computeIfAbsent(place, p -> ordinals.size());
            if (ordinal > MOST_ORDINALS || targets[i].arity() != 0) {
                return false;
            }
            table[i] = (char) (ordinal << 8 | (entry == null ? 0 : entry.number() & 0xff));
            inRegions += entry == null ? 0 : 1;
        }
        if (inRegions < targets.length / 2) {
            return false;
        }
        emitTable(context, jumps, new String(table), List.copyOf(ordinals.keySet()));
        return true;
    }

    private void emitTable(MethodContext context, Jumps jumps, String table, List<Place> places) {
        var code = context.code;
        int index = context.newSlot(TypeKind.INT), last = table.length() - 1;
        Label inside = code.newLabel();
        code.istore(index).iload(index).loadConstant(Integer.MIN_VALUE);
        code.ixor().loadConstant(last ^ Integer.MIN_VALUE);
        code.if_icmplt(inside).loadConstant(last);
        code.istore(index).labelBinding(inside).loadConstant(table);
        code.iload(index).invokevirtual(ConstantDescs.CD_String, "charAt", MethodTypeDesc.of(ConstantDescs.CD_char, Names.INT)).istore(index);
        code.iload(index).sipush(255).iand().istore(entrySlot(context));
        var labels = new ArrayList<Label>();
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            labels.add(context.newTarget());
            cases.add(SwitchCase.of(i, labels.get(i)));
        }
        code.iload(index).bipush(8).iushr().tableswitch(0, places.size() - 1, labels.getFirst(), cases);
        for (int i = 0; i < places.size(); i++) {
            code.labelBinding(labels.get(i));
            Place place = places.get(i);
            if (place.region() == null) {
                jumps.detour(place.frame());
            } else {
                if (place.page() > 0) {
                    code.iinc(entrySlot, place.page() << 8);
                }
                ControlFrame join = join(context, place.region());
                long fresh = context.memoryFresh;
                boolean local = context.budget.inLocal;
                jumps.blocks.agree(join);
                code.goto_(join.label);
                context.memoryFresh = fresh;
                context.budget.is(local);
            }
        }
    }
}
