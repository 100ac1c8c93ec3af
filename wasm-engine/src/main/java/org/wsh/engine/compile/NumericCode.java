// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static java.lang.classfile.Opcode.*;
import static java.lang.constant.ConstantDescs.*;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.wsh.engine.syntax.Opcode;
import org.wsh.engine.syntax.ValueType;

/** Numeric instructions as bytecode. */
final class NumericCode {
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
    private static final MethodTypeDesc II_I = MethodTypeDesc.ofDescriptor("(II)I"), JJ_J = MethodTypeDesc.ofDescriptor("(JJ)J");
    private static final MethodTypeDesc I_I = MethodTypeDesc.ofDescriptor("(I)I"), J_I = MethodTypeDesc.ofDescriptor("(J)I");
    private static final MethodTypeDesc JJ_I = MethodTypeDesc.ofDescriptor("(JJ)I"), JI_J = MethodTypeDesc.ofDescriptor("(JI)J");
    private static final MethodTypeDesc F_F = MethodTypeDesc.ofDescriptor("(F)F"), FF_F = MethodTypeDesc.ofDescriptor("(FF)F");
    private static final MethodTypeDesc D_D = MethodTypeDesc.ofDescriptor("(D)D"), DD_D = MethodTypeDesc.ofDescriptor("(DD)D");

    private final CodeBuilder code;
    private final OperandStack stack;
    private final boolean canonicalNans;

    NumericCode(CodeBuilder code, OperandStack stack, boolean canonicalNans) {
        this.code = code;
        this.stack = stack;
        this.canonicalNans = canonicalNans;
    }

    void emit(int op) {
        if (op == Opcode.I32_EQZ && stack.topKind(0) == OperandStack.CONDITION) {
            int branch = (int) stack.topPayload(0);
            stack.pop();
            stack.pushCondition(OperandStack.negate(branch));
            return;
        }
        stack.settle();
        if (op <= Opcode.F64_GE && op >= Opcode.I32_EQZ) {
            compare(op);
            return;
        }
        if (isRotation(op) && stack.topKind(0) == OperandStack.CONSTANT) {
            rotate(op);
            return;
        }
        boolean divisorIsSafe = isDivision(op) && stack.topKind(0) == OperandStack.CONSTANT && stack.topPayload(0) != 0 && stack.topPayload(0) != -1;
        if (isCommutative(op) && stack.topKind(0) == OperandStack.REAL && stack.topKind(1) != OperandStack.REAL) {
            stack.loadTop(1);
        } else {
            stack.real(Opcode.arity(op));
        }
        if (divisorIsSafe && (op == 0x6d || op == 0x7f)) {
            if (op == 0x6d) {
                code.idiv();
            } else {
                code.ldiv();
            }
        } else if (op >= 0xfc00) {
            saturate(op);
        } else if (op >= 0xa7) {
            convert(op);
        } else if (op >= 0x8b) {
            floats(op);
        } else {
            integers(op);
        }
        if (canonicalNans && Opcode.makesNans(op)) {
            code.invokestatic(Names.NUMERIC, "canonical", Opcode.result(op) == ValueType.F32 ? F_F : D_D);
        }
        stack.pop(Opcode.arity(op));
        stack.pushReal(Opcode.result(op));
    }

    private static boolean isCommutative(int op) {
        return switch (op) {
            case 0x6a, 0x6c, 0x71, 0x72, 0x73, 0x7c, 0x7e, 0x83, 0x84, 0x85, 0x92, 0x94, 0xa0, 0xa2 -> true;
            default -> false;
        };
    }

    private static boolean isRotation(int op) {
        return op == 0x77 || op == 0x78 || op == 0x89 || op == 0x8a;
    }

    /**
     * By a constant: two shifts and an or, which the JIT knows for a rotation. It need not be told by rotateLeft, and in a large body does not listen: over
     * 18 000 nodes it inlines nothing that isn't forced (keccak: 24 calls a round).
     */
    private void rotate(int op) {
        boolean wide = op >= 0x89;
        int mask = wide ? 63 : 31;
        int by = (int) stack.topPayload(0) & mask;
        int left = op == 0x77 || op == 0x89 ? by : -by & mask;
        stack.pop();
        if (left == 0) {
            return;
        }
        boolean real = stack.topKind(0) == OperandStack.REAL;
        if (!real) {
            stack.loadTop(0);
            shift(wide, left, true);
            stack.loadTop(0);
        } else if (wide) {
            code.dup2();
            shift(true, left, true);
            code.dup2_x2().pop2();
        } else {
            code.dup();
            shift(false, left, true);
            code.swap();
        }
        shift(wide, -left & mask, false);
        if (wide) {
            code.lor();
        } else {
            code.ior();
        }
        stack.pop();
        stack.pushReal(wide ? ValueType.I64 : ValueType.I32);
    }

    private void shift(boolean wide, int by, boolean left) {
        code.loadConstant(by);
        if (wide && left) {
            code.lshl();
        } else if (wide) {
            code.lushr();
        } else if (left) {
            code.ishl();
        } else {
            code.iushr();
        }
    }

