// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.wsh.engine.syntax.ValueType;

/** Wasm constants in bytecode. */
final class Constants {
    private Constants() {}

    /** Leaves the value with these bits on the JVM's stack; of a reference type it is null. */
    static void load(CodeBuilder code, int type, long bits) {
        switch (type) {
            case ValueType.I32 -> code.loadConstant((int) bits);
            case ValueType.I64 -> code.loadConstant(bits);
            case ValueType.F32 -> {
                float f = Float.intBitsToFloat((int) bits);
                if (f != f) {   // the class file writer might make a NaN canonical
                    code.loadConstant((int) bits);
                    code.invokestatic(ConstantDescs.CD_Float, "intBitsToFloat",
                            MethodTypeDesc.ofDescriptor("(I)F"));
                } else {
                    code.loadConstant(f);
                }
            }
            case ValueType.F64 -> {
                double d = Double.longBitsToDouble(bits);
                if (d != d) {
                    code.loadConstant(bits);
                    code.invokestatic(ConstantDescs.CD_Double, "longBitsToDouble",
                            MethodTypeDesc.ofDescriptor("(J)D"));
                } else {
                    code.loadConstant(d);
                }
            }
            default -> code.aconst_null();
        }
    }
}
