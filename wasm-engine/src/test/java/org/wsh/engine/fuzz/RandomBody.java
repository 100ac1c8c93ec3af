// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.wsh.engine.syntax.FunctionType;

/** One function body: statements, which leave the stack as it was, made of expressions, which leave one value. */
final class RandomBody {
    static final int MOST_DEPTH = 5, MOST_SIZE = 1500;
    /** What a branch to it takes along. */
    record Target(int[] types) {}

    private final RandomModule module;
    private final Random random;
    private final int function;
    private final FunctionType type;
    final List<Integer> locals = new ArrayList<>();
    final int[] scratch = new int[128];         // by type: a local that is only set right before it is read
    final List<Target> targets = new ArrayList<>();
    private final RandomExceptions exceptions;
    final RandomExpressions expressions;
    final RandomTransfers transfers;
    final RandomLoops loops;
    final CodeWriter out = new CodeWriter();

    RandomBody(RandomModule module, int function) {
        this.module = module;
        this.random = module.random;
        this.function = function;
        this.type = module.functions.get(function);
        this.exceptions = new RandomExceptions(this, module);
        this.expressions = new RandomExpressions(this, module);
        this.transfers = new RandomTransfers(this, module);
        this.loops = new RandomLoops(this, module);
    }

    byte[] write() {
        for (int i = 0; i < type.parameterCount(); i++) {
            locals.add(type.parameter(i));
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            locals.add(module.valueType());
        }
        int visible = locals.size();
        for (int t : new int[] {I32, I64, F32, F64, V128, FUNCREF, ANYREF}) {
            scratch[t] = locals.size();
            locals.add(t);
        }
        loops.countIn(locals.size(), 6);
        for (int i = 0; i < 6; i++) {
            locals.add(I32);
        }
        var head = new CodeWriter().u32(locals.size() - type.parameterCount());
        for (int i = type.parameterCount(); i < locals.size(); i++) {
            head.u32(1).u8(locals.get(i));
        }
        while (locals.size() > visible) {
            locals.removeLast();
        }
        burnFuel();
        targets.add(new Target(results(type)));
        statements(4, 0);
        for (int i = 0; i < type.resultCount(); i++) {
            expression(type.result(i), 0);
        }
        return head.bytes(out.toArray()).u8(END).toArray();
    }

    static int[] results(FunctionType t) {
        var list = new int[t.resultCount()];
        for (int i = 0; i < list.length; i++) {
            list[i] = t.result(i);
        }
        return list;
    }

    /** Traps when the fuel is at its end. */
    void burnFuel() {
        out.u8(GLOBAL_GET).u32(RandomModule.FUEL).u8(I32_EQZ).u8(IF).u8(EMPTY_BLOCK).u8(UNREACHABLE).u8(END);
        out.u8(GLOBAL_GET).u32(RandomModule.FUEL).u8(I32_CONST).s64(1).u8(I32_SUB).u8(GLOBAL_SET).u32(RandomModule.FUEL);
    }

    static void zero(CodeWriter out, int type) {
        switch (type) {
            case I32 -> out.u8(I32_CONST).u8(0);
            case I64 -> out.u8(I64_CONST).u8(0);
            case F32 -> out.u8(F32_CONST).fixed(0, 4);
            case F64 -> out.u8(F64_CONST).fixed(0, 8);
            case V128 -> out.u8(PREFIX_SIMD).u32(12).fixed(0, 8).fixed(0, 8);
            default -> out.u8(REF_NULL).u8(type);
        }
    }

    // Statements.