    private static boolean isDivision(int op) {
        return op == 0x6d || op == 0x7f;
    }

    private void compare(int op) {
        if (op == Opcode.I32_EQZ) {
            stack.real(1);
            stack.pop();
            stack.pushCondition(IFEQ.bytecode());
        } else if (op <= Opcode.I32_GE_U) {
            compareI32(op - 0x46);
        } else if (op == Opcode.I64_EQZ) {
            stack.real(1);
            code.lconst_0().lcmp();
            stack.pop();
            stack.pushCondition(IFEQ.bytecode());
        } else if (op <= Opcode.I64_GE_U) {
            int c = op - 0x51;
            stack.real(2);
            if (isUnsigned(c)) {
                code.invokestatic(CD_Long, "compareUnsigned", JJ_I);
            } else {
                code.lcmp();
            }
            stack.pop(2);
            stack.pushCondition(integerBranch(c));
        } else {
            int c = op < 0x61 ? op - 0x5b : op - 0x61;  // eq ne lt gt le ge
            stack.real(2);
            boolean less = c == 2 || c == 4;            // then NaN must compare as greater
            if (op < 0x61) {
                if (less) {
                    code.fcmpg();
                } else {
                    code.fcmpl();
                }
            } else if (less) {
                code.dcmpg();
            } else {
                code.dcmpl();
            }
            stack.pop(2);
            stack.pushCondition(switch (c) {
                case 0 -> IFEQ.bytecode();
                case 1 -> IFNE.bytecode();
                case 2 -> IFLT.bytecode();
                case 3 -> IFGT.bytecode();
                case 4 -> IFLE.bytecode();
                default -> IFGE.bytecode();
            });
        }
    }

    /** Comparisons in the order eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u. */
    private static boolean isUnsigned(int c) {
        return c >= 3 && (c & 1) == 1;
    }

    /** The branch on an int compared with 0. */
    private static int integerBranch(int c) {
        return switch (c) {
            case 0 -> IFEQ.bytecode();
            case 1 -> IFNE.bytecode();
            case 2, 3 -> IFLT.bytecode();
            case 4, 5 -> IFGT.bytecode();
            case 6, 7 -> IFLE.bytecode();
            default -> IFGE.bytecode();
        };
    }

    private void compareI32(int c) {
        boolean withZero = stack.topKind(0) == OperandStack.CONSTANT && (int) stack.topPayload(0) == 0;
        if (withZero && !isUnsigned(c)) {
            stack.pop();
            stack.real(1);
            stack.pop();
            stack.pushCondition(integerBranch(c));
            return;
        }
        stack.real(2);
        stack.pop(2);
        if (isUnsigned(c)) {
            code.invokestatic(CD_Integer, "compareUnsigned", II_I);
            stack.pushCondition(integerBranch(c));
        } else {
            stack.pushCondition(integerBranch(c) + IF_ICMPEQ.bytecode() - IFEQ.bytecode());
        }
    }

    private void integers(int op) {
        switch (op) {
            case 0x67 -> code.invokestatic(CD_Integer, "numberOfLeadingZeros", I_I);
            case 0x68 -> code.invokestatic(CD_Integer, "numberOfTrailingZeros", I_I);
            case 0x69 -> code.invokestatic(CD_Integer, "bitCount", I_I);
            case 0x6a -> code.iadd();
            case 0x6b -> code.isub();
            case 0x6c -> code.imul();
            case 0x6d -> code.invokestatic(Names.NUMERIC, "divide", II_I);
            case 0x6e -> code.invokestatic(CD_Integer, "divideUnsigned", II_I);
            case 0x6f -> code.irem();
            case 0x70 -> code.invokestatic(CD_Integer, "remainderUnsigned", II_I);
            case 0x71 -> code.iand();
            case 0x72 -> code.ior();
            case 0x73 -> code.ixor();
            case 0x74 -> code.ishl();
            case 0x75 -> code.ishr();
            case 0x76 -> code.iushr();
            case 0x77 -> code.invokestatic(CD_Integer, "rotateLeft", II_I);
            case 0x78 -> code.invokestatic(CD_Integer, "rotateRight", II_I);
            case 0x79 -> code.invokestatic(CD_Long, "numberOfLeadingZeros", J_I).i2l();
            case 0x7a -> code.invokestatic(CD_Long, "numberOfTrailingZeros", J_I).i2l();
            case 0x7b -> code.invokestatic(CD_Long, "bitCount", J_I).i2l();
            case 0x7c -> code.ladd();
            case 0x7d -> code.lsub();
            case 0x7e -> code.lmul();
            case 0x7f -> code.invokestatic(Names.NUMERIC, "divide", JJ_J);
            case 0x80 -> code.invokestatic(CD_Long, "divideUnsigned", JJ_J);
            case 0x81 -> code.lrem();
            case 0x82 -> code.invokestatic(CD_Long, "remainderUnsigned", JJ_J);
            case 0x83 -> code.land();
            case 0x84 -> code.lor();
            case 0x85 -> code.lxor();
            case 0x86 -> code.l2i().lshl();
            case 0x87 -> code.l2i().lshr();
            case 0x88 -> code.l2i().lushr();
            case 0x89 -> code.l2i().invokestatic(CD_Long, "rotateLeft", JI_J);
            default -> code.l2i().invokestatic(CD_Long, "rotateRight", JI_J);
        }
    }

