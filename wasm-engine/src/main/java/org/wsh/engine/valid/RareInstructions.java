// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.binary.Immediates;
import org.wsh.engine.binary.ValueTypes;
import org.wsh.engine.syntax.AtomicOpcode;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.TableType;
import org.wsh.engine.syntax.ValueType;

/** The validator's rules for tables, references and bulk instructions. */
final class RareInstructions {
    private RareInstructions() {}

    static void validate(BodyValidator v, int op) {
        var module = v.module;
        var stack = v.stack;
        switch (op) {
            case TABLE_GET -> {
                TableType t = table(v);
                v.pop(t.indexType());
                stack.push(t.element());
            }
            case TABLE_SET -> {
                TableType t = table(v);
                v.pop(t.element());
                v.pop(t.indexType());
            }
            case TABLE_SIZE -> stack.push(table(v).indexType());
            case TABLE_GROW -> {
                TableType t = table(v);
                v.pop(t.indexType());
                v.pop(t.element());
                stack.push(t.indexType());
            }
            case TABLE_FILL -> {
                TableType t = table(v);
                v.pop(t.indexType());
                v.pop(t.element());
                v.pop(t.indexType());
            }
            case TABLE_COPY -> {
                TableType to = table(v);
                TableType from = table(v);
                if (!v.matches(from.element(), to.element())) {
                    throw v.invalid("type mismatch: table.copy from a table of " + ValueType.name(from.element()) + " to one of " + ValueType.name(to.element()));
                }
                popThree(v, to.indexType(), from.indexType(), shorter(to.indexType(), from.indexType()));
            }
            case TABLE_INIT -> {
                int segment = v.index("elem segment", module.elements().length);
                TableType t = table(v);
                if (!v.matches(module.elements()[segment].type(), t.element())) {
                    throw v.invalid("type mismatch: table.init with a segment of " + ValueType.name(module.elements()[segment].type()));
                }
                popThree(v, t.indexType(), I32, I32);
            }
            case ELEM_DROP -> v.index("elem segment", module.elements().length);
            case MEMORY_SIZE -> stack.push(memory(v));
            case MEMORY_GROW -> {
                int address = memory(v);
                v.pop(address);
                stack.push(address);
            }
            case MEMORY_FILL -> {
                int address = memory(v);
                popThree(v, address, I32, address);
            }
            case MEMORY_COPY -> {
                int to = memory(v);
                int from = memory(v);
                popThree(v, to, from, shorter(to, from));
            }
            case MEMORY_INIT -> {
                data(v);
                popThree(v, memory(v), I32, I32);
            }
            case DATA_DROP -> data(v);
            case REF_NULL -> stack.push(ValueTypes.heap(v.in, module.definedTypes()));
            case REF_IS_NULL -> {
                v.popReference();
                stack.push(I32);
            }
            case REF_EQ -> {
                v.pop(EQREF);
                v.pop(EQREF);
                stack.push(I32);
            }
            case REF_AS_NON_NULL -> stack.push(nonNull(v.popReference()));
            case BR_ON_NULL -> {
                int label = v.control.label(v.in.u32());
                int found = v.popReference();
                v.control.popLabel(label);
                v.control.pushLabel(label);
                stack.push(nonNull(found));
            }
            case BR_ON_NON_NULL -> {
                int label = v.in.u32();
                v.control.passLabel(label, nonNull(v.popReference()));
            }
            case REF_FUNC -> {
                int f = v.index("function", module.functionCount());
                if (!module.declared().get(f)) {
                    throw v.invalid("undeclared function reference " + f);
                }
                stack.push(nonNull(concrete(module.functionTypes()[f])));
            }
            default -> {
                if (!AtomicOpcode.isAtomic(op)) {
                    throw Immediates.illegal(op, v.in.position - 1);
                }
                AtomicInstructions.validate(v, op);
            }
        }
    }

    private static TableType table(BodyValidator v) {
        return v.module.tables()[v.index("table", v.module.tables().length)];
    }

    /** Returns the type of the memory's addresses. */
    private static int memory(BodyValidator v) {
        return v.module.memories()[v.index("memory", v.module.memories().length)].addressType();
    }

    /** The type of a length that must be right in both. */
    private static int shorter(int a, int b) {
        return a == I64 && b == I64 ? I64 : I32;
    }

    private static void data(BodyValidator v) {
        if (v.module.dataCount() < 0) {
            throw new MalformedModule("data count section required", v.in.position);
        }
        v.index("data segment", v.module.dataCount());
    }

    private static void popThree(BodyValidator v, int to, int from, int length) {
        v.pop(length);
        v.pop(from);
        v.pop(to);
    }
}
