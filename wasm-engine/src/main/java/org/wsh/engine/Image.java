// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import org.wsh.engine.compile.Captures;
import org.wsh.engine.compile.CompiledLibrary;
import org.wsh.engine.link.CodeSource;
import org.wsh.engine.link.CodeStore;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Instantiation;

/**
 * A module with its code: compiled with certain options, its function imports bound. Shared by all its instances and by threads; a function is compiled when first
 * called, unless a {@link CodeSource} has it. Collected with its classes when nothing refers to it.
 */
public final class Image {
    private final Module module;
    private final CompiledLibrary library;

    private Image(Module module, CompiledLibrary library) {
        this.module = module;
        this.library = library;
    }

    /**
     * Returns at once: nothing is compiled before it is called.
     *
     * @param binding     what of the imports becomes constants of the code; the rest is given to {@link #instantiate}
     * @param precompiled where this image's code may be found, asked in order
     */
    public static Image of(Module module, ImageOptions options, ImportBinding binding, CodeSource... precompiled) {
        return of(module, options, binding, CodeStore.NONE, precompiled);
    }

    /** The same. @param store where compiled code is kept for the next time, and found if it was */
    public static Image of(Module module, ImageOptions options, ImportBinding binding, CodeStore store, CodeSource... precompiled) {
        for (var source : precompiled) {
            if (source.mayHave(module.declarations().bytes().length)) {
                var found = source.find(key(module, options, binding));
                if (found.isPresent()) {
                    return new Image(module, CompiledLibrary.precompiled(module.declarations(), options, binding, found.get()));
                }
            }
        }
        var shelf = CodeStore.Shelf.EMPTY;
        if (store != CodeStore.NONE) {
            module.beginHash();
            shelf = new LateShelf(store, () -> key(module, options, binding) + (options.memoryCalls() ? "-calls" : ""));
        }
        return new Image(module, CompiledLibrary.lazy(module.declarations(), options, binding, shelf));
    }

    /** What compiled code is filed under. */
    public static String key(Module module, ImageOptions options, ImportBinding binding) {
        return module.hash() + "-" + CompiledLibrary.VERSION + "-" + options.id() + "-" + binding.id() + Captures.of(module.declarations(), binding).id();
    }

    public Module module() {
        return module;
    }

    /**
     * Allocates memories, tables and globals, copies active segments and runs the start function, on the calling thread. The caller closes what this returns.
     *
     * @throws org.wsh.engine.runtime.LinkError imports are missing or don't match, or the ledger refused
     * @throws org.wsh.engine.runtime.Trap      a segment didn't fit, or the start function trapped; nothing stays reserved
     */
    public Instance instantiate(Imports imports, InstanceOptions options) {
        return Instantiation.instantiate(library, library::isBound, imports, options);
    }

    /** The same without the start function, which {@link Instance#runStart} runs: nothing of the guest's runs here, so it can be done for another thread. */
    public Instance allocate(Imports imports, InstanceOptions options) {
        return Instantiation.allocate(library, library::isBound, imports, options);
    }
}
