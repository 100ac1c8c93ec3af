// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.HashMap;
import java.util.Map;
import org.wsh.engine.syntax.FunctionType;

/** What an instance is given besides the functions that its image has bound as constants: functions, memories, tables, globals, by name. */
public final class Imports {
    public static final Imports NONE = new Imports();

    private final Map<String, Map<String, Object>> modules = new HashMap<>();

    private Imports() {}

    public static Imports of() {
        return new Imports();
    }

    public Imports function(String module, String name, FunctionRef function) {
        return put(module, name, function);
    }

    public Imports function(String module, String name, FunctionType type, JavaFunction function) {
        return put(module, name, FunctionRef.of(type, function));
    }

    public Imports memory(String module, String name, LinearMemory memory) {
        return put(module, name, memory);
    }

    public Imports table(String module, String name, Table table) {
        return put(module, name, table);
    }

    public Imports global(String module, String name, Global global) {
        return put(module, name, global);
    }

    /** Everything that an instance exports, under a module name. */
    public Imports instance(String module, Instance instance) {
        for (var export : instance.declarations().exports()) {
            put(module, export.name(), instance.export(export));
        }
        return this;
    }

    private Imports put(String module, String name, Object value) {
        if (this == NONE) {
            throw new IllegalArgumentException("Imports.NONE can't be added to: start with Imports.of()");
        }
        modules.computeIfAbsent(module, m -> new HashMap<>()).put(name, value);
        return this;
    }

    Object find(String module, String name) {
        var names = modules.get(module);
        return names == null ? null : names.get(name);
    }
}
