// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.Opcode;

/** Expressions of a body: each leaves one value of the type that was asked for. */
final class RandomExpressions {
    private static final long[] INTERESTING = {0, 1, 2, -1, 7, 31, 32, 63, 64, 255, 256, 65535, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE,
            0xffff_ffffL, Long.MAX_VALUE, Long.MIN_VALUE, 0x1234_5678_9abc_def0L};
    private static final double[] INTERESTING_FLOATS = {0, -0.0, 1, -1, 0.5, 1e10, -1e10, 2147483647, 2147483648.0, -2147483649.0, 4294967296.0, 9.3e18, 1.9e19, 1e-40,
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, Double.MIN_VALUE, Float.MAX_VALUE};

    private final RandomBody body;
    private final RandomModule module;

    RandomExpressions(RandomBody body, RandomModule module) {
        this.body = body;
        this.module = module;
    }

    /** A value whose bits are observed: a NaN becomes the canonical one. */
    void sink(int t, int depth) {
        body.expression(t, depth);
        if (t == F32 || t == F64) {
            body.out.u8(LOCAL_TEE).u32(body.scratch[t]);
            body.out.u8(t == F32 ? F32_CONST : F64_CONST).fixed(t == F32 ? 0x7fc0_0000L : 0x7ff8_0000_0000_0000L, t == F32 ? 4 : 8);
            body.out.u8(LOCAL_GET).u32(body.scratch[t]).u8(LOCAL_GET).u32(body.scratch[t]).u8(t == F32 ? F32_EQ : 0x61).u8(SELECT);
        }
    }

    void leaf(int t) {
        if (module.chance(60)) {
            int start = module.random.nextInt(body.locals.size() + 1);
            for (int x = start; x < body.locals.size(); x++) {
                if (body.locals.get(x) == t) {
                    body.out.u8(LOCAL_GET).u32(x);
                    return;
                }
            }
        }
        switch (t) {
            case I32 -> {
                if (body.loops.counting() && module.chance(30)) {
                    body.out.u8(LOCAL_GET).u32(body.loops.counter());
                } else {
                    body.out.u8(I32_CONST).s64((int) integer());
                }
            }
            case I64 -> body.out.u8(I64_CONST).s64(integer());
            case F32 -> body.out.u8(F32_CONST).fixed(Float.floatToIntBits((float) real()), 4);
            case F64 -> body.out.u8(F64_CONST).fixed(Double.doubleToLongBits(real()), 8);
            case V128 -> body.out.u8(PREFIX_SIMD).u32(12).fixed(integer(), 8).fixed(integer(), 8);
            case ANYREF -> {
                if (module.chance(30)) {
                    new RandomObjects(body, module).write(RandomBody.MOST_DEPTH);
                } else {
                    body.out.u8(REF_NULL).u8(module.chance(50) ? ANYREF : NULLREF);
                }
            }
            default -> {
                if (module.chance(70)) {
                    body.out.u8(REF_FUNC).u32(module.random.nextInt(module.functions.size()));
                } else {
                    body.out.u8(REF_NULL).u8(FUNCREF);
                }
            }
        }
    }

    private long integer() {
        return module.chance(50) ? module.random.nextInt(20) - 5 : module.chance(70) ? INTERESTING[module.random.nextInt(INTERESTING.length)] : module.random.nextLong();
    }

    private double real() {
        return module.chance(50) ? module.random.nextInt(100) / 4.0 : module.chance(70) ? INTERESTING_FLOATS[module.random.nextInt(INTERESTING_FLOATS.length)] : module.random.nextGaussian() * 1e6;
    }

