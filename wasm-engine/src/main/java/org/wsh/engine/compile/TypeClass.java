// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.compile.Names.*;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.DefinedType;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;

/**
 * {@code T<type>}, an abstract class for a function type, in Java. A subtype's extends its supertype's; as references are all Object, call has the same descriptor.
 * {@snippet :
 * public abstract class T0 extends Code {
 *     public abstract R call(P..., Instance i, int depth);
 *     public static R indirect(P..., int index, Instance i, int depth, Table t) { return through(P..., i, depth, Table.function(index, t)); }
 *     public static R declared(P..., int index, Instance i, int depth) {     // of table 0, if the module says what is in it
 *         if (i.table0.isAsDeclared()) {
 *             switch (index) {
 *                 case 1: return F0.f7(P..., i, depth);
 *                 ...
 *             }
 *         }
 *         return indirect(P..., index, i, depth, i.table0);
 *     }
 *     public static R reference(P..., Object f, Instance i, int depth) { return through(P..., i, depth, References.function(f)); }
 *     public static R through(P..., Instance i, int depth, FunctionRef f) {
 *         Code c = f.code;
 *         if (f.instance != i || !(c instanceof T0)) {      // of another instance, not yet compiled, or of another type: then link traps
 *             c = f.link(i, 0);
 *         }
 *         return ((T0) c).call(P..., i, depth);
 *     }
 *     public static R enter(P..., FunctionRef f) {      // from the host
 *         int saved = f.enter();
 *         try {
 *             R r = through(P..., f.instance, saved, f);
 *             f.leave(saved);
 *             return r;
 *         } catch (Throwable t) {
 *             throw f.failed(t, saved);
 *         }
 *     }
 *     public void apply(long[] values, Object[] references, Instance i, int depth) { ... }
 * }
 * }
 */
final class TypeClass {
    private static final int PUBLIC_STATIC = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;

    /** A switch over numbers with more gaps is by comparing. */
    private static final int MOST_HOLES = 4;

    private final Names names;
    private final FunctionType type;
    private final int index;
    private final ClassDesc self;
    private final int slots;

    private TypeClass(Names names, FunctionType type, int index) {
        this.names = names;
        this.type = type;
        this.index = index;
        this.self = names.classNamed('T', index);
        this.slots = Names.slots(type);
    }

