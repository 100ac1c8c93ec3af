// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;

/**
 * Calls of {@linkplain FunctionType#isWide wide} types: as {@code Code.apply} has them, in two arrays, {@code (long[], Object[], Instance, int depth) -> first result}. The caller makes
 * them for this one call, with room for the results; the function's method takes its locals out of them before all else.
 */
final class WideCall {
    /** JVM parameters instead. */
    static final int ARRAYS = 2;

    private WideCall() {}

    /** Leaves both arrays, filled with the type's parameters, and {@code above} more operands on the JVM's stack. None of these is REAL. */
    static void pack(CodeBuilder code, OperandStack stack, FunctionType type, int above) {
        int size = Math.max(type.parameterCount(), type.resultCount());
        code.loadConstant(size);
        code.newarray(TypeKind.LONG);
        fill(code, stack, type, above, true);
        code.loadConstant(size);
        code.anewarray(Names.OBJECT);
        fill(code, stack, type, above, false);
        for (int i = above - 1; i >= 0; i--) {
            stack.loadTop(i);
        }
    }

    private static void fill(CodeBuilder code, OperandStack stack, FunctionType type, int above, boolean numbers) {
        int n = type.parameterCount();
        for (int i = 0; i < n; i++) {
            if (ValueType.isNumber(type.parameter(i)) == numbers) {
                code.dup().loadConstant(i);
                stack.loadTop(above + n - 1 - i);
                if (numbers) {
                    Results.toBits(code, type.parameter(i));
                    code.lastore();
                } else {
                    code.aastore();
                }
            }
        }
    }

    /** At the start of a function: its parameters into their locals. The arrays are its first. */
    static void unpack(MethodContext context) {
        var code = context.code;
        for (int i = 0; i < context.type.parameterCount(); i++) {
            int type = context.type.parameter(i);
            boolean number = ValueType.isNumber(type);
            code.aload(number ? 0 : 1).loadConstant(i);
            if (number) {
                code.laload();
                Results.fromBits(code, type);
            } else {
                code.aaload();
            }
            code.storeLocal(Names.kind(type), context.localSlots[i]);
        }
        code.aconst_null().astore(0).aconst_null().astore(1);   // not to keep objects alive
    }
}
