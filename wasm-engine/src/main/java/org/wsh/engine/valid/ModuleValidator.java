// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.Declarations.Mode;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.MemoryType;
import org.wsh.engine.syntax.OpcodeNames;
import org.wsh.engine.syntax.SimdOpcode;
import org.wsh.engine.syntax.TableType;
import org.wsh.engine.syntax.ValueType;

/** Validates all of a module but the function bodies. */
public final class ModuleValidator {
    private final Declarations module;

    private ModuleValidator(Declarations module) {
        this.module = module;
    }

    public static void validate(Declarations module) {
        var validator = new ModuleValidator(module);
        validator.sizes();
        validator.globals();
        validator.start();
        validator.elements();
        validator.data();
    }

    private void sizes() {
        for (MemoryType m : module.memories()) {
            if (m.minimum() > 65536 || m.maximum() > 65536) {
                throw new InvalidModule("memory size must be at most 65536 pages (4 GiB)", -1);
            }
            ordered(m.minimum(), m.maximum());
        }
        if (module.memories().length > 1) {
            throw new InvalidModule("multiple memories are not supported yet", -1);
        }
        for (TableType t : module.tables()) {
            ordered(t.minimum(), t.maximum());
        }
    }

    private static void ordered(long minimum, long maximum) {
        if (maximum >= 0 && minimum > maximum) {
            throw new InvalidModule("size minimum must not be greater than maximum: " + minimum + " > " + maximum, -1);
        }
    }

    private void globals() {
        int imported = module.importedGlobals();
        for (int i = 0; i < module.initialisers().length; i++) {
            constant(module.initialisers()[i], module.globals()[imported + i].type(), imported + i);
        }
    }

    private void start() {
        int f = module.start();
        if (f < 0) {
            return;
        }
        requireFunction(f, -1);
        var type = module.functionType(f);
        if (type.parameterCount() + type.resultCount() != 0) {
            throw new InvalidModule("start function " + f + " must have type () -> (), has " + type, -1);
        }
    }

    private void requireFunction(int f, long at) {
        if (f < 0 || f >= module.functionCount()) {
            throw new InvalidModule("unknown function " + Integer.toUnsignedString(f), at);
        }
    }

    private void elements() {
        int all = module.globals().length;
        for (var segment : module.elements()) {
            if (segment.mode() == Mode.ACTIVE) {
                int table = segment.table();
                if (table < 0 || table >= module.tables().length) {
                    throw new InvalidModule("unknown table " + Integer.toUnsignedString(table), segment.position());
                }
                if (module.tables()[table].element() != segment.type()) {
                    throw new InvalidModule("type mismatch: segment of " + ValueType.name(segment.type()) + " for a table of "
                            + ValueType.name(module.tables()[table].element()), segment.position());
                }
                constant(segment.offset(), I32, all);
            }
            if (segment.functions() != null) {
                for (int f : segment.functions()) {
                    requireFunction(f, segment.position());
                }
            } else {
                for (int start : segment.expressions()) {
                    constant(start, segment.type(), all);
                }
            }
        }
    }

    private void data() {
        for (var segment : module.data()) {
            if (segment.mode() == Mode.ACTIVE) {
                int memory = segment.memory();
                if (memory < 0 || memory >= module.memories().length) {
                    throw new InvalidModule("unknown memory " + Integer.toUnsignedString(memory), segment.position());
                }
                constant(segment.offset(), I32, module.globals().length);
            }
        }
    }

    /** Checks the constant expression at {@code start}, which may read globals below {@code visibleGlobals}. */
    private void constant(int start, int expected, int visibleGlobals) {
        var in = new ByteReader(module.bytes(), start, module.bytes().length);
        int depth = 0;
        int[] stack = new int[4];
        while (true) {
            int at = in.position;
            int op = Immediates.opcode(in);
            if (op == END) {
                break;
            }
            int type = switch (op) {
                case I32_CONST -> I32;
                case I64_CONST -> I64;
                case F32_CONST -> F32;
                case F64_CONST -> F64;
                case SimdOpcode.V128_CONST -> V128;
                case REF_NULL -> in.peek();
                case REF_FUNC -> FUNCREF;
                case GLOBAL_GET -> global(in.bytes, at + 1, visibleGlobals);
                case I32_ADD, I32_SUB, I32_MUL -> I32;
                case I64_ADD, I64_SUB, I64_MUL -> I64;
                default -> throw new InvalidModule("constant expression required, found " + OpcodeNames.of(op), at);
            };
            if (op == REF_FUNC) {
                requireFunction(new ByteReader(in.bytes, at + 1, in.end).u32(), at);
            }
            if (op == REF_NULL && !isReference(type)) {
                throw new InvalidModule("reference types other than funcref and externref are not supported yet", at);
            }
            Immediates.skip(in, op);
            if (isNumeric(op)) {
                if (depth < 2 || stack[depth - 1] != type || stack[depth - 2] != type) {
                    throw new InvalidModule("type mismatch: " + OpcodeNames.of(op) + " in a constant expression expects two " + ValueType.name(type), at);
                }
                depth -= 2;
            }
            if (depth == stack.length) {
                stack = java.util.Arrays.copyOf(stack, depth * 2);
            }
            stack[depth++] = type;
        }
        if (depth != 1 || stack[0] != expected) {
            throw new InvalidModule("type mismatch: constant expression of " + ValueType.name(expected) + " expected, found "
                    + (depth == 0 ? "nothing" : depth > 1 ? depth + " values" : ValueType.name(stack[0])), start);
        }
    }

    private int global(byte[] bytes, int at, int visible) {
        int g = new ByteReader(bytes, at, bytes.length).u32();
        if (g < 0 || g >= visible) {
            throw new InvalidModule("unknown global " + Integer.toUnsignedString(g), at);
        }
        if (module.globals()[g].mutable()) {
            throw new InvalidModule("constant expression required, global " + g + " is mutable", at);
        }
        return module.globals()[g].type();
    }
}
