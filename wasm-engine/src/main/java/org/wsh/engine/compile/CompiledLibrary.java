// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import org.wsh.engine.link.*;
import org.wsh.engine.runtime.*;
import org.wsh.engine.syntax.Declarations;

public final class CompiledLibrary implements CodeLibrary {
    public static final String VERSION = "1";
    private final Declarations module;
    private CompiledLibrary(Declarations module) { this.module = module; }
    public static CompiledLibrary lazy(Declarations module, ImageOptions options, ImportBinding binding) { return new CompiledLibrary(module); }
    public static CompiledLibrary precompiled(Declarations module, ImageOptions options, ImportBinding binding, CodeSource.Precompiled code) { return new CompiledLibrary(module); }
    public boolean isBound(int importedFunction) { return false; }
    @Override public Declarations declarations() { return module; }
    @Override public Code entry(int function) { throw new UnsupportedOperationException("compiler comes next"); }
    @Override public Code adapter(int type, FunctionRef target) { throw new UnsupportedOperationException("compiler comes next"); }
}
