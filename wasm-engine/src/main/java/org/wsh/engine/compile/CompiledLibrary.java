// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.wsh.engine.link.CodeSource.Precompiled;
import org.wsh.engine.link.CodeStore;
import org.wsh.engine.link.HostFunction;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Code;
import org.wsh.engine.runtime.CodeLibrary;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.ExternKind;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.Import;
import org.wsh.engine.syntax.InvalidModule;

/** An image's code as classes: made when first needed, or found already made. */
public final class CompiledLibrary implements CodeLibrary {
    /** Changes with the shape of generated code, so that older code is not taken for ours. */
    public static final String VERSION = "15";
    static final String PACKAGE = "org.wsh.engine.code";
    /** The JVM's limit is 255 with the Instance, the depth and an adapter's this. */
    private static final int MAX_PARAMETER_SLOTS = 250;

    private final Declarations module;
    private final HostFunction[] bound;
    private final ClassLoader loader;
    private final String packageName;
    private final ConcurrentMap<Integer, Object> interpreted = new ConcurrentHashMap<>();

    private CompiledLibrary(Declarations module, HostFunction[] bound, ClassLoader loader, String packageName) {
        this.module = module;
        this.bound = bound;
        this.loader = loader;
        this.packageName = packageName;
    }

    public static CompiledLibrary lazy(Declarations module, ImageOptions options, ImportBinding binding, CodeStore.Shelf kept) {
        var bound = bind(module, binding);
        return new CompiledLibrary(module, bound, new ImageLoader(maker(module, options, bound, PACKAGE), kept, PACKAGE, bound), PACKAGE);
    }

    public static CompiledLibrary precompiled(Declarations module, ImageOptions options, ImportBinding binding, Precompiled code) {
        return new CompiledLibrary(module, bind(module, binding), code.loader(), code.packageName());
    }

    static ClassMaker maker(Declarations module, ImageOptions options, HostFunction[] bound, String packageName) {
        for (FunctionType type : module.types()) {
            if (type != null && Names.slots(type) > MAX_PARAMETER_SLOTS) {
                throw new InvalidModule("implementation limit: a function type with " + type.parameterCount() + " parameters, of which the JVM takes "
                        + MAX_PARAMETER_SLOTS + " (64-bit ones count twice)", -1);
            }
        }
        var groups = new Grouping(module);
        return new ClassMaker(module, options, groups, new Names(packageName, module, groups, options.memoryCalls()), bound);
    }

    static HostFunction[] bind(Declarations module, ImportBinding binding) {
        var bound = new HostFunction[module.importedFunctions()];
        int f = 0;
        for (Import i : module.imports()) {
            if (i.kind() == ExternKind.FUNCTION) {
                var type = (FunctionType) i.type();
                if (type.resultCount() <= 1) {
                    bound[f] = binding.function(i.module(), i.name(), type).orElse(null);
                }
                f++;
            }
        }
        return bound;
    }

    public boolean isBound(int importedFunction) {
        return bound[importedFunction] != null;
    }

    @Override
    public Declarations declarations() {
        return module;
    }

    @Override
    public Code entry(int function) {
        try {
            return (Code) load('E', function).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw broken(e);
        }
    }

    @Override
    public Code adapter(int type, FunctionRef target) {
        try {
            return (Code) load('A', type).getConstructor(FunctionRef.class).newInstance(target);
        } catch (ReflectiveOperationException e) {
            throw broken(e);
        }
    }

    @Override
    public ConcurrentMap<Integer, Object> interpreted() {
        return interpreted;
    }

    private Class<?> load(char kind, int number) throws ClassNotFoundException {
        return Class.forName(packageName + "." + kind + number, true, loader);
    }

    private static IllegalStateException broken(Exception e) {
        return new IllegalStateException("generated code can't be used", e);
    }
}
