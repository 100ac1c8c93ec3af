// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.compile.Names.INT;
import static org.wsh.engine.compile.Names.VECTOR;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.syntax.SimdOpcode;
import org.wsh.engine.syntax.ValueType;

/**
 * Vector instructions: each is a call of the runtime's method of the same name, operands first, then immediates. The methods are small, so the JIT inlines them.
 * A vector is an Object wherever generated code passes it on; to the verifier any object is a {@code V128}, which is an interface.
 */
final class SimdCode {
    private static final String PACKAGE = "org.wsh.engine.runtime.simd.";
    private static final ClassDesc MEMORY = ClassDesc.of(PACKAGE + "VectorMemory");
    private static final ClassDesc SEGMENT = ClassDesc.of(PACKAGE + "VectorSegment");
    private static final ClassDesc INT64 = ClassDesc.of(PACKAGE + "Int64Lanes");
    private static final MethodTypeDesc SPLAT = MethodTypeDesc.of(VECTOR, ConstantDescs.CD_long);
    private static final MethodTypeDesc OF = MethodTypeDesc.of(VECTOR, ConstantDescs.CD_long, ConstantDescs.CD_long);

    private final CodeBuilder code;
    private final OperandStack stack;
    private final MemoryCode memory;

    private final boolean canonicalNans;

    SimdCode(CodeBuilder code, OperandStack stack, MemoryCode memory, boolean canonicalNans) {
        this.canonicalNans = canonicalNans;
        this.code = code;
        this.stack = stack;
        this.memory = memory;
    }

    void emit(int op, ByteReader in) {
        stack.settle();
        int lane = SimdOpcode.laneType(op);
        switch (SimdOpcode.form(op)) {
            case CONST -> {
                constant(in.fixed64(), in.fixed64());
                stack.pushReal(ValueType.V128);
            }
            case LOAD -> {
                access(op, in, 0, false, VECTOR);
                stack.pushReal(ValueType.V128);
            }
            case STORE -> access(op, in, 1, false, Names.VOID);
            case LOAD_LANE -> {
                access(op, in, 1, true, VECTOR);
                stack.pushReal(ValueType.V128);
            }
            case STORE_LANE -> access(op, in, 1, true, Names.VOID);
            case SHUFFLE -> {
                stack.real(2);
                constants(in);
                call(op, 2, ValueType.V128, VECTOR, VECTOR, ConstantDescs.CD_long, ConstantDescs.CD_long);
            }
            case SPLAT -> {
                stack.real(1);
                call(op, 1, ValueType.V128, Names.of(lane));
            }
            case EXTRACT -> {
                stack.real(1);
                code.loadConstant(in.u8());
                call(op, 1, lane, VECTOR, INT);
            }
            case REPLACE -> {
                stack.real(2);
                code.loadConstant(in.u8());
                call(op, 2, ValueType.V128, VECTOR, Names.of(lane), INT);
            }
            case SHIFT -> {
                stack.real(2);
                call(op, 2, ValueType.V128, VECTOR, INT);
            }
            case TEST -> {
                stack.real(1);
                call(op, 1, ValueType.I32, VECTOR);
            }
            case UNARY -> {
                stack.real(1);
                call(op, 1, ValueType.V128, VECTOR);
            }
            case BINARY -> {
                stack.real(2);
                call(op, 2, ValueType.V128, VECTOR, VECTOR);
            }
            case TERNARY -> {
                stack.real(3);
                call(op, 3, ValueType.V128, VECTOR, VECTOR, VECTOR);
            }
        }
    }

    private void constant(long low, long high) {
        code.loadConstant(low);
        if (low == high) {
            code.invokestatic(INT64, "splat", SPLAT);
        } else {
            code.loadConstant(high);
            code.invokestatic(VECTOR, "of", OF, true);
        }
    }

    private void constants(ByteReader in) {
        code.loadConstant(in.fixed64());
        code.loadConstant(in.fixed64());
    }

    /** A load or store, of which {@code vectors} are above the address. */
    private void access(int op, ByteReader in, int vectors, boolean hasLane, ClassDesc result) {
        int index = Immediates.memory(Immediates.memoryFlags(in));
        boolean heap = memory.vectorAddress(index, vectors, in.u64());
        var parameters = new ArrayList<ClassDesc>();
        parameters.add(heap ? Names.BYTES : Names.SEGMENT);
        parameters.add(heap ? INT : Names.LONG);
        if (vectors > 0) {
            parameters.add(VECTOR);
        }
        if (hasLane) {
            code.loadConstant(in.u8());
            parameters.add(INT);
        }
        code.invokestatic(heap ? MEMORY : SEGMENT, SimdOpcode.method(op), MethodTypeDesc.of(result, parameters));
        stack.pop(1 + vectors);
    }

    private void call(int op, int operands, int result, ClassDesc... parameters) {
        code.invokestatic(owner(op), SimdOpcode.method(op), MethodTypeDesc.of(result == ValueType.V128 ? VECTOR : Names.of(result), parameters));
        if (canonicalNans && SimdOpcode.makesNans(op)) {
            code.invokestatic(owner(op), "canonical", MethodTypeDesc.of(VECTOR, VECTOR));
        }
        stack.pop(operands);
        stack.pushReal(result);
    }

    private static ClassDesc owner(int op) {
        return ClassDesc.of(PACKAGE + switch (SimdOpcode.shape(op)) {
            case "i8x16" -> "Int8Lanes";
            case "i16x8" -> "Int16Lanes";
            case "i32x4" -> "Int32Lanes";
            case "i64x2" -> "Int64Lanes";
            case "f32x4" -> "Float32Lanes";
            case "f64x2" -> "Float64Lanes";
            default -> "WholeVector";
        });
    }
}
