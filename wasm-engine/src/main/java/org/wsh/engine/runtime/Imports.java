// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.wsh.engine.link.Capturing;
import org.wsh.engine.link.HostFunction;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.syntax.DefinedType;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.Import;

/**
 * What an instance is given besides the functions that its image has bound as constants: functions, memories, tables, globals, tags, by module and name; what is said later takes the place of
 * what was said before. Imports that nobody changes any more may be used by all threads.
 */
public final class Imports {
    public static final Imports NONE = new Imports();

    private final Map<String, Map<String, Object>> modules = new HashMap<>();

    private final Map<String, Map<String, Capturing>> capturing = new HashMap<>();
    private boolean stubs;

    private Imports() {}

    public static Imports of() {
        return new Imports();
    }

    /** A function that there is already: another instance's export, say. */
    public Imports function(String module, String name, FunctionRef function) {
        return put(module, name, function);
    }

    /** A Java function on boxed values, of a type known at run time only or with several results. */
    public Imports function(String module, String name, FunctionType type, JavaFunction function) {
        return put(module, name, FunctionRef.of(type, function));
    }

    /**
     * A lambda, typed by a functional interface of the JDK's or your own: {@code function("env", "add", IntBinaryOperator.class, (a, b) -> a + b)}.
     * Parameters and result are int (i32), long (i64), float, double, FunctionRef (funcref) or Object (externref); a leading {@link Instance} parameter
     * gets the caller. Called without boxing.
     */
    public <F> Imports function(String module, String name, Class<F> functional, F lambda) {
        return put(module, name, FunctionRef.of(functional, lambda));
    }

    /** All public methods of {@code host} that are marked with {@link WasmImport}, typed as lambdas are. IllegalArgumentException if there are none. */
    public Imports methods(Object host) {
        int found = 0;
        for (var method : host.getClass().getMethods()) {
            var mark = method.getAnnotation(WasmImport.class);
            if (mark != null) {
                String name = mark.name().isEmpty() ? method.getName() : mark.name();
                put(mark.module(), name, FunctionRef.of(JavaSignature.of(method), host));
                if (mark.captures()) {
                    capturing(mark.module(), name, Capturing.ASKS);
                }
                found++;
            }
        }
        if (found == 0) {
            throw new IllegalArgumentException(host.getClass().getName() + " has no public method marked with @WasmImport");
        }
        return this;
    }

    /** The function of that name, given or not, may do more to its caller's stack than to return. To be said before the module is compiled: see {@link #binding}. */
    public Imports capturing(String module, String name, Capturing what) {
        requireMutable();
        capturing.computeIfAbsent(module, m -> new HashMap<>()).put(name, what);
        return this;
    }

    /** Binds nothing, but tells an image what {@link #capturing} was told. */
    public ImportBinding binding() {
        return new ImportBinding() {
            @Override
            public String id() {
                return ImportBinding.NONE.id();
            }

            @Override
            public Optional<HostFunction> function(String module, String name, FunctionType type) {
                return Optional.empty();
            }

            @Override
            public Capturing capturing(String module, String name) {
                return capturing.getOrDefault(module, Map.of()).getOrDefault(name, Capturing.NEVER);
            }
        };
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

    public Imports tag(String module, String name, Tag tag) {
        return put(module, name, tag);
    }

    /** Everything that an instance exports, under a module name. */
    public Imports instance(String module, Instance instance) {
        for (var export : instance.declarations().exports()) {
            put(module, export.name(), instance.export(export));
        }
        return this;
    }

    /**
     * From now on a function that is missing does not fail the instantiation: it traps when it is called, as {@code unknown import: env.foo called}.
     * For programs that import more than they use. A missing memory, table, global or tag still is a {@link LinkError}.
     */
    public Imports stubMissingFunctions() {
        requireMutable();
        stubs = true;
        return this;
    }

    private void requireMutable() {
        if (this == NONE) {
            throw new IllegalArgumentException("Imports.NONE can't be added to: start with Imports.of()");
        }
    }

    private Imports put(String module, String name, Object value) {
        requireMutable();
        modules.computeIfAbsent(module, m -> new HashMap<>()).put(name, value);
        return this;
    }

    /** What was given for {@code wanted}, or null. */
    Object find(Import wanted) {
        var names = modules.get(wanted.module());
        return names == null ? null : names.get(wanted.name());
    }

    /** What stands in for a missing function of that type, or null. */
    FunctionRef stub(Import wanted, DefinedType type) {
        return !stubs ? null : FunctionRef.of(type, (caller, arguments) -> {
            throw new Trap(Trap.Kind.UNKNOWN_IMPORT, wanted.module() + "." + wanted.name() + " called");
        });
    }
}
