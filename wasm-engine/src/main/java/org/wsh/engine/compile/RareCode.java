// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static org.wsh.engine.compile.Names.*;
import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.ValueTypes;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.GlobalType;
import org.wsh.engine.syntax.ValueType;
import org.wsh.engine.valid.FunctionFacts;

/** Globals; and tables, references and bulk instructions, which are calls of the runtime. */
final class RareCode {
    private final MethodContext context;
    private final CodeBuilder code;
    private final OperandStack stack;
    private final Declarations module;

    RareCode(MethodContext context, OperandStack stack) {
        this.context = context;
        this.code = context.code;
        this.stack = stack;
        this.module = context.module;
    }

    void emit(int op, ByteReader in) {
        stack.settle();
        switch (op) {
            case GLOBAL_GET -> getGlobal(in.u32());
            case GLOBAL_SET -> setGlobal(in.u32());
            case REF_NULL -> stack.pushConstant(ValueTypes.heap(in, module.definedTypes()), 0);
            case REF_IS_NULL -> {
                stack.real(1);
                stack.pop();
                stack.pushCondition(java.lang.classfile.Opcode.IFNULL.bytecode());
            }
            case REF_EQ -> {
                stack.real(2);
                code.invokestatic(REFERENCES, "equal", MethodTypeDesc.of(java.lang.constant.ConstantDescs.CD_boolean, OBJECT, OBJECT));
                stack.pop(2);
                stack.pushReal(I32);
            }
            case REF_AS_NON_NULL -> {
                stack.real(1);
                code.invokestatic(REFERENCES, "nonNull", MethodTypeDesc.of(OBJECT, OBJECT));
            }
            case REF_FUNC -> {
                context.loadInstance();
                code.loadConstant(in.u32());
                code.invokevirtual(INSTANCE, "function", MethodTypeDesc.of(FUNCTION, INT));
                stack.pushReal(FUNCREF);
            }
            case MEMORY_SIZE -> memorySize(in.u32());
            case MEMORY_GROW -> {
                int memory = in.u32();
                if (isUsual(memory)) {
                    call("growMemory", 1, I32, true);
                } else {
                    widened("growMemory", 1, module.memories()[memory].addressType(), memory);
                }
            }
            case MEMORY_COPY -> {
                int to = in.u32(), from = in.u32();
                if (isUsual(to) && isUsual(from)) {
                    call("copyMemory", 3, UNKNOWN, true);
                } else {
                    widened("copyMemory", 3, UNKNOWN, to, from);
                }
            }
            case MEMORY_FILL -> {
                int memory = in.u32();
                if (isUsual(memory)) {
                    call("fillMemory", 3, UNKNOWN, true);
                } else {
                    widened("fillMemory", 3, UNKNOWN, memory);
                }
            }
            case MEMORY_INIT -> {
                int segment = in.u32(), memory = in.u32();
                if (isUsual(memory)) {
                    call("initialiseMemory", 3, UNKNOWN, true, segment);
                } else {
                    widened("initialiseMemory", 3, UNKNOWN, segment, memory);
                }
            }
            case DATA_DROP -> call("dropData", 0, UNKNOWN, false, in.u32());
            case ELEM_DROP -> call("dropElements", 0, UNKNOWN, false, in.u32());
            case TABLE_GET -> {
                int table = in.u32();
                call("getTable", 1, module.tables()[table].element(), false, table);
            }
            case TABLE_SET -> call("setTable", 2, UNKNOWN, false, in.u32());
            case TABLE_SIZE -> {
                int table = in.u32();
                call("tableSize", 0, module.tables()[table].indexType(), false, table);
            }
            case TABLE_GROW -> {
                int table = in.u32();
                call("growTable", 2, module.tables()[table].indexType(), true, table);
            }
            case TABLE_FILL -> call("fillTable", 3, UNKNOWN, true, in.u32());
            case TABLE_COPY -> {
                int to = in.u32(), from = in.u32();
                if (module.tables()[to].is64() || module.tables()[from].is64()) {
                    widened("copyTable", 3, UNKNOWN, to, from);
                } else {
                    call("copyTable", 3, UNKNOWN, true, to, from);
                }
            }
            case TABLE_INIT -> {
                int segment = in.u32();
                call("initialiseTable", 3, UNKNOWN, true, segment, in.u32());
            }
            default -> throw new IllegalStateException("opcode 0x" + Integer.toHexString(op) + " passed validation");
        }
    }

    /** Memory 0 on the heap, for which there are instructions that take ints. */
    private boolean isUsual(int memory) {
        return memory == 0 && context.onHeap(0);
    }

