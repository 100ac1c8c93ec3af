// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.suite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wsh.engine.Image;
import org.wsh.engine.Module;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Global;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Ledger;
import org.wsh.engine.runtime.LinearMemory;
import org.wsh.engine.runtime.LinkError;
import org.wsh.engine.runtime.Table;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.WasmException;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.GlobalType;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.MemoryType;
import org.wsh.engine.syntax.ModuleException;
import org.wsh.engine.syntax.TableType;
import org.wsh.engine.syntax.ValueType;

/** One file of the official suite: runs its commands in order and counts what passed and what failed. */
final class Script {
    final List<String> failures = new ArrayList<>();
    int passed;
    private final Map<String, byte[]> files;
    private final ImageOptions options;
    private final Set<Long> outdated;
    private final Imports registry = Imports.of();
    private final Map<String, Module> definitions = new HashMap<>();
    private final Map<String, Instance> instances = new HashMap<>();
    private final Map<String, Object> hostReferences = new HashMap<>();
    private final Map<String, ScriptThread> threads = new HashMap<>();
    private Module lastDefinition;
    private Instance current;

    /** @param outdated the lines of commands to leave out */
    Script(Map<String, byte[]> files, ImageOptions options, Set<Long> outdated) {
        this.files = files;
        this.options = options;
        this.outdated = outdated;
        spectest();
    }

    private void spectest() {
        registry.global("spectest", "global_i32", Global.of(new GlobalType(ValueType.I32, false), 666))
                .global("spectest", "global_i64", Global.of(new GlobalType(ValueType.I64, false), 666L))
                .global("spectest", "global_f32", Global.of(new GlobalType(ValueType.F32, false), 666.6f))
                .global("spectest", "global_f64", Global.of(new GlobalType(ValueType.F64, false), 666.6))
                .table("spectest", "table64", new Table(new TableType(ValueType.FUNCREF, 10, 20, true), null, Ledger.UNLIMITED))
                .memory("spectest", "shared_memory", LinearMemory.of(new MemoryType(1, 2, true, false), Ledger.UNLIMITED))
                .table("spectest", "table", new Table(new TableType(ValueType.FUNCREF, 10, 20), null, Ledger.UNLIMITED))
                .memory("spectest", "memory", LinearMemory.of(new MemoryType(1, 2), Ledger.UNLIMITED));
        print("print");
        print("print_i32", ValueType.I32);
        print("print_i64", ValueType.I64);
        print("print_f32", ValueType.F32);
        print("print_f64", ValueType.F64);
        print("print_i32_f32", ValueType.I32, ValueType.F32);
        print("print_f64_f64", ValueType.F64, ValueType.F64);
    }

    private void print(String name, int... parameters) {
        registry.function("spectest", name, FunctionType.of(parameters), (caller, arguments) -> null);
    }

    /** A script of a thread of this one, which knows of our instances {@code shared} only. */
    Script thread(String shared) {
        var script = new Script(files, options, outdated);
        if (shared != null && instances.containsKey(shared)) {
            script.instances.put(shared, instances.get(shared));
        }
        return script;
    }

    @SuppressWarnings("unchecked")
    void run(Map<String, Object> json) {
        for (Object command : (List<Object>) json.get("commands")) {
            var c = (Map<String, Object>) command;
            if (outdated.contains(((Number) c.get("line")).longValue())) {
                continue;
            }
            try {
                command(c);
                passed++;
            } catch (Throwable t) {
                failures.add("line " + c.get("line") + " " + c.get("type") + ": " + t + at(t));
            }
        }
    }

    private static String at(Throwable t) {
        return t instanceof AssertionError || t.getStackTrace().length == 0 ? "" : " at " + t.getStackTrace()[0];
    }

    private void command(Map<String, Object> c) throws Exception {
        String name = (String) c.get("name");
        switch ((String) c.get("type")) {
            case "module" -> {
                current = null;
                define(c, name);
                current = instantiate(lastDefinition);
                if (name != null) {
                    instances.put(name, current);
                }
            }
            case "module_definition" -> define(c, name);
            case "module_instance" -> {
                Module m = c.get("module") == null ? lastDefinition : definitions.get(c.get("module"));
                current = instantiate(m);
                if (c.get("instance") != null) {
                    instances.put((String) c.get("instance"), current);
                }
            }
            case "register" -> registry.instance((String) c.get("as"), instance(name));
            case "action" -> perform(c);
            case "assert_return" -> Matching.check((List<?>) c.get("expected"), perform(c), this);
            case "assert_trap" -> trap(() -> perform(c), (String) c.get("text"));
            case "assert_exception" -> {
                try {
                    perform(c);
                } catch (WasmException e) {
                    return;
                }
                throw new AssertionError("no exception");
            }
            case "assert_exhaustion" -> trap(() -> perform(c), "call stack exhausted");
            case "assert_uninstantiable" -> trap(() -> instantiate(parse(c)), (String) c.get("text"));
            case "assert_invalid" -> rejected(c, InvalidModule.class);
            case "assert_invalid_custom" -> parse(c);       // we don't read that section; the module is valid
            case "assert_malformed" -> rejected(c, ModuleException.class);
            case "assert_unlinkable" -> {
                Module m = parse(c);
                try {
                    instantiate(m);
                } catch (LinkError e) {
                    return;
                }
                throw new AssertionError("linked");
            }
            case "thread" -> threads.put(name, ScriptThread.start(this, c));
            case "wait" -> threads.remove((String) c.get("thread")).join(this);
            default -> throw new AssertionError("unknown command");
        }
    }

    private void define(Map<String, Object> c, String name) {
        lastDefinition = null;
        lastDefinition = parse(c);
        if (name != null) {
            definitions.put(name, lastDefinition);
        }
    }

    private Module parse(Map<String, Object> c) {
        Module m = Module.parse(files.get((String) c.get("filename")));
        m.validate();
        return m;
    }

    private void rejected(Map<String, Object> c, Class<?> kind) {
        try {
            Module.parse(files.get((String) c.get("filename"))).validate();
        } catch (ModuleException e) {
            if (!kind.isInstance(e)) {
                throw new AssertionError("malformed, should only be invalid: " + c.get("text") + ": " + e.getMessage());
            }
            return;
        }
        throw new AssertionError("accepted, should be: " + c.get("text"));
    }

    private Instance instantiate(Module m) {
        return Image.of(m, options, ImportBinding.NONE).instantiate(registry, InstanceOptions.DEFAULT);
    }

    private Instance instance(String name) {
        Instance i = name == null ? current : instances.get(name);
        if (i == null) {
            throw new AssertionError("no such instance");
        }
        return i;
    }

    @SuppressWarnings("unchecked")
    private Object[] perform(Map<String, Object> c) {
        var action = (Map<String, Object>) c.get("action");
        Instance i = instance((String) action.get("module"));
        Object export = i.export((String) action.get("field"));
        if (action.get("type").equals("get")) {
            return new Object[] {((Global) export).get()};
        }
        var arguments = (List<Object>) action.get("args");
        var values = new Object[arguments.size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = Matching.value((Map<String, Object>) arguments.get(k), this);
        }
        return ((FunctionRef) export).call(values);
    }

    Object hostReference(String number) {
        return hostReferences.computeIfAbsent(number, n -> "host reference " + n);
    }

    private static void trap(Runnable action, String text) {
        try {
            action.run();
        } catch (Trap e) {
            if (!e.getMessage().startsWith(text) && !text.startsWith(e.kind().words())) {
                throw new AssertionError("trap " + e.getMessage() + ", expected " + text);
            }
            return;
        }
        throw new AssertionError("no trap: " + text);
    }
}
