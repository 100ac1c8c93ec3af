// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static org.wsh.engine.compile.Names.*;
import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.ValueTypes;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.GlobalType;
import org.wsh.engine.syntax.ValueType;

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
            case REF_FUNC -> {
                context.loadInstance();
                code.loadConstant(in.u32());
                code.invokevirtual(INSTANCE, "function", MethodTypeDesc.of(FUNCTION, INT));
                stack.pushReal(FUNCREF);
            }
            case MEMORY_SIZE -> {
                in.u32();
                call("memorySize", 0, I32, false);
            }
            case MEMORY_GROW -> {
                in.u32();
                call("growMemory", 1, I32, true);
            }
            case MEMORY_COPY -> {
                in.u32();
                in.u32();
                call("copyMemory", 3, UNKNOWN, true);
            }
            case MEMORY_FILL -> {
                in.u32();
                call("fillMemory", 3, UNKNOWN, true);
            }
            case MEMORY_INIT -> {
                int segment = in.u32();
                in.u32();
                call("initialiseMemory", 3, UNKNOWN, true, segment);
            }
            case DATA_DROP -> call("dropData", 0, UNKNOWN, false, in.u32());
            case ELEM_DROP -> call("dropElements", 0, UNKNOWN, false, in.u32());
            case TABLE_GET -> {
                int table = in.u32();
                call("getTable", 1, module.tables()[table].element(), false, table);
            }
            case TABLE_SET -> call("setTable", 2, UNKNOWN, false, in.u32());
            case TABLE_SIZE -> call("tableSize", 0, I32, false, in.u32());
            case TABLE_GROW -> call("growTable", 2, I32, true, in.u32());
            case TABLE_FILL -> call("fillTable", 3, UNKNOWN, true, in.u32());
            case TABLE_COPY -> {
                int to = in.u32();
                call("copyTable", 3, UNKNOWN, true, to, in.u32());
            }
            case TABLE_INIT -> {
                int segment = in.u32();
                call("initialiseTable", 3, UNKNOWN, true, segment, in.u32());
            }
            default -> throw new IllegalStateException("opcode 0x" + Integer.toHexString(op) + " passed validation");
        }
    }

    /** A call of BulkInstructions: operands, immediates, Instance, and depth if it may poll. */
    private void call(String name, int operands, int result, boolean mayPoll, int... immediates) {
        stack.real(operands);
        if (mayPoll) {
            context.beforeCall();
        }
        var parameters = new ArrayList<ClassDesc>();
        for (int i = operands - 1; i >= 0; i--) {
            parameters.add(Names.of(stack.topType(i)));
        }
        for (int immediate : immediates) {
            code.loadConstant(immediate);
            parameters.add(INT);
        }
        context.loadInstance();
        parameters.add(INSTANCE);
        if (mayPoll) {
            code.iload(context.depthSlot);
            parameters.add(INT);
        }
        code.invokestatic(BULK, name, MethodTypeDesc.of(result == UNKNOWN ? VOID : Names.of(result), parameters));
        if (mayPoll) {
            context.afterCall();
        }
        stack.pop(operands);
        if (result != UNKNOWN) {
            stack.pushReal(result);
        }
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
