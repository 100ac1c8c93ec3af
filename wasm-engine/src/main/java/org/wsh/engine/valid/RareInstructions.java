// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.binary.Immediates;
import org.wsh.engine.binary.ValueTypes;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.ValueType;

/** The validator's rules for tables, references and bulk instructions. */
final class RareInstructions {
    private RareInstructions() {}

    static void validate(BodyValidator v, int op) {
        var module = v.module;
        var stack = v.stack;
        switch (op) {
            case TABLE_GET -> {
                int element = element(v);
                v.pop(I32);
                stack.push(element);
            }
            case TABLE_SET -> {
                v.pop(element(v));
                v.pop(I32);
            }
            case TABLE_SIZE -> {
                element(v);
                stack.push(I32);
            }
            case TABLE_GROW -> {
                int element = element(v);
                v.pop(I32);
                v.pop(element);
                stack.push(I32);
            }
            case TABLE_FILL -> {
                int element = element(v);
                v.pop(I32);
                v.pop(element);
                v.pop(I32);
            }
            case TABLE_COPY -> {
                int to = element(v);
                int from = element(v);
                if (!v.matches(from, to)) {
                    throw v.invalid("type mismatch: table.copy from a table of " + ValueType.name(from) + " to one of " + ValueType.name(to));
                }
                popThree(v);
            }
            case TABLE_INIT -> {
                int segment = v.index("elem segment", module.elements().length);
                int element = element(v);
                if (!v.matches(module.elements()[segment].type(), element)) {
                    throw v.invalid("type mismatch: table.init with a segment of " + ValueType.name(module.elements()[segment].type()));
                }
                popThree(v);
            }
            case ELEM_DROP -> v.index("elem segment", module.elements().length);
            case MEMORY_SIZE -> {
                memory(v);
                stack.push(I32);
            }
            case MEMORY_GROW -> {
                memory(v);
                v.pop(I32);
                stack.push(I32);
            }
            case MEMORY_FILL -> {
                memory(v);
                popThree(v);
            }
            case MEMORY_COPY -> {
                memory(v);
                memory(v);
                popThree(v);
            }
            case MEMORY_INIT -> {
                data(v);
                memory(v);
                popThree(v);
            }
            case DATA_DROP -> data(v);
            case REF_NULL -> stack.push(ValueTypes.heap(v.in, module.definedTypes()));
            case REF_IS_NULL -> {
                v.popReference();
                stack.push(I32);
            }
            case REF_FUNC -> {
                int f = v.index("function", module.functionCount());
                if (!module.declared().get(f)) {
                    throw v.invalid("undeclared function reference " + f);
                }
                stack.push(nonNull(concrete(module.functionTypes()[f])));
            }
            default -> throw Immediates.illegal(op, v.in.position - 1);
        }
    }

    private static int element(BodyValidator v) {
        return v.module.tables()[v.index("table", v.module.tables().length)].element();
    }

    private static void memory(BodyValidator v) {
        v.index("memory", v.module.memories().length);
    }

    private static void data(BodyValidator v) {
        if (v.module.dataCount() < 0) {
            throw new MalformedModule("data count section required", v.in.position);
        }
        v.index("data segment", v.module.dataCount());
    }

    private static void popThree(BodyValidator v) {
        v.pop(I32);
        v.pop(I32);
        v.pop(I32);
    }
}
