// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.compile.Names.*;
import static org.wsh.engine.syntax.GcOpcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.GcImmediates;
import org.wsh.engine.runtime.GcInstructions;
import org.wsh.engine.runtime.Struct;
import org.wsh.engine.syntax.ArrayType;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.GcOpcode;
import org.wsh.engine.syntax.StructType;

/** Structs, arrays, i31 and casts. A struct's field is a Java field after a null check; the rest are small methods of the runtime, which the JIT inlines. */
final class GcCode {
    private static final ClassDesc GC = ClassDesc.of("org.wsh.engine.runtime.GcInstructions");
    private static final ClassDesc STRUCT = ClassDesc.of("org.wsh.engine.runtime.Struct");
    private static final ClassDesc ARRAY = ClassDesc.of("org.wsh.engine.runtime.Array");
    private static final ClassDesc DEFINED_TYPE = ClassDesc.of("org.wsh.engine.syntax.DefinedType");
    private static final ClassDesc BOOLEAN = ConstantDescs.CD_boolean;

    private final MethodContext context;
    private final CodeBuilder code;
    private final OperandStack stack;
    private final Declarations module;

    GcCode(MethodContext context, OperandStack stack) {
        this.context = context;
        this.code = context.code;
        this.stack = stack;
        this.module = context.module;
    }

    void emit(int op, ByteReader in) {
        stack.settle();
        switch (op) {
            case STRUCT_NEW, STRUCT_NEW_DEFAULT -> newStruct(type(in), op == STRUCT_NEW);
            case STRUCT_GET, STRUCT_GET_S, STRUCT_GET_U -> getField(op, struct(type(in)), in.u32());
            case STRUCT_SET -> setField(struct(type(in)), in.u32());
            case ARRAY_NEW -> newArray("newArray", 2, type(in));
            case ARRAY_NEW_DEFAULT -> newArray("newArray", 1, type(in));
            case ARRAY_NEW_DATA -> newArray("newArrayFromData", 2, type(in), in.u32());
            case ARRAY_NEW_ELEM -> newArray("newArrayFromElements", 2, type(in), in.u32());
            case ARRAY_NEW_FIXED -> newFixed(type(in), in.u32());
            case ARRAY_GET, ARRAY_GET_S, ARRAY_GET_U -> getElement(op, storage(type(in)));
            case ARRAY_SET -> {
                int storage = storage(type(in));
                call("set" + javaName(storage), 3, VOID, of(unpacked(storage)));
            }
            case ARRAY_LEN -> {
                call("length", 1, INT);
                stack.pushReal(I32);
            }
            case ARRAY_FILL -> {
                in.u32();
                bulk("fill", 4);
            }
            case ARRAY_COPY -> {
                in.u32();
                in.u32();
                bulk("copy", 5);
            }
            case ARRAY_INIT_DATA, ARRAY_INIT_ELEM -> {
                in.u32();
                bulk(op == ARRAY_INIT_DATA ? "initialiseFromData" : "initialiseFromElements", 4, in.u32());
            }
            case REF_TEST, REF_TEST_NULL -> {
                stack.real(1);
                test(GcImmediates.castTarget(in, op, module.definedTypes()), "test", BOOLEAN);
                stack.pop();
                stack.pushReal(I32);
            }
            case REF_CAST, REF_CAST_NULL -> {
                int target = GcImmediates.castTarget(in, op, module.definedTypes());
                stack.real(1);
                test(target, "cast", OBJECT);
                stack.pop();
                stack.pushReal(target);
            }
            case ANY_CONVERT_EXTERN, EXTERN_CONVERT_ANY -> { }
            case REF_I31 -> {
                stack.real(1);
                context.loadInstance();
                code.invokestatic(REFERENCES, "i31", MethodTypeDesc.of(OBJECT, INT, INSTANCE));
                stack.pop();
                stack.pushReal(nonNull(I31REF));
            }
            case I31_GET_S, I31_GET_U -> {
                stack.real(1);
                code.invokestatic(REFERENCES, op == I31_GET_S ? "i31Signed" : "i31Unsigned", MethodTypeDesc.of(INT, OBJECT));
                stack.pop();
                stack.pushReal(I32);
            }
            default -> throw new IllegalStateException(GcOpcode.name(op) + " is a branch");
        }
    }

