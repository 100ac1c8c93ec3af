// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import static org.wsh.engine.syntax.Opcode.*;

import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.runtime.Trap.Kind;
import org.wsh.engine.syntax.Declarations.ElementSegment;
import org.wsh.engine.syntax.Declarations.Mode;
import org.wsh.engine.syntax.SimdOpcode;

/** Constant expressions and segments: what fills globals, tables and memory at instantiation, and table.init and memory.init later. */
final class Segments {
    private Segments() {}

    static void initialise(Instance instance, long[] values, Object[] references) {
        var module = instance.declarations();
        for (int i = 0; i < module.initialisers().length; i++) {
            int g = module.importedGlobals() + i;
            evaluate(instance, module.initialisers()[i], values, references, g);
        }
        for (int i = 0; i < module.tableInitialisers().length; i++) {
            if (module.tableInitialisers()[i] >= 0) {
                var initial = new Object[1];
                evaluate(instance, module.tableInitialisers()[i], new long[1], initial, 0);
                Table table = instance.tables[module.importedTables() + i];
                table.fill(0, initial[0], table.size());
            }
        }
        var bits = new long[1];
        var elements = module.elements();
        for (int s = 0; s < elements.length; s++) {
            if (elements[s].mode() == Mode.ACTIVE) {
                evaluate(instance, elements[s].offset(), bits, new Object[1], 0);
                Table table = instance.tables[elements[s].table()];
                initialiseTable(instance, table, s, table.index(bits[0]), 0, elements[s].length());
            }
            if (elements[s].mode() != Mode.PASSIVE) {
                instance.droppedElements[s] = true;
            }
        }
        var data = module.data();
        for (int s = 0; s < data.length; s++) {
            if (data[s].mode() == Mode.ACTIVE) {
                evaluate(instance, data[s].offset(), bits, new Object[1], 0);
                boolean wide = module.memories()[data[s].memory()].is64();
                initialiseMemory(instance, data[s].memory(), s, wide ? bits[0] : bits[0] & 0xffff_ffffL, 0, data[s].end() - data[s].start());
                instance.droppedData[s] = true;
            }
        }
    }

    static void initialiseTable(Instance instance, Table table, int segment, int to, int from, int length) {
        var elements = instance.declarations().elements()[segment];
        int available = instance.droppedElements[segment] ? 0 : elements.length();
        table.check(to, length);
        if ((from & 0xffff_ffffL) + (length & 0xffff_ffffL) > available) {
            throw new Trap(Kind.OUT_OF_BOUNDS_TABLE_ACCESS);
        }
        for (int i = 0; i < length; i++) {
            table.set(to + i, element(instance, elements, from + i));
        }
    }

    private static Object element(Instance instance, ElementSegment segment, int i) {
        if (segment.functions() != null) {
            return instance.function(segment.functions()[i]);
        }
        var result = new Object[1];
        evaluate(instance, segment.expressions()[i], new long[1], result, 0);
        return result[0];
    }

    /** {@code to} is unsigned, of 64 bits, the other two of 32. */
    static void initialiseMemory(Instance instance, int memory, int segment, long to, int from, int length) {
        var data = instance.declarations().data()[segment];
        int available = instance.droppedData[segment] ? 0 : data.end() - data.start();
        LinearMemory target = instance.memories[memory];
        if ((from & 0xffff_ffffL) + (length & 0xffff_ffffL) > available || to < 0 || to + (length & 0xffff_ffffL) > target.size() || to > target.size()) {
            throw new Trap(Kind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        }
        target.put(to, instance.declarations().bytes(), data.start() + from, length);
    }

    /** Evaluates a validated constant expression into {@code values[at]} or {@code references[at]}. */
    private static void evaluate(Instance instance, int start, long[] values, Object[] references, int at) {
        var in = new ByteReader(instance.declarations().bytes(), start, instance.declarations().bytes().length);
        long[] stack = new long[4];
        Object reference = null;
        int depth = 0;
        int op;
        while ((op = Immediates.opcode(in)) != END) {
            if (depth == stack.length) {
                stack = java.util.Arrays.copyOf(stack, depth * 2);
            }
            switch (op) {
                case I32_CONST -> stack[depth++] = in.s32();
                case I64_CONST -> stack[depth++] = in.s64();
                case F32_CONST -> stack[depth++] = in.fixed32();
                case F64_CONST -> stack[depth++] = in.fixed64();
                case GLOBAL_GET -> {
                    int g = in.u32();
                    stack[depth++] = instance.values[g];
                    reference = instance.references[g];
                }
                case SimdOpcode.V128_CONST -> {
                    reference = V128.of(in.fixed64(), in.fixed64());
                    depth++;
                }
                case REF_NULL -> {
                    in.s33();
                    reference = null;
                    depth++;
                }
                case REF_FUNC -> {
                    reference = instance.function(in.u32());
                    depth++;
                }
                default -> {
                    long b = stack[--depth];
                    long a = stack[depth - 1];
                    stack[depth - 1] = switch (op) {
                        case I32_ADD -> (int) (a + b);
                        case I32_SUB -> (int) (a - b);
                        case I32_MUL -> (int) (a * b);
                        case I64_ADD -> a + b;
                        case I64_SUB -> a - b;
                        default -> a * b;
                    };
                }
            }
        }
        values[at] = stack[0];
        references[at] = reference;
    }
}
