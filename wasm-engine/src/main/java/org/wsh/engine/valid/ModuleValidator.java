// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.Declarations.Mode;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.MemoryType;
import org.wsh.engine.syntax.TableType;
import org.wsh.engine.syntax.ValueType;

/** Validates all of a module but the function bodies. */
public final class ModuleValidator {
    private final Declarations module;
    private final BodyValidator expressions;

    private ModuleValidator(Declarations module) {
        this.module = module;
        this.expressions = new BodyValidator(module);
    }

    public static void validate(Declarations module) {
        var validator = new ModuleValidator(module);
        TypeValidator.validate(module.definedTypes());
        validator.sizes();
        validator.tables();
        validator.tags();
        validator.globals();
        validator.start();
        validator.elements();
        validator.data();
    }

    private void sizes() {
        for (MemoryType m : module.memories()) {
            long most = m.is64() ? MemoryType.MOST_PAGES_64 : MemoryType.MOST_PAGES_32;
            if (m.minimum() > most || m.maximum() > most) {
                throw new InvalidModule("memory size must be at most " + most + " pages" + (m.is64() ? "" : " (4 GiB)"), -1);
            }
            ordered(m.minimum(), m.maximum());
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

    private void tags() {
        for (var tag : module.tags()) {
            if (tag.payload().resultCount() > 0) {
                throw new InvalidModule("non-empty tag result type: " + tag.payload(), -1);
            }
        }
    }

    private void globals() {
        int imported = module.importedGlobals();
        for (int i = 0; i < module.initialisers().length; i++) {
            expressions.constant(module.initialisers()[i], module.globals()[imported + i].type(), imported + i);
        }
    }

    /** A table's elements are what its expression says, else null, which its type must then allow. */
    private void tables() {
        int imported = module.importedTables();
        for (int i = 0; i < module.tableInitialisers().length; i++) {
            int start = module.tableInitialisers()[i];
            int element = module.tables()[imported + i].element();
            if (start >= 0) {
                expressions.constant(start, element, module.importedGlobals());
            } else if (!isDefaultable(element)) {
                throw new InvalidModule("type mismatch: a table of " + ValueType.name(element) + " needs an initial value", -1);
            }
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
                if (!module.definedTypes().matches(segment.type(), module.tables()[table].element())) {
                    throw new InvalidModule("type mismatch: segment of " + ValueType.name(segment.type()) + " for a table of "
                            + ValueType.name(module.tables()[table].element()), segment.position());
                }
                expressions.constant(segment.offset(), module.tables()[table].indexType(), all);
            }
            if (segment.functions() != null) {
                for (int f : segment.functions()) {
                    requireFunction(f, segment.position());
                }
            } else {
                for (int start : segment.expressions()) {
                    expressions.constant(start, segment.type(), all);
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
                expressions.constant(segment.offset(), module.memories()[memory].addressType(), module.globals().length);
            }
        }
    }
}
