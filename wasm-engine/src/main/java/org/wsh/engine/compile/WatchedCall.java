// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.compile.Names.*;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.wsh.engine.link.HostFunction;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.ExternKind;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.Import;

/**
 * A method {@code w<index>} of {@code I<n>}: a bound host function's call with its {@link HostFunction.Watcher} told before and after. It stands apart so that the method which everybody
 * calls stays small enough to be inlined: there, being watched costs two loads and a branch.
 */
final class WatchedCall {
    private static final ClassDesc THROWABLE = ConstantDescs.CD_Throwable;

    private WatchedCall() {}

    private static String method(int function) {
        return "w" + function;
    }

    /** At the beginning of the ordinary method: goes to the other while somebody watches. */
    static void divert(CodeBuilder code, Names names, FunctionType type, int typeIndex, int function) {
        Label unwatched = code.newLabel();
        int instance = Names.slots(type);
        code.aload(instance).getfield(INSTANCE, "watch", WATCH).getfield(WATCH, "on", ConstantDescs.CD_boolean).ifeq(unwatched);
        int slot = FunctionClass.loadParameters(code, type, 0);
        code.aload(slot).iload(slot + 1).invokestatic(names.ownerOf(function), method(function), names.descriptor(typeIndex));
        TypeClass.returnResult(code, type);
        code.labelBinding(unwatched);
    }

    static void build(ClassBuilder cb, Names names, Declarations module, int function, HostFunction host) {
        FunctionType type = module.functionType(function);
        cb.withMethodBody(method(function), names.descriptor(module.functionTypes()[function]), ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                code -> new Body(code, type, host).write(imported(module, function), function));
    }

    private static Import imported(Declarations module, int function) {
        int f = 0;
        for (Import each : module.imports()) {
            if (each.kind() == ExternKind.FUNCTION && f++ == function) {
                return each;
            }
        }
        throw new IllegalStateException("function " + function + " is not imported");
    }

    /** Locals: the parameters, the instance, the depth, then these. */
    private record Body(CodeBuilder code, FunctionType type, HostFunction host, int instance) {
        Body(CodeBuilder code, FunctionType type, HostFunction host) {
            this(code, type, host, Names.slots(type));
        }

        private int call() {
            return instance + 2;
        }

        private int answer() {
            return instance + 3;
        }

        private int thrown() {
            return instance + 4;
        }

        private ClassDesc watcher() {
            return FunctionClass.desc(host.watcher().owner());
        }

        void write(Import imported, int function) {
            code.aload(instance).loadConstant(imported.module()).loadConstant(imported.name());
            FunctionClass.packArguments(code, type);
            code.invokestatic(watcher(), "enter", MethodTypeDesc.of(OBJECT, INSTANCE, ConstantDescs.CD_String, ConstantDescs.CD_String, LONGS)).astore(call());
            code.loadConstant(0).istore(answer());
            Label again = code.newBoundLabel();
            code.trying(outer -> {
                if (host.failure() == null) {
                    callHost(outer);
                } else {
                    outer.trying(this::callHost, inner -> inner.catching(FunctionClass.desc(host.failure().exception()), handler -> failed(handler, function, again)));
                }
            }, handlers -> handlers.catching(THROWABLE, handler -> {
                handler.astore(thrown());
                handler.aload(call()).aload(thrown()).invokestatic(watcher(), "left", MethodTypeDesc.of(VOID, OBJECT, THROWABLE));
                handler.aload(thrown()).athrow();
            }));
            code.aload(call()).iload(answer()).invokestatic(watcher(), "exit", MethodTypeDesc.of(VOID, OBJECT, INT));
            if (type.resultCount() > 0) {
                code.iload(answer());
            }
            TypeClass.returnResult(code, type);
        }

        private void callHost(CodeBuilder into) {
            FunctionClass.callHost(into, type, instance, host);
            keep(into);
        }

        private void failed(CodeBuilder handler, int function, Label again) {
            var failure = host.failure();
            handler.astore(thrown());
            FunctionClass.unlessAgain(handler, type, instance, thrown(), function, failure, again);
            handler.aload(instance).aload(thrown()).loadConstant(function);
            handler.invokestatic(FunctionClass.desc(failure.owner()), failure.method(),
                    MethodTypeDesc.of(Names.result(type), INSTANCE, FunctionClass.desc(failure.exception()), INT));
            keep(handler);
        }

        private void keep(CodeBuilder into) {
            if (type.resultCount() > 0) {
                into.istore(answer());
            }
        }
    }
}
