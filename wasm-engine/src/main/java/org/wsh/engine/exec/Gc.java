// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import static org.wsh.engine.syntax.GcOpcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.runtime.Array;
import org.wsh.engine.runtime.GcInstructions;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.References;
import org.wsh.engine.runtime.Struct;

/** Instructions on structs, arrays and i31, tests and casts. */
final class Gc {
    private Gc() {}

    static int execute(int op, int[] code, int pc, Instance i, int depth, long[] v, Object[] r, int top) {
        switch (op) {
            case STRUCT_NEW, STRUCT_NEW_DEFAULT -> {
                Struct s = GcInstructions.newStruct(i.types[code[pc]], i, depth);
                int at = op == STRUCT_NEW ? s.setAll(v, r, top) : top;
                r[at] = s;
                return at + 1;
            }
            case STRUCT_GET, STRUCT_GET_S, STRUCT_GET_U -> {
                Struct s = GcInstructions.struct(r[top - 1]);
                if (isNumberStorage(code[pc + 1])) {
                    v[top - 1] = extend(s.number(code[pc]), code[pc + 1], op == STRUCT_GET_U);
                } else {
                    r[top - 1] = s.reference(code[pc]);
                }
                return top;
            }
            case STRUCT_SET -> {
                Struct s = GcInstructions.struct(r[top - 2]);
                if (isNumberStorage(code[pc + 1])) {
                    s.number(code[pc], v[top - 1]);
                } else {
                    s.reference(code[pc], r[top - 1]);
                }
                return top - 2;
            }
            case ARRAY_NEW, ARRAY_NEW_DEFAULT, ARRAY_NEW_FIXED, ARRAY_NEW_DATA, ARRAY_NEW_ELEM -> {
                return newArray(op, code, pc, i, depth, v, r, top);
            }
            case ARRAY_GET, ARRAY_GET_S, ARRAY_GET_U -> {
                int x = (int) v[top - 1];
                Array a = GcInstructions.at(r[top - 2], x);
                if (isNumberStorage(code[pc])) {
                    v[top - 2] = extend(a.bits(x), code[pc], op == ARRAY_GET_U);
                } else {
                    r[top - 2] = a.reference(x);
                }
                return top - 1;
            }
            case ARRAY_SET -> {
                int x = (int) v[top - 2];
                Array a = GcInstructions.at(r[top - 3], x);
                if (isNumberStorage(code[pc])) {
                    a.bits(x, v[top - 1]);
                } else {
                    GcInstructions.setReference(a, x, r[top - 1]);
                }
                return top - 3;
            }
            case ARRAY_LEN -> v[top - 1] = GcInstructions.length(r[top - 1]);
            case REF_TEST, REF_TEST_NULL -> v[top - 1] = is(r[top - 1], code[pc], i) ? 1 : 0;
            case REF_CAST, REF_CAST_NULL -> References.requireCast(is(r[top - 1], code[pc], i));
            case REF_I31 -> r[top - 1] = References.i31((int) v[top - 1], i);
            case I31_GET_S -> v[top - 1] = References.i31Signed(r[top - 1]);
            case I31_GET_U -> v[top - 1] = References.i31Unsigned(r[top - 1]);
            default -> {
                return bulk(op, code, pc, i, depth, v, r, top);
            }
        }
        return top;
    }

    /** Whether a reference is of a type, as casts ask. */
    static boolean is(Object reference, int type, Instance i) {
        return References.isOf(reference, type, i.declarations().definedTypes());
    }

    private static long extend(long bits, int storage, boolean unsigned) {
        return switch (storage) {
            case I8 -> unsigned ? bits & 0xff : (byte) bits;
            case I16 -> unsigned ? bits & 0xffff : (short) bits;
            default -> bits;
        };
    }

    private static int newArray(int op, int[] code, int pc, Instance i, int depth, long[] v, Object[] r, int top) {
        var type = i.types[code[pc]];
        switch (op) {
            case ARRAY_NEW -> {
                r[top - 2] = GcInstructions.newArray(v[top - 2], r[top - 2], (int) v[top - 1], type, i, depth);
                return top - 1;
            }
            case ARRAY_NEW_DEFAULT -> {
                r[top - 1] = GcInstructions.newArray((int) v[top - 1], type, i, depth);
                return top;
            }
            case ARRAY_NEW_FIXED -> {
                Array a = GcInstructions.newArray(code[pc + 1], type, i, depth);
                int at = a.setAll(v, r, top);
                r[at] = a;
                return at + 1;
            }
            default -> {
                int from = (int) v[top - 2], length = (int) v[top - 1];
                r[top - 2] = op == ARRAY_NEW_DATA ? GcInstructions.newArrayFromData(from, length, type, code[pc + 1], i, depth)
                        : GcInstructions.newArrayFromElements(from, length, type, code[pc + 1], i, depth);
                return top - 1;
            }
        }
    }

    private static int bulk(int op, int[] code, int pc, Instance i, int depth, long[] v, Object[] r, int top) {
        int length = (int) v[top - 1], from = (int) v[top - 2];
        switch (op) {
            case ARRAY_FILL -> {
                GcInstructions.fill(r[top - 4], (int) v[top - 3], v[top - 2], r[top - 2], length, i, depth);
                return top - 4;
            }
            case ARRAY_COPY -> {
                GcInstructions.copy(r[top - 5], (int) v[top - 4], r[top - 3], from, length, i, depth);
                return top - 5;
            }
            case ARRAY_INIT_DATA -> GcInstructions.initialiseFromData(r[top - 4], (int) v[top - 3], from, length, code[pc], i, depth);
            case ARRAY_INIT_ELEM -> GcInstructions.initialiseFromElements(r[top - 4], (int) v[top - 3], from, length, code[pc], i, depth);
            default -> throw new IllegalStateException("opcode 0x" + Integer.toHexString(op) + " passed validation");
        }
        return top - 4;
    }
}
