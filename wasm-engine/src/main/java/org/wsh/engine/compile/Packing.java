// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;

/** Parameters from JVM locals into the two arrays of {@code Code.apply} and results back, or the other way round. */
final class Packing {
    private Packing() {}

    /** New arrays into locals {@code values} and {@code references}, filled from the parameters in locals from {@code slot} on; those that hold them already, if a wide call has made them. */
    static void pack(CodeBuilder code, FunctionType type, int slot, int values, int references) {
        if (type.isWide()) {
            code.aload(slot).astore(values).aload(slot + 1).astore(references);
            return;
        }
        int n = Math.max(type.parameterCount(), type.resultCount());
        code.loadConstant(n);
        code.newarray(java.lang.classfile.TypeKind.LONG).astore(values).loadConstant(n);
        code.anewarray(Names.OBJECT).astore(references);
        for (int i = 0; i < type.parameterCount(); i++) {
            int t = type.parameter(i);
            boolean number = ValueType.isNumber(t);
            code.aload(number ? values : references).loadConstant(i);
            code.loadLocal(Names.kind(t), slot);
            if (number) {
                Results.toBits(code, t);
                code.lastore();
            } else {
                code.aastore();
            }
            slot += Names.kind(t).slotSize();
        }
    }

    /** Returns the first result out of the arrays, the others through the Instance. */
    static void unpackAndReturn(CodeBuilder code, FunctionType type, int values, int references, int instance) {
        for (int i = 1; i < type.resultCount(); i++) {
            boolean number = ValueType.isNumber(type.result(i));
            code.aload(instance).getfield(Names.INSTANCE, number ? "results" : "referenceResults", number ? Names.LONGS : Names.OBJECTS)
                    .loadConstant(i);
            code.aload(number ? values : references).loadConstant(i);
            if (number) {
                code.laload().lastore();
            } else {
                code.aaload().aastore();
            }
        }
        if (type.resultCount() == 0) {
            code.return_();
            return;
        }
        int t = type.result(0);
        boolean number = ValueType.isNumber(t);
        code.aload(number ? values : references).iconst_0();
        if (number) {
            code.laload();
            Results.fromBits(code, t);
        } else {
            code.aaload();
        }
        code.return_(Names.kind(t));
    }
}
