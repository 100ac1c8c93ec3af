// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import static org.wsh.engine.syntax.GcOpcode.*;

import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.GcImmediates;
import org.wsh.engine.syntax.ArrayType;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.StructType;

/** The immediates of instructions on structs and arrays as words of a {@link Body}: a type or segment as its index, a field as its slot and storage type. */
final class GcWords {
    private GcWords() {}

    static int count(int op) {
        return switch (op) {
            case ARRAY_LEN, ARRAY_COPY, REF_I31, I31_GET_S, I31_GET_U -> 0;
            case STRUCT_GET, STRUCT_GET_S, STRUCT_GET_U, STRUCT_SET, ARRAY_NEW_FIXED, ARRAY_NEW_DATA, ARRAY_NEW_ELEM -> 2;
            default -> 1;
        };
    }

    /** Appends code and immediates; returns by how much the instruction changes the stack's height. */
    static int emit(int op, ByteReader in, Body body, Declarations module) {
        if (op == ANY_CONVERT_EXTERN || op == EXTERN_CONVERT_ANY) {
            return 0;
        }
        body.emit(op);
        switch (op) {
            case STRUCT_NEW -> {
                StructType s = struct(type(in, body, module), module);
                return 1 - s.fieldCount();
            }
            case STRUCT_NEW_DEFAULT -> {
                type(in, body, module);
                return 1;
            }
            case STRUCT_GET, STRUCT_GET_S, STRUCT_GET_U, STRUCT_SET -> {
                StructType s = struct(in.u32(), module);
                int field = in.u32();
                body.emit(s.slot(field));
                body.emit(s.field(field).storage());
                return op == STRUCT_SET ? -2 : 0;
            }
            case ARRAY_NEW, ARRAY_NEW_DEFAULT -> {
                type(in, body, module);
                return op == ARRAY_NEW ? -1 : 0;
            }
            case ARRAY_NEW_FIXED -> {
                type(in, body, module);
                int n = in.u32();
                body.emit(n);
                return 1 - n;
            }
            case ARRAY_NEW_DATA, ARRAY_NEW_ELEM -> {
                type(in, body, module);
                body.emit(in.u32());
                return -1;
            }
            case ARRAY_GET, ARRAY_GET_S, ARRAY_GET_U, ARRAY_SET, ARRAY_FILL -> {
                body.emit(((ArrayType) module.definedTypes().get(in.u32()).composite()).element().storage());
                return op == ARRAY_SET ? -3 : op == ARRAY_FILL ? -4 : -1;
            }
            case ARRAY_COPY -> {
                in.u32();
                in.u32();
                return -5;
            }
            case ARRAY_INIT_DATA, ARRAY_INIT_ELEM -> {
                in.u32();
                body.emit(in.u32());
                return -4;
            }
            case REF_TEST, REF_TEST_NULL, REF_CAST, REF_CAST_NULL -> body.emit(GcImmediates.castTarget(in, op, module.definedTypes()));
            default -> { }      // array.len, ref.i31, i31.get
        }
        return 0;
    }

    private static int type(ByteReader in, Body body, Declarations module) {
        int type = module.canonicalTypes()[in.u32()];
        body.emit(type);
        return type;
    }

    private static StructType struct(int type, Declarations module) {
        return (StructType) module.definedTypes().get(type).composite();
    }
}
