// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.Opcode;

/** One function body: statements, which leave the stack as it was, made of expressions, which leave one value. */
final class RandomBody {
    private static final int MOST_DEPTH = 5, MOST_SIZE = 1500;
    private static final long[] INTERESTING = {0, 1, 2, -1, 7, 31, 32, 63, 64, 255, 256, 65535, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE,
            0xffff_ffffL, Long.MAX_VALUE, Long.MIN_VALUE, 0x1234_5678_9abc_def0L};
    private static final double[] INTERESTING_FLOATS = {0, -0.0, 1, -1, 0.5, 1e10, -1e10, 2147483647, 2147483648.0, -2147483649.0, 4294967296.0, 9.3e18, 1.9e19, 1e-40,
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, Double.MIN_VALUE, Float.MAX_VALUE};

    /** What a branch to it takes along. */
    private record Target(int[] types) {}

    private final RandomModule module;
    private final Random random;
    private final int function;
    private final FunctionType type;
    private final List<Integer> locals = new ArrayList<>();
    private final int[] scratch = new int[128];         // by type: a local that is only set right before it is read
    private int counters;                               // locals that count loops down; the next one's index
    private int firstCounter, lastCounter;
    private final List<Target> targets = new ArrayList<>();
    private final RandomExceptions exceptions;
    final CodeWriter out = new CodeWriter();

