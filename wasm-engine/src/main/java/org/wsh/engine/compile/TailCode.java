// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.compile.Names.*;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.wsh.engine.runtime.Frames;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;

/**
 * Tail calls. One of the function itself is a jump to its start. For others the body is a method {@code t<n>} that leaves target and arguments in the instance's TailCall and returns
 * whatever; {@code f<n>}, which everybody calls, is in Java:
 * {@snippet :
 * static R f0(P..., Instance i, int depth) {
 *     R result = t0(P..., i, depth);
 *     if (!TailCall.isPending(i)) return result;
 *     TailCall tail = TailCall.run(i, depth, WEIGHT);
 *     return tail == null ? result : tail.take(0);     // or out of tail.values; other results go into the Instance
 * }
 * }
 */
final class TailCode {
    private static final MethodTypeDesc TO = MethodTypeDesc.of(TAIL_CALL, INSTANCE, INT, ConstantDescs.CD_boolean, INT);
    private static final MethodTypeDesc INDIRECT = MethodTypeDesc.of(TAIL_CALL, INT, INSTANCE, INT, ConstantDescs.CD_boolean, INT, INT);
    private static final MethodTypeDesc REFERENCE = MethodTypeDesc.of(TAIL_CALL, OBJECT, INSTANCE, INT, ConstantDescs.CD_boolean);
    private static final MethodTypeDesc TAKE = MethodTypeDesc.of(OBJECT, INT);

    private final MethodContext context;
    private final CodeBuilder code;
    private final OperandStack stack;

    TailCode(MethodContext context, OperandStack stack) {
        this.context = context;
        this.code = context.code;
        this.stack = stack;
    }

    /** The function itself: its parameters anew, and back to the start, which is in its own method. */
    void restart() {
        FunctionType type = context.type;
        stack.real(type.parameterCount());
        if (context.region != null) {
            stack.discardBelow(0, type.parameterCount());
            context.region.leave(context, stack, context.region.region.exit(Region.RESTART), type.parameterCount());
            return;
        }
        for (int i = type.parameterCount() - 1; i >= 0; i--) {
            code.storeLocal(kind(type.parameter(i)), context.localSlots[i]);
        }
        stack.pop(type.parameterCount());
        stack.discardBelow(0, 0);
        context.beforeCall();
        if (context.polls) {
            context.loadInstanceAndDepth();
            code.invokevirtual(INSTANCE, context.capture == null ? "charge" : "chargeInside", MethodTypeDesc.of(VOID, INT));
        }
        code.goto_(context.restart);
    }

    void call(int function) {
        FunctionType type = context.module.functionType(function);
        stack.saveAll(type.parameterCount());
        context.beforeCall();
        context.loadInstanceAndDepth();
        code.loadConstant(context.polls ? 1 : 0);
        code.loadConstant(function);
        code.invokestatic(TAIL_CALL, "to", TO);
        leave(type);
    }

    void callIndirect(int typeIndex, int table) {
        FunctionType type = context.module.types()[typeIndex];
        stack.saveAll(type.parameterCount() + 1);
        context.beforeCall();
        stack.loadTop(0);
        stack.pop();
        if (context.module.tables()[table].is64()) {
            code.invokestatic(TABLE, "narrow", MethodTypeDesc.of(INT, LONG));
        }
        context.loadInstanceAndDepth();
        code.loadConstant(context.polls ? 1 : 0);
        code.loadConstant(typeIndex);
        code.loadConstant(table);
        code.invokestatic(TAIL_CALL, "indirect", INDIRECT);
        leave(type);
    }

    void callReference(int typeIndex) {
        FunctionType type = context.module.types()[typeIndex];
        stack.saveAll(type.parameterCount() + 1);
        context.beforeCall();
        stack.loadTop(0);
        stack.pop();
        context.loadInstanceAndDepth();
        code.loadConstant(context.polls ? 1 : 0);
        code.invokestatic(TAIL_CALL, "reference", REFERENCE);
        leave(type);
    }

    /** With the TailCall on the stack: puts the arguments there and returns. */
    private void leave(FunctionType callee) {
        stack.storeTop(callee, TAIL_CALL);
        code.pop();
        if (context.region != null) {
            stack.discardBelow(0, 0);
            context.region.leaveByTailCall(context);
            return;
        }
        if (context.type.resultCount() == 0) {
            code.return_();
            return;
        }
        switch (kind(context.type.result(0))) {
            case LONG -> code.lconst_0();
            case FLOAT -> code.fconst_0();
            case DOUBLE -> code.dconst_0();
            case REFERENCE -> code.aconst_null();
            default -> code.iconst_0();
        }
        code.return_(kind(context.type.result(0)));
    }

    /** The method {@code f<n>} beside a body {@code t<n>}. */
    static void runner(ClassBuilder cb, Names names, FunctionType type, int typeIndex, int function) {
        cb.withMethodBody(Names.method(function), names.descriptor(typeIndex), ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, code -> {
            int instance = FunctionClass.loadParameters(code, type, 0), tail = instance + 2;
            Label pending = code.newLabel(), done = code.newLabel();
            code.aload(instance).iload(instance + 1).invokestatic(names.ownerOf(function), Names.bodyMethod(function), names.descriptor(typeIndex));
            code.aload(instance).invokestatic(TAIL_CALL, "isPending", MethodTypeDesc.of(ConstantDescs.CD_boolean, INSTANCE)).ifne(pending);
            code.labelBinding(done);
            TypeClass.returnResult(code, type);
            code.labelBinding(pending);
            code.aload(instance).iload(instance + 1).loadConstant(Frames.tailWeight(type.parameterCount()));
            code.invokestatic(TAIL_CALL, "run", MethodTypeDesc.of(TAIL_CALL, INSTANCE, INT, INT)).dup().astore(tail).ifnull(done);
            for (int i = type.resultCount() - 1; i >= 0; i--) {
                result(code, type.result(i), i, instance, tail);
            }
            TypeClass.returnResult(code, type);
        });
    }

    /** The first result is left on the stack. */
    private static void result(CodeBuilder code, int type, int i, int instance, int tail) {
        boolean number = ValueType.isNumber(type);
        if (i > 0) {
            code.aload(instance).getfield(INSTANCE, number ? "results" : "referenceResults", number ? LONGS : OBJECTS).loadConstant(i);
        }
        if (number) {
            code.aload(tail).getfield(TAIL_CALL, "values", LONGS).loadConstant(i);
            code.laload();
        } else {
            code.aload(tail).loadConstant(i);
            code.invokevirtual(TAIL_CALL, "take", TAKE);
        }
        if (i > 0) {
            if (number) {
                code.lastore();
            } else {
                code.aastore();
            }
        } else if (number) {
            Results.fromBits(code, type);
        }
    }
}
