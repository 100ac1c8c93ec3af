// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.wsh.engine.link.CodeSource.Precompiled;
import org.wsh.engine.exec.FrameData;
import org.wsh.engine.link.CodeStore;
import org.wsh.engine.link.HostFunction;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Code;
import org.wsh.engine.runtime.CodeLibrary;
import org.wsh.engine.runtime.CompiledLoop;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.GuestFrame;
import org.wsh.engine.runtime.Results;
import org.wsh.engine.runtime.WasmException;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.ExternKind;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.Import;

/** An image's code as classes: made when first needed, or found already made. */
public final class CompiledLibrary implements CodeLibrary {
    /** Changes with the shape of generated code, so that older code is not taken for ours. */
    public static final String VERSION = "27";
    static final String PACKAGE = "org.wsh.engine.code";

    private final Declarations module;
    private final HostFunction[] bound;
    private final boolean polls;
    private final int hotLoop;
    private final boolean canonicalNans;
    private final Captures captures;
    private final ClassLoader loader;
    private final String packageName;
    private final ConcurrentMap<Integer, Object> interpreted = new ConcurrentHashMap<>();

    private final LoopLoader loops;

    private CompiledLibrary(Declarations module, ImageOptions options, Captures captures, HostFunction[] bound, ClassMaker maker, ClassLoader loader, String packageName) {
        this.module = module;
        this.polls = options.polls();
        this.hotLoop = options.hotLoop();
        this.canonicalNans = options.canonicalNans();
        this.captures = captures;
        this.bound = bound;
        this.loader = loader;
        this.packageName = packageName;
        this.loops = new LoopLoader(loader, maker, module);
    }

    public static CompiledLibrary lazy(Declarations module, ImageOptions options, ImportBinding binding, CodeStore.Shelf kept) {
        var bound = bind(module, binding);
        var captures = Captures.of(module, binding);
        var maker = maker(module, options, captures, bound, PACKAGE);
        return new CompiledLibrary(module, options, captures, bound, maker, new ImageLoader(maker, kept, PACKAGE, bound), PACKAGE);
    }

    public static CompiledLibrary precompiled(Declarations module, ImageOptions options, ImportBinding binding, Precompiled code) {
        var captures = Captures.of(module, binding);
        var bound = bind(module, binding);
        return new CompiledLibrary(module, options, captures, bound, maker(module, options, captures, bound, code.packageName()), code.loader(), code.packageName());
    }

    static ClassMaker maker(Declarations module, ImageOptions options, Captures captures, HostFunction[] bound, String packageName) {
        var groups = new Grouping(module);
        return new ClassMaker(module, options, groups, new Names(packageName, module, groups, options.memoryCalls(), options.canonicalNans(), captures), bound);
    }

    static HostFunction[] bind(Declarations module, ImportBinding binding) {
        var bound = new HostFunction[module.importedFunctions()];
        int f = 0;
        for (Import i : module.imports()) {
            if (i.kind() == ExternKind.FUNCTION) {
                var type = (FunctionType) i.type();
                if (type.resultCount() <= 1 && !type.isWide()) {
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

    @Override
    public boolean polls() {
        return polls;
    }

    @Override
    public boolean canonicalNans() {
        return canonicalNans;
    }

    @Override
    public boolean captures() {
        return captures.any();
    }

    @Override
    public int hotLoop() {
        return hotLoop;
    }

    @Override
    public CompiledLoop loop(int function, int offset) {
        return loops.find(module.bodyStarts()[function - module.importedFunctions()] + offset);
    }

    @Override
    public Results resume(GuestFrame frame, Results results, WasmException thrown) {
        return FrameData.resume(frame, results, thrown);
    }

    private Class<?> load(char kind, int number) throws ClassNotFoundException {
        return Class.forName(packageName + "." + kind + number, true, loader);
    }

    private static IllegalStateException broken(Exception e) {
        return new IllegalStateException("generated code can't be used", e);
    }
}