    static void build(ClassBuilder cb, Names names, Declarations module, int index) {
        FunctionType type = module.types()[index];
        var t = new TypeClass(names, type, index);
        DefinedType supertype = module.definedTypes().get(index).supertype();
        var superclass = supertype == null ? CODE : names.classNamed('T', supertype.index());
        cb.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT | ClassFile.ACC_SUPER).withSuperclass(superclass);
        FunctionClass.constructor(cb, superclass);
        cb.withMethod("call", names.descriptor(index), ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT, mb -> { });
        cb.withMethodBody("indirect", indirect(type), PUBLIC_STATIC, t::indirectBody);
        if (!names.table().cases(index).isEmpty()) {
            cb.withMethodBody("declared", declared(type), PUBLIC_STATIC, t::declaredBody);
        }
        cb.withMethodBody("reference", reference(type), PUBLIC_STATIC, t::referenceBody);
        cb.withMethodBody("through", through(type), PUBLIC_STATIC, t::throughBody);
        cb.withMethodBody("enter", MethodTypeDesc.of(result(type), parameters(type, FUNCTION)), PUBLIC_STATIC, t::enterBody);
        cb.withMethodBody("apply", APPLY, ClassFile.ACC_PUBLIC, t::applyBody);
    }

    static MethodTypeDesc indirect(FunctionType type) {
        return MethodTypeDesc.of(result(type), parameters(type, INT, INSTANCE, INT, TABLE));
    }

    static MethodTypeDesc declared(FunctionType type) {
        return MethodTypeDesc.of(result(type), parameters(type, INT, INSTANCE, INT));
    }

    /** For call_ref. */
    static MethodTypeDesc reference(FunctionType type) {
        return MethodTypeDesc.of(result(type), parameters(type, OBJECT, INSTANCE, INT));
    }

    static MethodTypeDesc through(FunctionType type) {
        return MethodTypeDesc.of(result(type), parameters(type, INSTANCE, INT, FUNCTION));
    }

    static void returnResult(CodeBuilder code, FunctionType type) {
        if (type.resultCount() == 0) {
            code.return_();
        } else {
            code.return_(kind(type.result(0)));
        }
    }

    private void indirectBody(CodeBuilder code) {
        FunctionClass.loadParameters(code, type, 0);
        code.aload(slots + 1).iload(slots + 2).iload(slots).aload(slots + 3);
        code.invokestatic(TABLE, "function", MethodTypeDesc.of(FUNCTION, INT, TABLE));
        code.invokestatic(self, "through", through(type));
        returnResult(code, type);
    }

    private void declaredBody(CodeBuilder code) {
        var cases = names.table().cases(index);
        int at = slots, instance = slots + 1, depth = slots + 2;
        Label other = code.newLabel();
        code.aload(instance).getfield(INSTANCE, "table0", TABLE).invokevirtual(TABLE, "isAsDeclared", MethodTypeDesc.of(ConstantDescs.CD_boolean)).ifeq(other);
        List<SwitchCase> labels = new ArrayList<>();
        for (int place : cases.indices()) {
            labels.add(SwitchCase.of(place, code.newLabel()));
        }
        int first = cases.indices()[0], last = cases.indices()[labels.size() - 1];
        code.iload(at);
        if (last - first < MOST_HOLES * labels.size()) {
            code.tableswitch(first, last, other, labels);
        } else {
            code.lookupswitch(other, labels);
        }
        for (int i = 0; i < labels.size(); i++) {
            int function = cases.functions()[i];
            code.labelBinding(labels.get(i).target());
            FunctionClass.loadParameters(code, type, 0);
            code.aload(instance).iload(depth).invokestatic(names.ownerOf(function), Names.method(function), names.descriptor(index));
            returnResult(code, type);
        }
        code.labelBinding(other);
        FunctionClass.loadParameters(code, type, 0);
        code.iload(at).aload(instance).iload(depth).aload(instance).getfield(INSTANCE, "table0", TABLE).invokestatic(self, "indirect", indirect(type));
        returnResult(code, type);
    }

    private void referenceBody(CodeBuilder code) {
        FunctionClass.loadParameters(code, type, 0);
        code.aload(slots + 1).iload(slots + 2).aload(slots);
        code.invokestatic(REFERENCES, "function", MethodTypeDesc.of(FUNCTION, OBJECT));
        code.invokestatic(self, "through", through(type));
        returnResult(code, type);
    }

    private void throughBody(CodeBuilder code) {
        int instance = slots, depth = slots + 1, function = slots + 2, found = slots + 3;
        Label ok = code.newLabel(), link = code.newLabel();
        code.aload(function).getfield(FUNCTION, "code", CODE).astore(found);
        code.aload(function).getfield(FUNCTION, "instance", INSTANCE).aload(instance).if_acmpne(link);
        code.aload(found).instanceOf(self).ifne(ok);
        code.labelBinding(link).aload(function).aload(instance).loadConstant(index);
        code.invokevirtual(FUNCTION, "link", MethodTypeDesc.of(CODE, INSTANCE, INT)).astore(found);
        code.labelBinding(ok).aload(found).checkcast(self);
        FunctionClass.loadParameters(code, type, 0);
        code.aload(instance).iload(depth).invokevirtual(self, "call", names.descriptor(index));
        returnResult(code, type);
    }

    private void enterBody(CodeBuilder code) {
        int function = slots, saved = slots + 1, failure = slots + 2;
        code.aload(function).invokevirtual(FUNCTION, "enter", MethodTypeDesc.of(INT)).istore(saved);
        code.trying(body -> {
            FunctionClass.loadParameters(body, type, 0);
            body.aload(function).getfield(FUNCTION, "instance", INSTANCE).iload(saved).aload(function).invokestatic(self, "through", through(type));
            body.aload(function).iload(saved).invokevirtual(FUNCTION, "leave", MethodTypeDesc.of(VOID, INT));
            returnResult(body, type);
        }, handlers -> handlers.catching(ConstantDescs.CD_Throwable, handler -> handler.astore(failure).aload(function).aload(failure).iload(saved)
                .invokevirtual(FUNCTION, "failed", MethodTypeDesc.of(ConstantDescs.CD_Throwable, ConstantDescs.CD_Throwable, INT)).athrow()));
    }

    /** Locals: this, values, references, Instance, depth. */
    private void applyBody(CodeBuilder code) {
        int n = type.resultCount();
        if (n > 0) {    // where the first result goes
            code.aload(ValueType.isNumber(type.result(0)) ? 1 : 2).iconst_0();
        }
        code.aload(0);
        arguments(code);
        code.aload(3).iload(4).invokevirtual(self, "call", names.descriptor(index));
        if (n > 0) {
            if (ValueType.isNumber(type.result(0))) {
                Results.toBits(code, type.result(0));
                code.lastore();
            } else {
                code.aastore();
            }
        }
        for (int i = 1; i < n; i++) {
            boolean number = ValueType.isNumber(type.result(i));
            code.aload(number ? 1 : 2).loadConstant(i);
            code.aload(3);
            Results.load(code, type.result(i), i);
            if (number) {
                Results.toBits(code, type.result(i));
                code.lastore();
            } else {
                code.aastore();
            }
        }
        code.return_();
    }

    /** Out of the arrays, from which references are taken away. */
    private void arguments(CodeBuilder code) {
        if (type.isWide()) {
            code.aload(1).aload(2);
            return;
        }
        for (int i = 0; i < type.parameterCount(); i++) {
            int t = type.parameter(i);
            code.aload(ValueType.isNumber(t) ? 1 : 2).loadConstant(i);
            if (ValueType.isNumber(t)) {
                code.laload();
                Results.fromBits(code, t);
            } else {
                code.aaload().aload(2).loadConstant(i);
                code.aconst_null().aastore();
            }
        }
    }
}