    private void memorySize(int memory) {
        if (isUsual(memory)) {
            call("memorySize", 0, I32, false);
            return;
        }
        code.loadConstant(memory);
        context.loadInstance();
        code.invokestatic(MEMORY_INSTRUCTIONS, "memorySize", MethodTypeDesc.of(LONG, INT, INSTANCE));
        if (module.memories()[memory].shared()) {
            context.memoryFresh &= ~FunctionFacts.bit(memory);      // what it says must be there
        }
        narrow(module.memories()[memory].addressType());
    }

    /** Pushes a long that the JVM has on its stack as the type that it is to be. */
    private void narrow(int type) {
        if (type == I32) {
            code.l2i();
        }
        stack.pushReal(type);
    }

    /** A call of MemoryInstructions, or for tables of WideTables: addresses and lengths are longs, whatever the operands are; the result too. It may poll. */
    private void widened(String name, int operands, int result, int... immediates) {
        for (int i = 0; i < operands; i++) {
            if (stack.topKind(i) == OperandStack.REAL) {
                stack.saveTop(i);
            }
        }
        context.beforeCall();
        var call = new RuntimeCall(context);
        boolean copies = name.startsWith("copy");
        for (int i = operands - 1; i >= 0; i--) {
            stack.loadTop(i);
            boolean isAddress = copies || i == operands - 1 || i == 0 && name.equals("fillMemory");
            if (isAddress && stack.topType(i) == I32) {
                code.i2l().loadConstant(0xffff_ffffL);
                code.land();
            }
            call.with(isAddress ? LONG : INT);
        }
        call.immediates(immediates).instanceAndDepth().invoke(name.endsWith("Table") ? WIDE_TABLES : MEMORY_INSTRUCTIONS, name, result == UNKNOWN ? VOID : LONG);
        context.afterCall();
        stack.pop(operands);
        if (result != UNKNOWN) {
            narrow(result);
        }
    }

    /** A call of BulkInstructions: operands, immediates, Instance, and depth if it may poll. With operands or a result that are i64, of WideTables. */
    private void call(String name, int operands, int result, boolean mayPoll, int... immediates) {
        stack.real(operands);
        if (mayPoll) {
            context.beforeCall();
        }
        var call = new RuntimeCall(context).operands(stack, operands).immediates(immediates);
        call = mayPoll ? call.instanceAndDepth() : call.instance();
        call.invoke(isWide(operands, result) ? WIDE_TABLES : BULK, name, result == UNKNOWN ? VOID : Names.of(result));
        if (mayPoll) {
            context.afterCall();
        }
        stack.pop(operands);
        if (result != UNKNOWN) {
            stack.pushReal(result);
        }
    }

    private boolean isWide(int operands, int result) {
        boolean wide = result == I64;
        for (int i = 0; i < operands; i++) {
            wide |= stack.topType(i) == I64;
        }
        return wide;
    }

    private boolean isElsewhere(int g) {
        return g < module.importedGlobals() && module.globals()[g].mutable();
    }

    private void loadGlobal(int g) {
        context.loadInstance();
        code.getfield(INSTANCE, "globals", GLOBAL.arrayType()).loadConstant(g);
        code.aaload();
    }

    private void getGlobal(int g) {
        GlobalType type = module.globals()[g];
        boolean number = ValueType.isNumber(type.type());
        if (isElsewhere(g)) {
            loadGlobal(g);
            code.invokevirtual(GLOBAL, number ? "bits" : "reference", MethodTypeDesc.of(number ? java.lang.constant.ConstantDescs.CD_long : CD_Object));
        } else {
            context.loadInstance();
            code.getfield(INSTANCE, number ? "values" : "references", number ? LONGS : OBJECTS).loadConstant(g);
            if (number) {
                code.laload();
            } else {
                code.aaload();
            }
        }
        if (number) {
            Results.fromBits(code, type.type());
        }
        stack.pushReal(type.type());
    }

    private void setGlobal(int g) {
        GlobalType type = module.globals()[g];
        boolean number = ValueType.isNumber(type.type());
        if (stack.topKind(0) == OperandStack.REAL) {
            stack.saveTop(0);
        }
        boolean elsewhere = isElsewhere(g);
        if (elsewhere) {
            loadGlobal(g);
        } else {
            context.loadInstance();
            code.getfield(INSTANCE, number ? "values" : "references", number ? LONGS : OBJECTS).loadConstant(g);
        }
        stack.loadTop(0);
        if (number) {
            Results.toBits(code, type.type());
        }
        if (elsewhere) {
            code.invokevirtual(GLOBAL, number ? "bits" : "reference", MethodTypeDesc.of(VOID, number ? java.lang.constant.ConstantDescs.CD_long : CD_Object));
        } else if (number) {
            code.lastore();
        } else {
            code.aastore();
        }
        stack.pop();
    }
}