    /** Leaves a condition above the operand: whether it is of a type. */
    void testKept(int type) {
        stack.settle();
        if (stack.topKind(0) == OperandStack.REAL) {
            stack.saveTop(0);
        }
        stack.loadTop(0);
        test(type, "test", BOOLEAN);
        stack.pushReal(I32);
    }

    /** With a reference on the JVM's stack: a test or cast for a reference type. */
    private void test(int type, String method, ClassDesc result) {
        int heap = heap(type);
        if (isConcrete(heap)) {
            loadType(index(heap));
        } else {
            code.loadConstant(heap);
        }
        code.loadConstant(isNullable(type) ? 1 : 0);
        code.invokestatic(REFERENCES, method, MethodTypeDesc.of(result, OBJECT, isConcrete(heap) ? DEFINED_TYPE : INT, BOOLEAN));
    }

    // Types.

    private int type(ByteReader in) {
        return module.canonicalTypes()[in.u32()];
    }

    private StructType struct(int type) {
        return (StructType) module.definedTypes().get(type).composite();
    }

    private int storage(int type) {
        return ((ArrayType) module.definedTypes().get(type).composite()).element().storage();
    }

    private void loadType(int type) {
        context.loadInstance();
        code.getfield(INSTANCE, "types", DEFINED_TYPE.arrayType()).loadConstant(type);
        code.aaload();
    }

    // Structs.

    private void newStruct(int type, boolean withFields) {
        StructType layout = struct(type);
        if (withFields) {
            stack.saveAll(layout.fieldCount());
        }
        boolean large = GcInstructions.isLarge(layout);
        if (large) {
            context.beforeCall();
        }
        loadType(type);
        context.loadInstance();
        if (large) {
            code.iload(context.depthSlot).invokestatic(GC, "newStruct", MethodTypeDesc.of(STRUCT, DEFINED_TYPE, INSTANCE, INT));
            context.afterCall();
        } else {
            code.invokestatic(GC, "newStruct", MethodTypeDesc.of(STRUCT, DEFINED_TYPE, INSTANCE));
        }
        if (withFields) {
            int first = stack.height - layout.fieldCount();
            for (int i = 0; i < layout.fieldCount(); i++) {
                code.dup();
                storeField(layout, i, first + i);
            }
            stack.pop(layout.fieldCount());
        }
        code.checkcast(OBJECT);     // to the verifier all references are alike
        stack.pushReal(nonNull(concrete(type)));
    }

    /** With a Struct on the JVM's stack: leaves what the field is read from or written to, or of. */
    private void place(StructType layout, int field) {
        boolean number = layout.isNumber(field);
        int slot = layout.slot(field);
        Class<?> owner = Struct.owner(number, slot);
        if (owner != Struct.class) {
            code.checkcast(desc(owner));
        }
        if (owner == Struct.Huge.class) {
            code.getfield(desc(owner), number ? "numbers" : "references", number ? LONGS : OBJECTS)
                    .loadConstant(slot - (number ? Struct.INLINE_NUMBERS : Struct.INLINE_REFERENCES));
        }
    }

    private static ClassDesc desc(Class<?> c) {
        return ClassDesc.ofDescriptor(c.descriptorString());
    }

    /** With a Struct on the JVM's stack: stores operand {@code operand}, which isn't REAL. */
    private void storeField(StructType layout, int field, int operand) {
        boolean number = layout.isNumber(field);
        int slot = layout.slot(field);
        Class<?> owner = Struct.owner(number, slot);
        place(layout, field);
        stack.load(operand);
        if (number) {
            Results.toBits(code, layout.field(field).type());
        }
        if (owner != Struct.Huge.class) {
            code.putfield(desc(owner), (number ? "n" : "r") + slot, number ? ConstantDescs.CD_long : OBJECT);
        } else if (number) {
            code.lastore();
        } else {
            code.aastore();
        }
    }

    private void present() {
        code.invokestatic(GC, "struct", MethodTypeDesc.of(STRUCT, OBJECT));
    }