    void statements(int most, int depth) {
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            statement(depth);
        }
    }

    void statement(int depth) {
        int node = module.nodes++;
        int mark = out.size();
        if (depth < MOST_DEPTH && mark < MOST_SIZE) {
            writeStatement(depth + 1);
        } else {
            setLocal(depth);
        }
        if (module.dropped.get(node)) {
            out.truncate(mark);
        }
    }

    private void writeStatement(int depth) {
        switch (random.nextInt(30)) {
            case 0, 1, 2, 22 -> setLocal(depth);
            case 3 -> {
                int g = random.nextInt(module.globals.size());
                if (g != RandomModule.FUEL) {
                    expressions.sink(module.globals.get(g), depth);
                    out.u8(GLOBAL_SET).u32(g);
                }
            }
            case 4, 5, 6 -> transfers.store(depth);
            case 7 -> {
                expression(module.valueType(), depth);
                out.u8(DROP);
            }
            case 8 -> block(depth);
            case 9, 10 -> {
                expression(I32, depth);
                out.u8(IF).u8(EMPTY_BLOCK);
                inside(new int[0], () -> statements(3, depth));
                if (module.chance(50)) {
                    out.u8(ELSE);
                    inside(new int[0], () -> statements(3, depth));
                }
                out.u8(END);
            }
            case 11, 12 -> loops.counted(depth);
            case 13 -> loops.fuelled(depth);
            case 14 -> branch(depth);
            case 15 -> branchTable(depth);
            case 16 -> {
                int f = random.nextInt(module.functions.size());
                call(f, depth);
                dropAll(module.functions.get(f));
            }
            case 17 -> transfers.bulk(depth);
            case 25, 26 -> new RandomObjects(this, module).change(depth);
            case 18 -> transfers.table(depth);
            case 19 -> leave(depth);
            case 20 -> {
                if (module.chance(40)) {
                    indirect(depth);
                }
            }
            case 21, 27 -> exceptions.write(depth);
            case 28 -> {
                if (module.chance(25)) {
                    loops.interpreter(depth);
                }
            }
            case 29 -> branchOnNull(depth);
            default -> out.u8(NOP);
        }
    }

    static int[] parameters(FunctionType t) {
        var list = new int[t.parameterCount()];
        for (int i = 0; i < list.length; i++) {
            list[i] = t.parameter(i);
        }
        return list;
    }

    void inside(int[] types, Runnable content) {
        targets.add(new Target(types));
        content.run();
        targets.removeLast();
    }

    /** The same for a block of a type that no branch of ours knows how to make a value for. */
    void insideUnbranchable(Runnable content) {
        targets.add(null);
        content.run();
        targets.removeLast();
    }

    private void setLocal(int depth) {
        if (locals.isEmpty()) {
            return;
        }
        int x = random.nextInt(locals.size());
        expression(locals.get(x), depth);
        out.u8(LOCAL_SET).u32(x);
    }

    /** A block that takes and gives several values. */
    private void block(int depth) {
        FunctionType t = module.pick(module.types);
        for (int i = 0; i < t.parameterCount(); i++) {
            expression(t.parameter(i), depth);
        }
        out.u8(BLOCK).s64(module.types.indexOf(t));
        inside(results(t), () -> {
            for (int i = t.parameterCount() - 1; i >= 0; i--) {
                out.u8(LOCAL_SET).u32(scratch[t.parameter(i)]);
            }
            statements(3, depth);
            for (int i = 0; i < t.resultCount(); i++) {
                expression(t.result(i), depth);
            }
        });
        out.u8(END);
        dropAll(t);
    }

    void dropAll(FunctionType t) {
        for (int i = t.resultCount() - 1; i >= 0; i--) {
            int target = -1;
            for (int x = 0; x < locals.size(); x++) {
                target = locals.get(x) == t.result(i) && module.chance(50) ? x : target;
            }
            if (target >= 0) {
                out.u8(LOCAL_SET).u32(target);
            } else {
                out.u8(DROP);
            }
        }
    }

    /** How many blocks are around, the function's too. */
    int blocks() {
        return targets.size();
    }

    private int target() {
        int depth = random.nextInt(targets.size());
        return targets.get(targets.size() - 1 - depth) == null ? targets.size() - 1 : depth;
    }

    private int[] typesOf(int depth) {
        return targets.get(targets.size() - 1 - depth).types;
    }

    private void branch(int depth) {
        int to = target();
        for (int t : typesOf(to)) {
            expression(t, depth);
        }
        expression(I32, depth);
        out.u8(BR_IF).u32(to);
        for (int t : typesOf(to)) {
            out.u8(DROP);
        }
    }

    private void branchTable(int depth) {
        out.u8(BLOCK).u8(EMPTY_BLOCK);
        inside(new int[0], () -> {
            out.u8(BLOCK).u8(EMPTY_BLOCK);
            inside(new int[0], () -> {
                var fitting = new ArrayList<Integer>();
                for (int i = 0; i < targets.size(); i++) {
                    if (targets.get(targets.size() - 1 - i) != null && typesOf(i).length == 0) {
                        fitting.add(i);
                    }
                }
                expression(I32, depth);
                if (module.chance(70)) {
                    out.u8(I32_CONST).s64(7).u8(0x71);
                }
                int n = random.nextInt(6);
                out.u8(BR_TABLE).u32(n);
                for (int i = 0; i <= n; i++) {
                    out.u32(module.pick(fitting));
                }
            });
            out.u8(END);
            statements(2, depth);
        });
        out.u8(END);
    }

    private void branchOnNull(int depth) {
        boolean nothing = module.chance(50);
        int[] types = nothing ? new int[0] : new int[] {FUNCREF};
        out.u8(BLOCK).u8(nothing ? EMPTY_BLOCK : FUNCREF);
        inside(types, () -> {
            expression(FUNCREF, depth);
            if (nothing) {
                out.u8(BR_ON_NULL).u32(0).u8(DROP);
                statements(2, depth);
            } else {
                out.u8(BR_ON_NON_NULL).u32(0);
                expression(FUNCREF, depth);
            }
        });
        out.u8(END);
        if (!nothing) {
            out.u8(DROP);
        }
    }

    /** The end of the function: usually in a branch that is seldom taken. */
    private void leave(int depth) {
        expression(I32, depth);
        out.u8(I32_EQZ).u8(IF).u8(EMPTY_BLOCK);
        targets.add(new Target(new int[0]));
        switch (random.nextInt(5)) {
            case 0 -> out.u8(module.chance(20) ? UNREACHABLE : NOP);
            case 1 -> {
                if (module.chance(20)) {
                    arguments(type, depth);
                    out.u8(RETURN_CALL).u32(function);
                    break;
                }
                for (int i = 0; i < module.functions.size(); i++) {
                    FunctionType t = module.functions.get(i);
                    if (java.util.Arrays.equals(results(t), results(type)) && module.chance(50)) {
                        arguments(t, depth);
                        out.u8(RETURN_CALL).u32(i);
                        break;
                    }
                }
            }
            case 2 -> {
                arguments(type, depth);
                index(RandomModule.TABLE_SIZE, depth);
                out.u8(RETURN_CALL_INDIRECT).u32(module.types.indexOf(type)).u8(0);
            }
            default -> {
                for (int i = 0; i < type.resultCount(); i++) {
                    expression(type.result(i), depth);
                }
                out.u8(RETURN);
            }
        }
        statements(1, depth);      // which can't be reached
        targets.removeLast();
        out.u8(END);
    }

    void arguments(FunctionType t, int depth) {
        for (int i = 0; i < t.parameterCount(); i++) {
            expression(t.parameter(i), depth);
        }
    }

    void call(int f, int depth) {
        FunctionType t = module.functions.get(f);
        for (int i = 0; i < t.parameterCount(); i++) {
            if (f < module.imported) {
                expressions.sink(t.parameter(i), depth);
            } else {
                expression(t.parameter(i), depth);
            }
        }
        out.u8(CALL).u32(f);
    }

    private void indirect(int depth) {
        FunctionType t = module.pick(module.types);
        for (int i = 0; i < t.parameterCount(); i++) {
            expressions.sink(t.parameter(i), depth);
        }
        index(RandomModule.TABLE_SIZE, depth);
        out.u8(CALL_INDIRECT).u32(module.types.indexOf(t)).u8(0);
        dropAll(t);
    }

    /** Mostly below {@code bound}, a power of two. */
    void index(int bound, int depth) {
        expression(I32, depth);
        if (module.chance(97)) {
            out.u8(I32_CONST).s64(bound - 1).u8(0x71);
        }
    }

    void expression(int t, int depth) {
        int node = module.nodes++;
        int mark = out.size();
        if (depth >= MOST_DEPTH || out.size() > MOST_SIZE || module.chance(30)) {
            expressions.leaf(t);
        } else {
            expressions.write(t, depth + 1);
        }
        if (module.dropped.get(node)) {
            out.truncate(mark);
            zero(out, t);
        }
    }
}
