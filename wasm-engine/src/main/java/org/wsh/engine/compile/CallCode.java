// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.FunctionType;

/** Calls that return here; tail calls are {@link TailCode}'s. */
final class CallCode {
    private final MethodContext context;
    private final CodeBuilder code;
    private final Declarations module;
    private final OperandStack stack;

    CallCode(MethodContext context, OperandStack stack) {
        this.context = context;
        this.code = context.code;
        this.module = context.module;
        this.stack = stack;
    }

    /** @param at the call instruction's place in the module, here and below */
    void direct(int function, int at) {
        FunctionType type = module.functionType(function);
        boolean captured = context.names.captures.at(function);
        arguments(type, 0, captured);
        context.beforeCall();
        context.loadInstanceAndDepth();
        Runnable call = () -> code.invokestatic(context.names.ownerOf(function), Names.method(function), context.names.descriptor(module.functionTypes()[function]));
        stack.pop(type.parameterCount());
        if (captured) {
            context.site(at, stack, call);
        } else {
            call.run();
        }
        results(type);
    }

    /** Puts the top operands where a call takes them: the parameters, and {@code above} more. */
    private void arguments(FunctionType type, int above, boolean captured) {
        int n = type.parameterCount() + above;
        if (captured) {
            stack.clearBelow(n);
        }
        if (type.isWide()) {
            stack.saveAll(n);
            context.size.spend((long) MethodSize.MOVE * n);
            WideCall.pack(code, stack, type, above);
        } else {
            stack.real(n);
        }
    }

    void indirect(int typeIndex, int table, int at) {
        FunctionType type = module.types()[typeIndex];
        arguments(type, 1, context.capture != null);
        if (module.tables()[table].is64()) {
            code.invokestatic(Names.TABLE, "narrow", MethodTypeDesc.of(Names.INT, Names.LONG));
        }
        context.beforeCall();
        context.loadInstanceAndDepth();
        if (table == 0 && !context.names.table().cases(typeIndex).isEmpty()) {
            byType(typeIndex, "declared", TypeClass.declared(type), at);
            return;
        }
        context.loadInstance();
        if (table == 0) {
            code.getfield(Names.INSTANCE, "table0", Names.TABLE);
        } else {
            code.getfield(Names.INSTANCE, "tables", Names.TABLE.arrayType()).loadConstant(table);
            code.aaload();
        }
        byType(typeIndex, "indirect", TypeClass.indirect(type), at);
    }

    void reference(int typeIndex, int at) {
        FunctionType type = module.types()[typeIndex];
        arguments(type, 1, context.capture != null);
        context.beforeCall();
        context.loadInstanceAndDepth();
        byType(typeIndex, "reference", TypeClass.reference(type), at);
    }

    /** Calls a method of the type's class; on the stack are the arguments and one operand more, which says whom to call. */
    private void byType(int typeIndex, String method, MethodTypeDesc descriptor, int at) {
        FunctionType type = module.types()[typeIndex];
        stack.pop(type.parameterCount() + 1);
        context.site(at, stack, () -> code.invokestatic(context.names.classNamed('T', typeIndex), method, descriptor));
        results(type);
    }

    private void results(FunctionType type) {
        context.size.spend((long) MethodSize.MOVE * type.resultCount());
        context.afterCall();
        for (int i = 0; i < type.resultCount(); i++) {
            if (i > 0) {
                context.loadInstance();
                Results.load(code, type.result(i), i);
            }
            stack.pushReal(type.result(i));
        }
    }
}