    private void getField(int op, StructType layout, int field) {
        stack.real(1);
        present();
        place(layout, field);
        boolean number = layout.isNumber(field);
        int slot = layout.slot(field);
        Class<?> owner = Struct.owner(number, slot);
        if (owner != Struct.Huge.class) {
            code.getfield(desc(owner), (number ? "n" : "r") + slot, number ? ConstantDescs.CD_long : OBJECT);
        } else if (number) {
            code.laload();
        } else {
            code.aaload();
        }
        int storage = layout.field(field).storage();
        if (number) {
            Results.fromBits(code, unpacked(storage));
        }
        extend(storage, op == STRUCT_GET_S, op == STRUCT_GET_U);
        stack.pop();
        stack.pushReal(unpacked(storage));
    }

    private void extend(int storage, boolean signed, boolean unsigned) {
        if (unsigned) {
            code.loadConstant(storage == I8 ? 0xff : 0xffff).iand();
        } else if (signed && storage == I8) {
            code.i2b();
        } else if (signed) {
            code.i2s();
        }
    }

    private void setField(StructType layout, int field) {
        stack.settle();
        if (stack.topKind(0) == OperandStack.REAL) {
            stack.saveTop(0);
        }
        stack.realBelowTop(1);
        present();
        storeField(layout, field, stack.height - 1);
        stack.pop(2);
    }

    // Arrays.

    private void newArray(String method, int operands, int type, int... immediates) {
        stack.real(operands);
        context.beforeCall();
        var call = new RuntimeCall(context).operands(stack, operands);
        loadType(type);
        call.with(DEFINED_TYPE).immediates(immediates).instanceAndDepth().invoke(GC, method, operands == 1 ? ARRAY : OBJECT);
        if (operands == 1) {
            code.checkcast(OBJECT);
        }
        context.afterCall();
        stack.pop(operands);
        stack.pushReal(nonNull(concrete(type)));
    }

    private void newFixed(int type, int n) {
        stack.saveAll(n);
        context.beforeCall();
        code.loadConstant(n);
        loadType(type);
        new RuntimeCall(context).with(INT, DEFINED_TYPE).instanceAndDepth().invoke(GC, "newArray", ARRAY);
        context.afterCall();
        int storage = storage(type);
        int first = stack.height - n;
        for (int i = 0; i < n; i++) {
            code.dup().loadConstant(i);
            stack.load(first + i);
            code.invokestatic(GC, "set" + javaName(storage), MethodTypeDesc.of(VOID, OBJECT, INT, of(unpacked(storage))));
        }
        code.checkcast(OBJECT);
        stack.pop(n);
        stack.pushReal(nonNull(concrete(type)));
    }

    private void getElement(int op, int storage) {
        ClassDesc result = switch (storage) {
            case I8 -> ConstantDescs.CD_byte;
            case I16 -> ConstantDescs.CD_short;
            default -> of(storage);
        };
        call("get" + javaName(storage), 2, result);
        if (op == ARRAY_GET_U) {
            extend(storage, false, true);
        }
        stack.pushReal(unpacked(storage));
    }

    private static String javaName(int storage) {
        return switch (storage) {
            case I8 -> "Byte";
            case I16 -> "Short";
            case I32 -> "Int";
            case I64 -> "Long";
            case F32 -> "Float";
            case F64 -> "Double";
            default -> "Reference";
        };
    }

    /** A call of GcInstructions with an array and perhaps an index before operands of the given types. */
    private void call(String method, int operands, ClassDesc result, ClassDesc... last) {
        stack.real(operands);
        var call = new RuntimeCall(context).with(OBJECT);
        if (operands > 1) {
            call.with(INT);
        }
        call.with(last).invoke(GC, method, result);
        stack.pop(operands);
    }

    private void bulk(String method, int operands, int... immediates) {
        stack.real(operands);
        context.beforeCall();
        new RuntimeCall(context).operands(stack, operands).immediates(immediates).instanceAndDepth().invoke(GC, method, VOID);
        context.afterCall();
        stack.pop(operands);
    }
}
