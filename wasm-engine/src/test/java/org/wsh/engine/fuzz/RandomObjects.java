// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import static org.wsh.engine.syntax.GcOpcode.*;
import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

/** Structs, arrays and i31, all as anyref; what is needed of a kind is cast to it, and made new if it is of another. */
final class RandomObjects {
    /** The storage types of each struct's fields; the second extends the first, the third has more than fit into one object. */
    private static final int[][] STRUCTS = {{I32, ANYREF}, {I32, ANYREF, I64, F64, I8, ANYREF, V128},
        {I16, I64, F32, I32, I8, ANYREF, ANYREF, ANYREF, ANYREF, ANYREF, F64}};
    private static final int[] ARRAYS = {I32, I8, I16, I64, F32, F64, ANYREF, V128};
    static final int COUNT = STRUCTS.length + ARRAYS.length;
    private static final int LENGTH = 8;

    private final RandomBody body;
    private final RandomModule module;

    RandomObjects(RandomBody body, RandomModule module) {
        this.body = body;
        this.module = module;
    }

    /** Appends the types, which begin at index {@code first}. */
    static void types(CodeWriter out, int first) {
        for (int s = 0; s < STRUCTS.length; s++) {
            out.u8(0x50);
            if (s == 1) {
                out.u8(1).u32(first);
            } else {
                out.u8(0);
            }
            out.u8(0x5f).u32(STRUCTS[s].length);
            for (int field : STRUCTS[s]) {
                out.u8(field).u8(1);
            }
        }
        for (int element : ARRAYS) {
            out.u8(0x5e).u8(element).u8(1);
        }
    }

    private int below(int n) {
        return module.random.nextInt(n);
    }

    private int structType(int s) {
        return module.types.size() + s;
    }

    private int arrayType(int a) {
        return module.types.size() + STRUCTS.length + a;
    }

    private void index(int depth) {
        body.expression(I32, depth);
        if (module.chance(97)) {
            body.out.u8(I32_CONST).s64(LENGTH - 1).u8(0x71);
        }
    }

    /** An expression of type anyref. */
    void write(int depth) {
        switch (below(5)) {
            case 0, 1 -> newStruct(below(STRUCTS.length), depth);
            case 2 -> newArray(below(ARRAYS.length), depth);
            case 3 -> {
                body.expression(I32, depth);
                body.out.op(REF_I31);
            }
            default -> read(ANYREF, depth);
        }
    }

    private void newStruct(int s, int depth) {
        if (module.chance(30)) {
            body.out.op(STRUCT_NEW_DEFAULT).u32(structType(s));
            return;
        }
        for (int field : STRUCTS[s]) {
            body.expression(unpacked(field), depth);
        }
        body.out.op(STRUCT_NEW).u32(structType(s));
    }

    private void newArray(int a, int depth) {
        int element = unpacked(ARRAYS[a]);
        switch (below(4)) {
            case 0 -> body.out.u8(I32_CONST).s64(LENGTH).op(ARRAY_NEW_DEFAULT).u32(arrayType(a));
            case 1 -> {
                for (int i = 0; i < LENGTH; i++) {
                    body.expression(element, depth + 2);
                }
                body.out.op(ARRAY_NEW_FIXED).u32(arrayType(a)).u32(LENGTH);
            }
            case 2 -> {
                if (element == ANYREF) {
                    newArray(a, depth);
                    return;
                }
                body.out.u8(I32_CONST).s64(below(4)).u8(I32_CONST).s64(below(5)).op(ARRAY_NEW_DATA).u32(arrayType(a)).u32(1);
            }
            default -> {
                body.expression(element, depth);
                index(depth);
                body.out.op(ARRAY_NEW).u32(arrayType(a));
            }
        }
    }

    /** Any object, as one of a type: by a branch if it is of it, else a new one. */
    private void as(int type, int depth, Runnable makeNew) {
        boolean branchIfNot = module.chance(30);
        body.out.u8(BLOCK).u8(REF_PREFIX).s64(type);
        body.insideUnbranchable(() -> {
            if (branchIfNot) {
                body.out.u8(BLOCK).u8(ANYREF);
                body.insideUnbranchable(() -> {
                    body.expression(ANYREF, depth);
                    castBranch(BR_ON_CAST_FAIL, 0, type);
                    body.out.u8(BR).u32(1);
                });
                body.out.u8(END);
            } else {
                body.expression(ANYREF, depth);
                castBranch(BR_ON_CAST, 0, type);
            }
            body.out.u8(DROP);
            makeNew.run();
        });
        body.out.u8(END);
    }

