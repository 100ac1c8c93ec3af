// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.syntax.FunctionType;

/** Loops of a body. All end: they count in locals of their own, or burn fuel. */
final class RandomLoops {
    private final RandomBody body;
    private final RandomModule module;
    private int counters, firstCounter, lastCounter;    // locals that count; the next one to be used

    RandomLoops(RandomBody body, RandomModule module) {
        this.body = body;
        this.module = module;
    }

    /** So many locals from {@code first} on are ours. */
    void countIn(int first, int number) {
        firstCounter = counters = first;
        lastCounter = first + number;
    }

    /** Whether there are counters to be read. */
    boolean counting() {
        return counters > firstCounter;
    }

    /** One of them. */
    int counter() {
        return firstCounter + module.random.nextInt(counters - firstCounter);
    }

    /** The shape that compilers emit, which the engine knows. */
    void counted(int depth) {
        if (counters == lastCounter || module.uncounted) {
            return;
        }
        int counter = counters++;
        module.counts = true;
        boolean up = module.chance(50);
        int trips = 1 + module.random.nextInt(12);
        body.out.u8(I32_CONST).s64(up ? 0 : trips).u8(LOCAL_SET).u32(counter);
        body.out.u8(LOOP).u8(EMPTY_BLOCK);
        body.targets.add(null);      // not to be branched to: the loop would have no end
        body.statements(3, depth);
        body.targets.removeLast();
        body.out.u8(LOCAL_GET).u32(counter).u8(I32_CONST).s64(1).u8(up ? I32_ADD : I32_SUB);
        body.out.u8(LOCAL_TEE).u32(counter);
        if (up) {
            body.out.u8(I32_CONST).s64(trips).u8(module.chance(50) ? I32_NE : 0x48);
        }
        body.out.u8(BR_IF).u8(0).u8(END);
    }

    void fuelled(int depth) {
        FunctionType t = module.pick(module.types);
        boolean plain = t.resultCount() > 0 || module.chance(60);
        int[] parameters = new int[plain ? 0 : t.parameterCount()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = t.parameter(i);
            body.expression(parameters[i], depth);
        }
        body.out.u8(LOOP);
        if (plain) {
            body.out.u8(EMPTY_BLOCK);
        } else {
            body.out.s64(module.types.indexOf(t));
        }
        body.burnFuel();
        for (int i = parameters.length - 1; i >= 0; i--) {
            body.out.u8(LOCAL_SET).u32(body.scratch[parameters[i]]);
        }
        body.inside(parameters, () -> {
            body.statements(3, depth);
            for (int p : parameters) {
                body.expression(p, depth);
            }
            body.expression(I32, depth);
            body.out.u8(BR_IF).u8(0);
        });
        for (int p : parameters) {
            body.out.u8(DROP);
        }
        body.out.u8(END);
    }

    /** A loop around a switch of many cases, as interpreters have: one row of body.statements, which may be cut anywhere. */
    void interpreter(int depth) {
        int cases = 8 + module.random.nextInt(24);
        body.out.u8(LOOP).u8(EMPTY_BLOCK);
        body.burnFuel();
        body.inside(new int[0], () -> {
            for (int i = 0; i < cases; i++) {
                body.out.u8(BLOCK).u8(EMPTY_BLOCK);
                body.targets.add(new RandomBody.Target(new int[0]));
            }
            body.expression(I32, depth);
            body.out.u8(I32_CONST).s64(63).u8(0x71).u8(BR_TABLE).u32(cases);
            for (int i = 0; i <= cases; i++) {
                body.out.u32(module.random.nextInt(cases));
            }
            for (int i = 0; i < cases; i++) {
                body.targets.removeLast();
                body.out.u8(END);
                body.statement(RandomBody.MOST_DEPTH - 1 - module.random.nextInt(2));
                if (module.chance(60)) {
                    body.out.u8(BR).u32(module.chance(80) ? cases - 1 - i : module.random.nextInt(cases - i));
                }
            }
        });
        body.out.u8(END);
    }
}