    void write(int t, int depth) {
        switch (module.random.nextInt(14)) {
            case 0 -> {
                body.expression(t, depth);
                body.expression(t, depth);
                body.expression(I32, depth);
                if (isReference(t) || module.chance(20)) {
                    body.out.u8(SELECT_TYPED).u8(1).u8(t);
                } else {
                    body.out.u8(SELECT);
                }
            }
            case 1 -> {
                body.out.u8(BLOCK).u8(t);
                body.inside(new int[] {t}, () -> {
                    body.statements(2, depth);
                    body.expression(t, depth);
                });
                body.out.u8(END);
            }
            case 2 -> {
                body.expression(I32, depth);
                body.out.u8(IF).u8(t);
                body.inside(new int[] {t}, () -> body.expression(t, depth));
                body.out.u8(ELSE);
                body.inside(new int[] {t}, () -> {
                    body.statements(1, depth);
                    body.expression(t, depth);
                });
                body.out.u8(END);
            }
            case 3 -> result(t, depth);
            case 4 -> {
                for (int g = module.globals.size() - 1; g > 0; g--) {
                    if (module.globals.get(g) == t) {
                        body.out.u8(GLOBAL_GET).u32(g);
                        return;
                    }
                }
                leaf(t);
            }
            case 5 -> {
                for (int x = 0; x < body.locals.size(); x++) {
                    if (body.locals.get(x) == t && module.chance(50)) {
                        body.expression(t, depth);
                        body.out.u8(LOCAL_TEE).u32(x);
                        return;
                    }
                }
                leaf(t);
            }
            case 6 -> {
                // A branch with a value in the middle of an body.expression.
                body.out.u8(BLOCK).u8(t);
                body.inside(new int[] {t}, () -> {
                    body.expression(t, depth);
                    body.expression(I32, depth);
                    body.out.u8(BR_IF).u8(0);
                    body.out.u8(DROP);
                    body.expression(t, depth);
                });
                body.out.u8(END);
            }
            default -> operation(t, depth);
        }
    }

    /** One of a function's results. */
    private void result(int t, int depth) {
        for (int f = module.random.nextInt(module.functions.size()); f < module.functions.size(); f++) {
            FunctionType type = module.functions.get(f);
            for (int i = 0; i < type.resultCount(); i++) {
                if (type.result(i) == t) {
                    body.call(f, depth);
                    for (int k = type.resultCount() - 1; k > i; k--) {
                        body.out.u8(DROP);
                    }
                    if (i > 0) {
                        body.out.u8(LOCAL_SET).u32(body.scratch[t]);
                        for (int k = i - 1; k >= 0; k--) {
                            body.out.u8(DROP);
                        }
                        body.out.u8(LOCAL_GET).u32(body.scratch[t]);
                    }
                    return;
                }
            }
        }
        leaf(t);
    }

    private void operation(int t, int depth) {
        if (t == V128 || t == I32 && module.chance(7) || t == I64 && module.chance(5)) {
            new RandomVectors(body, module).write(t, depth);
            return;
        }
        if (t == ANYREF) {
            new RandomObjects(body, module).write(depth);
            return;
        }
        if (t != FUNCREF && module.chance(6)) {
            new RandomObjects(body, module).read(t, depth);
            return;
        }
        if (t == FUNCREF) {
            body.index(RandomModule.TABLE_SIZE, depth);
            body.out.u8(TABLE_GET).u8(0);
            return;
        }
        if (module.chance(15)) {
            body.transfers.load(t, depth);
            return;
        }
        if (t == I32 && module.chance(8)) {
            switch (module.random.nextInt(3)) {
                case 0 -> body.out.u8(MEMORY_SIZE).u8(0);
                case 1 -> body.out.op(TABLE_SIZE).u8(0);
                default -> {
                    body.expression(FUNCREF, depth);
                    body.out.u8(REF_IS_NULL);
                }
            }
            return;
        }
        numeric(t, depth);
    }

    private void numeric(int t, int depth) {
        int op;
        do {
            op = module.random.nextInt(12) == 0 ? 0xfc00 + module.random.nextInt(8) : I32_EQZ + module.random.nextInt(LAST_NUMERIC - I32_EQZ + 1);
        } while (Opcode.result(op) != t || traps(op) && module.chance(70));
        int operand = Opcode.operand(op);
        boolean copysign = op == 0x98 || op == 0xa6;
        boolean reinterpret = op == 0xbc || op == 0xbd;
        if (reinterpret) {
            sink(operand, depth);
        } else {
            body.expression(operand, depth);
        }
        if (Opcode.arity(op) == 2) {
            if (copysign) {
                sink(operand, depth);
            } else {
                body.expression(operand, depth);
            }
            if (traps(op) && module.chance(80)) {
                body.out.u8(operand == I32 ? I32_CONST : I64_CONST).s64(1).u8(operand == I32 ? 0x72 : 0x84);    // or 1
            }
        }
        body.out.op(op);
    }
}
