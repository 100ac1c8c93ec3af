// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.compile.Names.*;
import static org.wsh.engine.syntax.AtomicOpcode.*;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.syntax.AtomicOpcode;
import org.wsh.engine.syntax.ValueType;
import org.wsh.engine.valid.FunctionFacts;

/** Atomic instructions: calls of the runtime with an effective address and zero-extended values, small enough for the JIT to inline. */
final class AtomicCode {
    private final MethodContext context;
    private final CodeBuilder code;
    private final OperandStack stack;

    AtomicCode(MethodContext context, OperandStack stack) {
        this.context = context;
        this.code = context.code;
        this.stack = stack;
    }

    void emit(int op, ByteReader in) {
        stack.settle();
        if (op == FENCE) {
            in.u8();
            code.invokestatic(VAR_HANDLE, "fullFence", MethodTypeDesc.of(VOID));
            forgetShared();
            return;
        }
        int memory = Immediates.memory(Immediates.memoryFlags(in));
        long offset = in.u64();
        int values = AtomicOpcode.values(op);
        for (int i = 0; i < values; i++) {
            if (stack.topKind(i) == OperandStack.REAL) {
                stack.saveTop(i);
            }
        }
        effective(memory, values, offset);
        switch (op) {
            case NOTIFY -> notifyThem(memory);
            case WAIT32, WAIT64 -> await(op, memory);
            default -> access(op, memory);
        }
        forgetShared();
    }

    /** Leaves the effective address, which the runtime checks. */
    private void effective(int memory, int down, long offset) {
        if (stack.topKind(down) != OperandStack.REAL) {
            stack.loadTop(down);
        }
        boolean wide = context.module.memories()[memory].is64();
        if (!wide) {
            extend();
        }
        if (offset == 0) {
            return;
        }
        code.loadConstant(offset);
        if (wide) {
            code.invokestatic(ATOMICS, "effective", MethodTypeDesc.of(LONG, LONG, LONG));
        } else {
            code.ladd();
        }
    }

    private void extend() {
        code.i2l().loadConstant(0xffff_ffffL);
        code.land();
    }

    private void access(int op, int memory) {
        var parameters = new ArrayList<ClassDesc>();
        parameters.add(LONG);
        boolean narrow = AtomicOpcode.value(op) == ValueType.I32;
        int group = AtomicOpcode.group(op);
        int values = AtomicOpcode.values(op);
        for (int i = values - 1; i >= 0; i--) {
            stack.loadTop(i);
            if (narrow) {
                extend();
            }
            parameters.add(LONG);
        }
        if (group >= ADD && group <= EXCHANGE) {
            code.loadConstant(group);
            parameters.add(INT);
        }
        code.loadConstant(AtomicOpcode.width(op));
        parameters.add(INT);
        context.loadMemory(memory);
        parameters.add(ANY_MEMORY);
        String name = switch (group) {
            case LOAD -> "load";
            case STORE -> "store";
            case COMPARE_EXCHANGE -> "compareExchange";
            default -> "update";
        };
        code.invokestatic(ATOMICS, name, MethodTypeDesc.of(group == STORE ? VOID : LONG, parameters));
        stack.pop(1 + values);
        if (group != STORE) {
            if (narrow) {
                code.l2i();
            }
            stack.pushReal(AtomicOpcode.value(op));
        }
    }

    private void notifyThem(int memory) {
        stack.loadTop(0);
        code.loadConstant(memory);
        context.loadInstance();
        code.invokestatic(ATOMICS, "notify", MethodTypeDesc.of(INT, LONG, INT, INT, INSTANCE));
        stack.pop(2);
        stack.pushReal(ValueType.I32);
    }

    private void await(int op, int memory) {
        stack.loadTop(1);
        if (op == WAIT32) {
            extend();
        }
        stack.loadTop(0);
        code.loadConstant(AtomicOpcode.width(op)).loadConstant(memory);
        context.beforeCall();
        context.loadInstanceAndDepth();
        code.invokestatic(ATOMICS, "await", MethodTypeDesc.of(INT, LONG, LONG, LONG, INT, INT, INSTANCE, INT));
        context.afterCall();
        stack.pop(3);
        stack.pushReal(ValueType.I32);
    }

    /** Another thread may have grown a shared memory and told us by what we just read. */
    private void forgetShared() {
        var memories = context.module.memories();
        for (int m = 0; m < memories.length; m++) {
            if (memories[m].shared()) {
                context.memoryFresh &= ~FunctionFacts.bit(m);
            }
        }
    }
}