    private void floats(int op) {
        boolean single = op < 0x99;
        var unary = single ? F_F : D_D;
        var binary = single ? FF_F : DD_D;
        switch (single ? op - 0x8b : op - 0x99) {
            case 0 -> code.invokestatic(MATH, "abs", unary);
            case 1 -> {
                if (single) {
                    code.fneg();
                } else {
                    code.dneg();
                }
            }
            case 2 -> code.invokestatic(Names.NUMERIC, "ceil", unary);
            case 3 -> code.invokestatic(Names.NUMERIC, "floor", unary);
            case 4 -> code.invokestatic(Names.NUMERIC, "trunc", unary);
            case 5 -> code.invokestatic(Names.NUMERIC, "nearest", unary);
            case 6 -> {
                if (single) {   // rounding the double root is the float root: 53 bits are more than twice 24 and 2
                    code.f2d().invokestatic(MATH, "sqrt", D_D).d2f();
                } else {
                    code.invokestatic(MATH, "sqrt", D_D);
                }
            }
            case 7, 8, 9, 10 -> arithmetic(op);
            case 11 -> code.invokestatic(Names.NUMERIC, "min", binary);
            case 12 -> code.invokestatic(Names.NUMERIC, "max", binary);
            default -> code.invokestatic(MATH, "copySign", binary);
        }
    }

    private void arithmetic(int op) {
        switch (op) {
            case 0x92 -> code.fadd();
            case 0x93 -> code.fsub();
            case 0x94 -> code.fmul();
            case 0x95 -> code.fdiv();
            case 0xa0 -> code.dadd();
            case 0xa1 -> code.dsub();
            case 0xa2 -> code.dmul();
            default -> code.ddiv();
        }
    }

    private void numeric(String name, String descriptor) {
        code.invokestatic(Names.NUMERIC, name, MethodTypeDesc.ofDescriptor(descriptor));
    }

    private void convert(int op) {
        switch (op) {
            case 0xa7 -> code.l2i();
            case 0xa8 -> {
                code.f2d();
                numeric("truncateToI32", "(D)I");
            }
            case 0xa9 -> {
                code.f2d();
                numeric("truncateToU32", "(D)I");
            }
            case 0xaa -> numeric("truncateToI32", "(D)I");
            case 0xab -> numeric("truncateToU32", "(D)I");
            case 0xac -> code.i2l();
            case 0xad -> unsignedToLong();
            case 0xae -> {
                code.f2d();
                numeric("truncateToI64", "(D)J");
            }
            case 0xaf -> {
                code.f2d();
                numeric("truncateToU64", "(D)J");
            }
            case 0xb0 -> numeric("truncateToI64", "(D)J");
            case 0xb1 -> numeric("truncateToU64", "(D)J");
            case 0xb2 -> code.i2f();
            case 0xb3 -> {
                unsignedToLong();
                code.l2f();
            }
            case 0xb4 -> code.l2f();
            case 0xb5 -> numeric("convertU64ToF32", "(J)F");
            case 0xb6 -> code.d2f();
            case 0xb7 -> code.i2d();
            case 0xb8 -> {
                unsignedToLong();
                code.l2d();
            }
            case 0xb9 -> code.l2d();
            case 0xba -> numeric("convertU64ToF64", "(J)D");
            case 0xbb -> code.f2d();
            case 0xbc -> code.invokestatic(CD_Float, "floatToRawIntBits", MethodTypeDesc.ofDescriptor("(F)I"));
            case 0xbd -> code.invokestatic(CD_Double, "doubleToRawLongBits", MethodTypeDesc.ofDescriptor("(D)J"));
            case 0xbe -> code.invokestatic(CD_Float, "intBitsToFloat", MethodTypeDesc.ofDescriptor("(I)F"));
            case 0xbf -> code.invokestatic(CD_Double, "longBitsToDouble", MethodTypeDesc.ofDescriptor("(J)D"));
            case 0xc0 -> code.i2b();
            case 0xc1 -> code.i2s();
            case 0xc2 -> code.l2i().i2b().i2l();
            case 0xc3 -> code.l2i().i2s().i2l();
            default -> code.l2i().i2l();
        }
    }

    private void unsignedToLong() {
        code.i2l().loadConstant(0xffff_ffffL);
        code.land();
    }

    private void saturate(int op) {
        boolean single = Opcode.operand(op) == ValueType.F32;
        switch (op & 7) {
            case 0 -> code.f2i();
            case 2 -> code.d2i();
            case 4 -> code.f2l();
            case 6 -> code.d2l();
            default -> {
                if (single) {
                    code.f2d();
                }
                boolean wide = (op & 7) > 3;
                numeric(wide ? "saturateToU64" : "saturateToU32", wide ? "(D)J" : "(D)I");
            }
        }
    }
}
