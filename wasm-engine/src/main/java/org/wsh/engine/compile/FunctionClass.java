// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.compile.Names.*;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.wsh.engine.link.HostFunction;
import org.wsh.engine.syntax.FunctionType;

/** The small generated classes: functions as objects, adapters, imports; and what all have in common. */
final class FunctionClass {
    private static final int PUBLIC_STATIC = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;

    private FunctionClass() {}

    static void constructor(ClassBuilder cb, ClassDesc superclass) {
        cb.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC,
                code -> code.aload(0).invokespecial(superclass, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_());
    }

    /** {@code E<function>}: calls the function. */
    static void entry(ClassBuilder cb, Names names, FunctionType type, int typeIndex, int function) {
        ClassDesc superclass = names.classNamed('T', typeIndex);
        cb.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER).withSuperclass(superclass);
        constructor(cb, superclass);
        cb.withMethodBody("call", names.descriptor(typeIndex), ClassFile.ACC_PUBLIC, code -> {
            int slot = loadParameters(code, type, 1);
            code.aload(slot).iload(slot + 1).invokestatic(names.ownerOf(function), Names.method(function), names.descriptor(typeIndex));
            TypeClass.returnResult(code, type);
        });
    }

    /** {@code A<type>}: calls something of another image, or Java, through arrays. */
    static void adapter(ClassBuilder cb, Names names, FunctionType type, int typeIndex) {
        ClassDesc self = names.classNamed('A', typeIndex);
        ClassDesc superclass = names.classNamed('T', typeIndex);
        cb.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER).withSuperclass(superclass);
        cb.withField("target", FUNCTION, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
        cb.withField("direct", ConstantDescs.CD_MethodHandle, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
        cb.withMethodBody(ConstantDescs.INIT_NAME, MethodTypeDesc.of(VOID, FUNCTION), ClassFile.ACC_PUBLIC,
                code -> code.aload(0).invokespecial(superclass, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                        .aload(0).aload(1).putfield(self, "target", FUNCTION)
                        .aload(0).aload(1).getfield(FUNCTION, "direct", ConstantDescs.CD_MethodHandle)
                        .putfield(self, "direct", ConstantDescs.CD_MethodHandle).return_());
        cb.withMethodBody("call", names.descriptor(typeIndex), ClassFile.ACC_PUBLIC, code -> {
            int instance = 1 + Names.slots(type), values = instance + 2, references = instance + 3;
            if (type.resultCount() <= 1 && !type.isWide()) {
                direct(code, self, type, instance);
            }
            Packing.pack(code, type, 1, values, references);
            code.aload(0).getfield(self, "target", FUNCTION).aload(instance).iload(instance + 1).aload(values).aload(references)
                    .invokevirtual(FUNCTION, "callFrom", MethodTypeDesc.of(VOID, INSTANCE, INT, LONGS, OBJECTS));
            Packing.unpackAndReturn(code, type, values, references, instance);
        });
    }

    /** A typed Java function, if the target is one, is called as it is. */
    private static void direct(CodeBuilder code, ClassDesc self, FunctionType type, int instance) {
        Label packed = code.newLabel();
        code.aload(0).getfield(self, "direct", ConstantDescs.CD_MethodHandle).ifnull(packed);
        code.aload(instance).iload(instance + 1).putfield(INSTANCE, "stack", INT);
        code.aload(0).getfield(self, "direct", ConstantDescs.CD_MethodHandle).aload(instance);
        loadParameters(code, type, 1);
        var parameters = new ArrayList<ClassDesc>(List.of(INSTANCE));
        parameters.addAll(List.of(Names.parameters(type)));
        code.invokevirtual(ConstantDescs.CD_MethodHandle, "invokeExact", MethodTypeDesc.of(result(type), parameters));
        TypeClass.returnResult(code, type);
        code.labelBinding(packed);
    }

    /** What a method got for the type's parameters, from local {@code slot} on; returns the local behind them. */
    static int loadParameters(CodeBuilder code, FunctionType type, int slot) {
        if (type.isWide()) {
            code.aload(slot).aload(slot + 1);
            return slot + WideCall.ARRAYS;
        }
        for (int i = 0; i < type.parameterCount(); i++) {
            code.loadLocal(kind(type.parameter(i)), slot);
            slot += kind(type.parameter(i)).slotSize();
        }
        return slot;
    }

    /** A method of {@code I<n>}: an imported function that was bound to a Java method. */
    static void bound(ClassBuilder cb, Names names, FunctionType type, int typeIndex, int function, HostFunction host) {
        cb.withMethodBody(Names.method(function), names.descriptor(typeIndex), PUBLIC_STATIC, code -> {
            int instance = Names.slots(type);
            code.aload(instance).iload(instance + 1).putfield(INSTANCE, "stack", INT);
            if (host.watcher() != null) {
                WatchedCall.divert(code, names, type, typeIndex, function);
            }
            if (host.failure() == null) {
                callHost(code, type, instance, host);
                TypeClass.returnResult(code, type);
                return;
            }
            var failure = host.failure();
            Label again = code.newBoundLabel();
            code.trying(body -> {
                callHost(body, type, instance, host);
                TypeClass.returnResult(body, type);
            }, handlers -> handlers.catching(desc(failure.exception()), handler -> {
                int exception = instance + 2;
                handler.astore(exception);
                unlessAgain(handler, type, instance, exception, function, failure, again);
                handler.aload(instance).aload(exception).loadConstant(function);
                handler.invokestatic(desc(failure.owner()), failure.method(), MethodTypeDesc.of(result(type), INSTANCE, desc(failure.exception()), INT));
                TypeClass.returnResult(handler, type);
            }));
        });
    }

    /** Goes to {@code again} if the host function is to be called once more. */
    static void unlessAgain(CodeBuilder code, FunctionType type, int instance, int exception, int function, HostFunction.Failure failure, Label again) {
        if (failure.again() != null) {
            code.aload(instance).aload(exception).loadConstant(function);
            packArguments(code, type);
            code.invokestatic(desc(failure.owner()), failure.again(), MethodTypeDesc.of(ConstantDescs.CD_boolean, INSTANCE, desc(failure.exception()), INT, LONGS));
            code.ifne(again);
        }
    }

    /** The parameters, int or long, in a new array. */
    static void packArguments(CodeBuilder code, FunctionType type) {
        code.loadConstant(type.parameterCount()).newarray(TypeKind.LONG);
        int slot = 0;
        for (int i = 0; i < type.parameterCount(); i++) {
            TypeKind kind = kind(type.parameter(i));
            code.dup().loadConstant(i).loadLocal(kind, slot);
            if (kind == TypeKind.INT) {
                code.i2l();
            }
            code.lastore();
            slot += kind.slotSize();
        }
    }

    /** Leaves its result, if it has one, on the stack. */
    static void callHost(CodeBuilder code, FunctionType type, int instance, HostFunction host) {
        code.aload(instance);
        loadParameters(code, type, 0);
        var parameters = new java.util.ArrayList<ClassDesc>();
        parameters.add(INSTANCE);
        parameters.addAll(java.util.Arrays.asList(Names.parameters(type)));
        code.invokestatic(desc(host.owner()), host.method(), MethodTypeDesc.of(result(type), parameters));
    }

    static ClassDesc desc(Class<?> c) {
        return ClassDesc.ofDescriptor(c.descriptorString());
    }

    /** A method of {@code I<n>}: an imported function that each instance was given. */
    static void given(ClassBuilder cb, Names names, FunctionType type, int typeIndex, int function) {
        cb.withMethodBody(Names.method(function), names.descriptor(typeIndex), PUBLIC_STATIC, code -> {
            int slot = loadParameters(code, type, 0);
            code.aload(slot).iload(slot + 1).aload(slot).loadConstant(function);
            code.invokevirtual(INSTANCE, "function", MethodTypeDesc.of(FUNCTION, INT));
            code.invokestatic(names.classNamed('T', typeIndex), "through", TypeClass.through(type));
            TypeClass.returnResult(code, type);
        });
    }

    /** A method of {@code F<n>} for a body that no JVM method can hold. */
    static void interpreted(ClassBuilder cb, Names names, FunctionType type, int typeIndex, int function, boolean polls) {
        cb.withMethodBody(Names.method(function), names.descriptor(typeIndex), PUBLIC_STATIC, code -> {
            int instance = Names.slots(type), values = instance + 2, references = instance + 3;
            Packing.pack(code, type, 0, values, references);
            code.aload(values).aload(references).aload(instance).iload(instance + 1).loadConstant(function);
            code.loadConstant(polls ? 1 : 0);
            code.invokestatic(INTERPRETER, "run", MethodTypeDesc.of(VOID, LONGS, OBJECTS, INSTANCE, INT, INT, java.lang.constant.ConstantDescs.CD_boolean));
            Packing.unpackAndReturn(code, type, values, references, instance);
        });
    }
}