    RandomBody(RandomModule module, int function) {
        this.module = module;
        this.random = module.random;
        this.function = function;
        this.type = module.functions.get(function);
        this.exceptions = new RandomExceptions(this, module);
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
        firstCounter = counters = locals.size();
        for (int i = 0; i < 6; i++) {
            locals.add(I32);
        }
        lastCounter = locals.size();
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
    private void burnFuel() {
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

    private void statement(int depth) {
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
                    sink(module.globals.get(g), depth);
                    out.u8(GLOBAL_SET).u32(g);
                }
            }
            case 4, 5, 6 -> store(depth);
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
            case 11, 12 -> countedLoop(depth);
            case 13 -> fuelledLoop(depth);
            case 14 -> branch(depth);
            case 15 -> branchTable(depth);
            case 16 -> {
                int f = random.nextInt(module.functions.size());
                call(f, depth);
                dropAll(module.functions.get(f));
            }
            case 17 -> bulk(depth);
            case 25, 26 -> new RandomObjects(this, module).change(depth);
            case 18 -> table(depth);
            case 19 -> leave(depth);
            case 20 -> {
                if (module.chance(40)) {
                    indirect(depth);
                }
            }
            case 21, 27 -> exceptions.write(depth);
            case 28 -> {
                if (module.chance(25)) {
                    interpreter(depth);
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

    /** The shape that compilers emit, which the engine knows. */
    private void countedLoop(int depth) {
        if (counters == lastCounter || module.uncounted) {
            return;
        }
        int counter = counters++;
        module.counts = true;
        boolean up = module.chance(50);
        int trips = 1 + random.nextInt(12);
        out.u8(I32_CONST).s64(up ? 0 : trips).u8(LOCAL_SET).u32(counter);
        out.u8(LOOP).u8(EMPTY_BLOCK);
        targets.add(null);      // not to be branched to: the loop would have no end
        statements(3, depth);
        targets.removeLast();
        out.u8(LOCAL_GET).u32(counter).u8(I32_CONST).s64(1).u8(up ? I32_ADD : I32_SUB);
        out.u8(LOCAL_TEE).u32(counter);
        if (up) {
            out.u8(I32_CONST).s64(trips).u8(module.chance(50) ? I32_NE : 0x48);
        }
        out.u8(BR_IF).u8(0).u8(END);
    }

    private void fuelledLoop(int depth) {
        FunctionType t = module.pick(module.types);
        boolean plain = t.resultCount() > 0 || module.chance(60);
        int[] parameters = new int[plain ? 0 : t.parameterCount()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = t.parameter(i);
            expression(parameters[i], depth);
        }
        out.u8(LOOP);
        if (plain) {
            out.u8(EMPTY_BLOCK);
        } else {
            out.s64(module.types.indexOf(t));
        }
        burnFuel();
        for (int i = parameters.length - 1; i >= 0; i--) {
            out.u8(LOCAL_SET).u32(scratch[parameters[i]]);
        }
        inside(parameters, () -> {
            statements(3, depth);
            for (int p : parameters) {
                expression(p, depth);
            }
            expression(I32, depth);
            out.u8(BR_IF).u8(0);
        });
        for (int p : parameters) {
            out.u8(DROP);
        }
        out.u8(END);
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

    /** A loop around a switch of many cases, as interpreters have: one row of statements, which may be cut anywhere. */
    private void interpreter(int depth) {
        int cases = 8 + random.nextInt(24);
        out.u8(LOOP).u8(EMPTY_BLOCK);
        burnFuel();
        inside(new int[0], () -> {
            for (int i = 0; i < cases; i++) {
                out.u8(BLOCK).u8(EMPTY_BLOCK);
                targets.add(new Target(new int[0]));
            }
            expression(I32, depth);
            out.u8(I32_CONST).s64(63).u8(0x71).u8(BR_TABLE).u32(cases);
            for (int i = 0; i <= cases; i++) {
                out.u32(random.nextInt(cases));
            }
            for (int i = 0; i < cases; i++) {
                targets.removeLast();
                out.u8(END);
                statement(MOST_DEPTH - 1 - random.nextInt(2));
                if (module.chance(60)) {
                    out.u8(BR).u32(module.chance(80) ? cases - 1 - i : random.nextInt(cases - i));
                }
            }
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

    private void call(int f, int depth) {
        FunctionType t = module.functions.get(f);
        for (int i = 0; i < t.parameterCount(); i++) {
            if (f < module.imported) {
                sink(t.parameter(i), depth);
            } else {
                expression(t.parameter(i), depth);
            }
        }
        out.u8(CALL).u32(f);
    }

    private void indirect(int depth) {
        FunctionType t = module.pick(module.types);
        for (int i = 0; i < t.parameterCount(); i++) {
            sink(t.parameter(i), depth);
        }
        index(RandomModule.TABLE_SIZE, depth);
        out.u8(CALL_INDIRECT).u32(module.types.indexOf(t)).u8(0);
        dropAll(t);
    }

    /** Mostly below {@code bound}, a power of two. */
    private void index(int bound, int depth) {
        expression(I32, depth);
        if (module.chance(97)) {
            out.u8(I32_CONST).s64(bound - 1).u8(0x71);
        }
    }

    private void bulk(int depth) {
        switch (random.nextInt(5)) {
            case 0 -> {
                threeIndices(4096, depth);
                out.op(MEMORY_COPY).u8(0).u8(0);
            }
            case 1 -> {
                threeIndices(8192, depth);
                out.op(MEMORY_FILL).u8(0);
            }
            case 2 -> {
                threeIndices(64, depth);
                out.op(MEMORY_INIT).u32(random.nextInt(RandomModule.DATA_SEGMENTS)).u8(0);
            }
            case 3 -> {
                if (module.chance(20)) {
                    out.op(DATA_DROP).u32(random.nextInt(RandomModule.DATA_SEGMENTS));
                }
            }
            default -> {
                index(2, depth);
                out.u8(MEMORY_GROW).u8(0).u8(DROP);
            }
        }
    }

    private void threeIndices(int bound, int depth) {
        for (int i = 0; i < 3; i++) {
            index(bound, depth);
        }
    }

    private void table(int depth) {
        switch (random.nextInt(6)) {
            case 0 -> {
                index(RandomModule.TABLE_SIZE, depth);
                expression(FUNCREF, depth);
                out.u8(TABLE_SET).u8(0);
            }
            case 1 -> {
                threeIndices(4, depth);
                out.op(TABLE_COPY).u8(0).u8(0);
            }
            case 2 -> {
                threeIndices(2, depth);
                out.op(TABLE_INIT).u32(random.nextInt(RandomModule.ELEMENT_SEGMENTS)).u8(0);
            }
            case 3 -> {
                index(4, depth);
                expression(FUNCREF, depth);
                index(4, depth);
                out.op(TABLE_FILL).u8(0);
            }
            case 4 -> {
                expression(FUNCREF, depth);
                index(2, depth);
                out.op(TABLE_GROW).u8(0).u8(DROP);
            }
            default -> {
                if (module.chance(20)) {
                    out.op(ELEM_DROP).u32(random.nextInt(RandomModule.ELEMENT_SEGMENTS));
                }
            }
        }
    }

    void address(int depth) {
        expression(I32, depth);
        if (module.chance(97)) {
            out.u8(I32_CONST).s64(0xfff).u8(0x71);
        }
    }

    void memoryImmediate(int width) {
        int align = 0;
        while (1 << align < width) {
            align++;
        }
        out.u32(random.nextInt(align + 1)).u32(module.chance(97) ? random.nextInt(16) : module.chance(50) ? random.nextInt(100_000) : random.nextInt() & 0xffff_ffffL);
    }

    private void store(int depth) {
        address(depth);
        if (module.chance(10)) {
            expression(V128, depth);
            out.u8(PREFIX_SIMD).u32(11);
            memoryImmediate(16);
            return;
        }
        int op = I32_STORE + random.nextInt(I64_STORE32 - I32_STORE + 1);
        sink(Opcode.memoryValue(op), depth);
        out.u8(op);
        memoryImmediate(1);
    }

    // Expressions.

    /** A value whose bits are observed: a NaN becomes the canonical one. */
    private void sink(int t, int depth) {
        expression(t, depth);
        if (t == F32 || t == F64) {
            out.u8(LOCAL_TEE).u32(scratch[t]);
            out.u8(t == F32 ? F32_CONST : F64_CONST).fixed(t == F32 ? 0x7fc0_0000L : 0x7ff8_0000_0000_0000L, t == F32 ? 4 : 8);
            out.u8(LOCAL_GET).u32(scratch[t]).u8(LOCAL_GET).u32(scratch[t]).u8(t == F32 ? F32_EQ : 0x61).u8(SELECT);
        }
    }

    void expression(int t, int depth) {
        int node = module.nodes++;
        int mark = out.size();
        if (depth >= MOST_DEPTH || out.size() > MOST_SIZE || module.chance(30)) {
            leaf(t);
        } else {
            writeExpression(t, depth + 1);
        }
        if (module.dropped.get(node)) {
            out.truncate(mark);
            zero(out, t);
        }
    }

    private void leaf(int t) {
        if (module.chance(60)) {
            int start = random.nextInt(locals.size() + 1);
            for (int x = start; x < locals.size(); x++) {
                if (locals.get(x) == t) {
                    out.u8(LOCAL_GET).u32(x);
                    return;
                }
            }
        }
        switch (t) {
            case I32 -> {
                if (counters > firstCounter && module.chance(30)) {
                    out.u8(LOCAL_GET).u32(firstCounter + random.nextInt(counters - firstCounter));
                } else {
                    out.u8(I32_CONST).s64((int) integer());
                }
            }
            case I64 -> out.u8(I64_CONST).s64(integer());
            case F32 -> out.u8(F32_CONST).fixed(Float.floatToIntBits((float) real()), 4);
            case F64 -> out.u8(F64_CONST).fixed(Double.doubleToLongBits(real()), 8);
            case V128 -> out.u8(PREFIX_SIMD).u32(12).fixed(integer(), 8).fixed(integer(), 8);
            case ANYREF -> {
                if (module.chance(30)) {
                    new RandomObjects(this, module).write(MOST_DEPTH);
                } else {
                    out.u8(REF_NULL).u8(module.chance(50) ? ANYREF : NULLREF);
                }
            }
            default -> {
                if (module.chance(70)) {
                    out.u8(REF_FUNC).u32(random.nextInt(module.functions.size()));
                } else {
                    out.u8(REF_NULL).u8(FUNCREF);
                }
            }
        }
    }

    private long integer() {
        return module.chance(50) ? random.nextInt(20) - 5 : module.chance(70) ? INTERESTING[random.nextInt(INTERESTING.length)] : random.nextLong();
    }

    private double real() {
        return module.chance(50) ? random.nextInt(100) / 4.0 : module.chance(70) ? INTERESTING_FLOATS[random.nextInt(INTERESTING_FLOATS.length)] : random.nextGaussian() * 1e6;
    }

    private void writeExpression(int t, int depth) {
        switch (random.nextInt(14)) {
            case 0 -> {
                expression(t, depth);
                expression(t, depth);
                expression(I32, depth);
                if (isReference(t) || module.chance(20)) {
                    out.u8(SELECT_TYPED).u8(1).u8(t);
                } else {
                    out.u8(SELECT);
                }
            }
            case 1 -> {
                out.u8(BLOCK).u8(t);
                inside(new int[] {t}, () -> {
                    statements(2, depth);
                    expression(t, depth);
                });
                out.u8(END);
            }
            case 2 -> {
                expression(I32, depth);
                out.u8(IF).u8(t);
                inside(new int[] {t}, () -> expression(t, depth));
                out.u8(ELSE);
                inside(new int[] {t}, () -> {
                    statements(1, depth);
                    expression(t, depth);
                });
                out.u8(END);
            }
            case 3 -> result(t, depth);
            case 4 -> {
                for (int g = module.globals.size() - 1; g > 0; g--) {
                    if (module.globals.get(g) == t) {
                        out.u8(GLOBAL_GET).u32(g);
                        return;
                    }
                }
                leaf(t);
            }
            case 5 -> {
                for (int x = 0; x < locals.size(); x++) {
                    if (locals.get(x) == t && module.chance(50)) {
                        expression(t, depth);
                        out.u8(LOCAL_TEE).u32(x);
                        return;
                    }
                }
                leaf(t);
            }
            case 6 -> {
                // A branch with a value in the middle of an expression.
                out.u8(BLOCK).u8(t);
                inside(new int[] {t}, () -> {
                    expression(t, depth);
                    expression(I32, depth);
                    out.u8(BR_IF).u8(0);
                    out.u8(DROP);
                    expression(t, depth);
                });
                out.u8(END);
            }
            default -> operation(t, depth);
        }
    }

    /** One of a function's results. */
    private void result(int t, int depth) {
        for (int f = random.nextInt(module.functions.size()); f < module.functions.size(); f++) {
            FunctionType type = module.functions.get(f);
            for (int i = 0; i < type.resultCount(); i++) {
                if (type.result(i) == t) {
                    call(f, depth);
                    for (int k = type.resultCount() - 1; k > i; k--) {
                        out.u8(DROP);
                    }
                    if (i > 0) {
                        out.u8(LOCAL_SET).u32(scratch[t]);
                        for (int k = i - 1; k >= 0; k--) {
                            out.u8(DROP);
                        }
                        out.u8(LOCAL_GET).u32(scratch[t]);
                    }
                    return;
                }
            }
        }
        leaf(t);
    }

    private void operation(int t, int depth) {
        if (t == V128 || t == I32 && module.chance(7) || t == I64 && module.chance(5)) {
            new RandomVectors(this, module).write(t, depth);
            return;
        }
        if (t == ANYREF) {
            new RandomObjects(this, module).write(depth);
            return;
        }
        if (t != FUNCREF && module.chance(6)) {
            new RandomObjects(this, module).read(t, depth);
            return;
        }
        if (t == FUNCREF) {
            index(RandomModule.TABLE_SIZE, depth);
            out.u8(TABLE_GET).u8(0);
            return;
        }
        if (module.chance(15)) {
            load(t, depth);
            return;
        }
        if (t == I32 && module.chance(8)) {
            switch (random.nextInt(3)) {
                case 0 -> out.u8(MEMORY_SIZE).u8(0);
                case 1 -> out.op(TABLE_SIZE).u8(0);
                default -> {
                    expression(FUNCREF, depth);
                    out.u8(REF_IS_NULL);
                }
            }
            return;
        }
        numeric(t, depth);
    }

    private void load(int t, int depth) {
        int op;
        do {
            op = I32_LOAD + random.nextInt(I32_STORE - I32_LOAD);
        } while (Opcode.memoryValue(op) != t);
        address(depth);
        out.u8(op);
        memoryImmediate(1);
    }

    private void numeric(int t, int depth) {
        int op;
        do {
            op = random.nextInt(12) == 0 ? 0xfc00 + random.nextInt(8) : I32_EQZ + random.nextInt(LAST_NUMERIC - I32_EQZ + 1);
        } while (Opcode.result(op) != t || traps(op) && module.chance(70));
        int operand = Opcode.operand(op);
        boolean copysign = op == 0x98 || op == 0xa6;
        boolean reinterpret = op == 0xbc || op == 0xbd;
        if (reinterpret) {
            sink(operand, depth);
        } else {
            expression(operand, depth);
        }
        if (Opcode.arity(op) == 2) {
            if (copysign) {
                sink(operand, depth);
            } else {
                expression(operand, depth);
            }
            if (traps(op) && module.chance(80)) {
                out.u8(operand == I32 ? I32_CONST : I64_CONST).s64(1).u8(operand == I32 ? 0x72 : 0x84);    // or 1
            }
        }
        out.op(op);
    }
}