    private void castBranch(int op, int label, int type) {
        body.out.op(op).u8(1).u32(label).u8(ANYREF).s64(type);
    }

    private void struct(int s, int depth) {
        as(structType(s), depth, () -> body.out.op(STRUCT_NEW_DEFAULT).u32(structType(s)));
    }

    private void array(int a, int depth) {
        as(arrayType(a), depth, () -> body.out.u8(I32_CONST).s64(LENGTH).op(ARRAY_NEW_DEFAULT).u32(arrayType(a)));
    }

    /** Reads a value of that type out of something. */
    void read(int type, int depth) {
        if (type == I32 && module.chance(30)) {
            question(depth);
            return;
        }
        int start = below(STRUCTS.length + ARRAYS.length);
        for (int k = 0; k < STRUCTS.length + ARRAYS.length; k++) {
            int i = (start + k) % (STRUCTS.length + ARRAYS.length);
            if (i >= STRUCTS.length && unpacked(ARRAYS[i - STRUCTS.length]) == type) {
                int storage = ARRAYS[i - STRUCTS.length];
                array(i - STRUCTS.length, depth);
                index(depth);
                body.out.op(isPacked(storage) ? ARRAY_GET_S + below(2) : ARRAY_GET).u32(arrayType(i - STRUCTS.length));
                return;
            }
            for (int f = 0; i < STRUCTS.length && f < STRUCTS[i].length; f++) {
                if (unpacked(STRUCTS[i][f]) == type && module.chance(60)) {
                    struct(i, depth);
                    body.out.op(isPacked(STRUCTS[i][f]) ? STRUCT_GET_S + below(2) : STRUCT_GET).u32(structType(i)).u32(f);
                    return;
                }
            }
        }
        RandomBody.zero(body.out, type);
    }

    private void question(int depth) {
        switch (below(5)) {
            case 0 -> {
                body.expression(ANYREF, depth);
                body.out.op(REF_TEST + below(2)).s64(structType(below(COUNT)));
            }
            case 1 -> {
                body.expression(ANYREF, depth);
                body.out.op(REF_TEST + below(2)).u8(EQREF - below(EQREF - ARRAYREF + 1));
            }
            case 2 -> {
                array(below(ARRAYS.length), depth);
                body.out.op(ARRAY_LEN);
            }
            case 3 -> {
                struct(below(STRUCTS.length), depth);
                body.expression(ANYREF, depth);
                body.out.op(REF_CAST_NULL).u8(EQREF).u8(REF_EQ);
            }
            default -> {
                body.expression(ANYREF, depth);
                body.out.op(REF_CAST_NULL).u8(module.chance(90) ? ANYREF : I31REF).u8(REF_IS_NULL);
            }
        }
    }

    /** A statement. */
    void change(int depth) {
        int a = below(ARRAYS.length);
        switch (below(5)) {
            case 0, 1 -> {
                int s = below(STRUCTS.length), f = below(STRUCTS[s].length);
                struct(s, depth);
                body.expression(unpacked(STRUCTS[s][f]), depth);
                body.out.op(STRUCT_SET).u32(structType(s)).u32(f);
            }
            case 2 -> {
                array(a, depth);
                index(depth);
                body.expression(unpacked(ARRAYS[a]), depth);
                body.out.op(ARRAY_SET).u32(arrayType(a));
            }
            case 3 -> {
                array(a, depth);
                body.out.u8(I32_CONST).s64(below(4));
                body.expression(unpacked(ARRAYS[a]), depth);
                body.out.u8(I32_CONST).s64(below(5)).op(ARRAY_FILL).u32(arrayType(a));
            }
            default -> {
                array(a, depth);
                body.out.u8(I32_CONST).s64(below(4));
                array(a, depth);
                body.out.u8(I32_CONST).s64(below(4)).u8(I32_CONST).s64(below(5)).op(ARRAY_COPY).u32(arrayType(a)).u32(arrayType(a));
            }
        }
    }
}
