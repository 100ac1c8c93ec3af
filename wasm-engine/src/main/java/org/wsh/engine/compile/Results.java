// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.wsh.engine.syntax.ValueType;

/** Values in the arrays through which they pass when no JVM type fits: numbers as bits in a long[], references in an Object[]. */
final class Results {
    private Results() {}

    /** With an Instance on the stack: puts local {@code slot} into its results at {@code i}. */
    static void store(CodeBuilder code, int type, int i, int slot) {
        if (ValueType.isNumber(type)) {
            code.getfield(Names.INSTANCE, "results", Names.LONGS).loadConstant(i);
            code.loadLocal(Names.kind(type), slot);
            toBits(code, type);
            code.lastore();
        } else {
            code.getfield(Names.INSTANCE, "referenceResults", Names.OBJECTS).loadConstant(i);
            code.aload(slot).aastore();
        }
    }

    /** With an Instance on the stack: replaces it by its result {@code i}. */
    static void load(CodeBuilder code, int type, int i) {
        if (ValueType.isNumber(type)) {
            code.getfield(Names.INSTANCE, "results", Names.LONGS).loadConstant(i);
            code.laload();
            fromBits(code, type);
        } else {
            code.getfield(Names.INSTANCE, "referenceResults", Names.OBJECTS).loadConstant(i);
            code.aaload();
        }
    }

    static void toBits(CodeBuilder code, int type) {
        switch (type) {
            case ValueType.I32 -> code.i2l();
            case ValueType.F32 -> code.invokestatic(ConstantDescs.CD_Float, "floatToRawIntBits", MethodTypeDesc.ofDescriptor("(F)I")).i2l();
            case ValueType.F64 -> code.invokestatic(ConstantDescs.CD_Double, "doubleToRawLongBits", MethodTypeDesc.ofDescriptor("(D)J"));
            default -> { }
        }
    }

    static void fromBits(CodeBuilder code, int type) {
        switch (type) {
            case ValueType.I32 -> code.l2i();
            case ValueType.F32 -> code.l2i().invokestatic(ConstantDescs.CD_Float, "intBitsToFloat", MethodTypeDesc.ofDescriptor("(I)F"));
            case ValueType.F64 -> code.invokestatic(ConstantDescs.CD_Double, "longBitsToDouble", MethodTypeDesc.ofDescriptor("(J)D"));
            default -> { }
        }
    }
}
