// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.wsh.engine.runtime.CompiledLoop;
import org.wsh.engine.syntax.Declarations;

/** An image's loops that were compiled on their own, beside its other code: made when first asked for, and not kept. */
final class LoopLoader extends ClassLoader {
    private final ClassMaker maker;
    private final Declarations module;
    private final ConcurrentMap<Integer, Optional<CompiledLoop>> loops = new ConcurrentHashMap<>();

    LoopLoader(ClassLoader code, ClassMaker maker, Declarations module) {
        super(code);
        this.maker = maker;
        this.module = module;
    }

    /** Null if it can't be compiled so. @param place where the loop begins in the module */
    CompiledLoop find(int place) {
        return loops.computeIfAbsent(place, p -> Optional.ofNullable(make(p))).orElse(null);
    }

    /** Code that was compiled ahead of time may be in a module that doesn't let us. */
    private boolean isCallable(int function) throws ReflectiveOperationException {
        Class<?> owner = Class.forName(maker.ownerOf(function), false, getParent());
        return !owner.getModule().isNamed() || owner.getModule().isExported(owner.getPackageName(), getUnnamedModule());
    }

    private CompiledLoop make(int place) {
        try {
            LoopClass loop = maker.loop(place);
            byte[] bytes = loop == null || !isCallable(loop.function) ? null : maker.make(loop, place);
            if (bytes == null) {
                return null;
            }
            var code = (CompiledLoop.Code) defineClass(null, bytes, 0, bytes.length).getConstructor().newInstance();
            return loop.with(code, module);
        } catch (TooLarge | IllegalArgumentException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("generated code can't be used", e);
        }
    }
}
