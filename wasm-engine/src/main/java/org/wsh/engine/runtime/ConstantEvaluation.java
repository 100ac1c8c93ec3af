// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import static org.wsh.engine.syntax.GcOpcode.*;
import static org.wsh.engine.syntax.Opcode.*;

import java.util.Arrays;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.binary.ValueTypes;
import org.wsh.engine.syntax.DefinedType;
import org.wsh.engine.syntax.SimdOpcode;

/** Evaluates a validated constant expression. */
final class ConstantEvaluation {
    private final Instance instance;
    private final ByteReader in;
    private long[] values = new long[4];
    private Object[] references = new Object[4];
    private int top;

    private ConstantEvaluation(Instance instance, int start) {
        this.instance = instance;
        byte[] bytes = instance.declarations().bytes();
        this.in = new ByteReader(bytes, start, bytes.length);
    }

    /** Puts the value of the expression at {@code start} of the module's bytes into {@code values[at]} or {@code references[at]}. */
    static void evaluate(Instance instance, int start, long[] values, Object[] references, int at) {
        var e = new ConstantEvaluation(instance, start);
        e.run();
        values[at] = e.values[0];
        references[at] = e.references[0];
    }

    private void run() {
        int op;
        while ((op = Immediates.opcode(in)) != END) {
            instruction(op);
        }
    }

    private void push(long bits) {
        push(bits, null);
    }

    private void push(Object reference) {
        push(0, reference);
    }

    private void push(long bits, Object reference) {
        if (top == values.length) {
            values = Arrays.copyOf(values, top * 2);
            references = Arrays.copyOf(references, top * 2);
        }
        values[top] = bits;
        references[top++] = reference;
    }

    private DefinedType type() {
        return instance.types[in.u32()];
    }

    private void instruction(int op) {
        switch (op) {
            case I32_CONST -> push(in.s32());
            case I64_CONST -> push(in.s64());
            case F32_CONST -> push(in.fixed32());
            case F64_CONST -> push(in.fixed64());
            case SimdOpcode.V128_CONST -> push(V128.of(in.fixed64(), in.fixed64()));
            case GLOBAL_GET -> {
                int g = in.u32();
                push(instance.values[g], instance.references[g]);
            }
            case REF_NULL -> {
                ValueTypes.heap(in, instance.declarations().definedTypes());
                push(null);
            }
            case REF_FUNC -> push(instance.function(in.u32()));
            case STRUCT_NEW -> newStruct(type());
            case STRUCT_NEW_DEFAULT -> push(GcInstructions.newStruct(type(), instance));
            case ARRAY_NEW -> {
                DefinedType type = type();
                Array array = newArray(type, (int) values[--top]);
                top--;
                array.fill(0, array.length(), values[top], references[top]);
                push(array);
            }
            case ARRAY_NEW_DEFAULT -> {
                DefinedType type = type();
                push(newArray(type, (int) values[--top]));
            }
            case ARRAY_NEW_FIXED -> newFixed(type(), in.u32());
            case REF_I31 -> push(References.i31((int) values[--top], instance));
            case ANY_CONVERT_EXTERN, EXTERN_CONVERT_ANY -> { }
            default -> {
                long b = values[--top];
                values[top - 1] = arithmetic(op, values[top - 1], b);
            }
        }
    }

    private static long arithmetic(int op, long a, long b) {
        return switch (op) {
            case I32_ADD -> (int) (a + b);
            case I32_SUB -> (int) (a - b);
            case I32_MUL -> (int) (a * b);
            case I64_ADD -> a + b;
            case I64_SUB -> a - b;
            default -> a * b;
        };
    }

    private void newStruct(DefinedType type) {
        Struct s = GcInstructions.newStruct(type, instance);
        top = s.setAll(values, references, top);
        push(s);
    }

    private Array newArray(DefinedType type, int length) {
        return GcInstructions.newArray(length, type, instance, instance.stack);
    }

    private void newFixed(DefinedType type, int length) {
        Array array = newArray(type, length);
        top = array.setAll(values, references, top);
        push(array);
    }
}
