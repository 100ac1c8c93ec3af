// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.wsh.engine.link.HostFunction;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.syntax.Declarations;

/** Every class that an image can ever ask for, to be made before anybody does. They are the same, byte for byte, as those made when asked for. */
public final class ImageClasses {
    private final Declarations module;
    private final HostFunction[] bound;
    private final ClassMaker maker;

    private ImageClasses(Declarations module, HostFunction[] bound, ClassMaker maker) {
        this.module = module;
        this.bound = bound;
        this.maker = maker;
    }

    /** @param packageName of all of them */
    public static ImageClasses of(Declarations module, ImageOptions options, ImportBinding binding, String packageName) {
        HostFunction[] bound = CompiledLibrary.bind(module, binding);
        return new ImageClasses(module, bound, CompiledLibrary.maker(module, options, Captures.of(module, binding), bound, packageName));
    }

    /**
     * The class file of one.
     *
     * @param name among {@link #names}
     * @throws org.wsh.engine.syntax.ModuleException a body in it is invalid
     */
    public byte[] make(String name) {
        return maker.make(name.charAt(0), Integer.parseInt(name, 1, name.length(), 10));
    }

    /** Their simple names. */
    public List<String> names() {
        var groups = new Grouping(module);
        var names = new ArrayList<String>();
        for (int g = 0; g < groups.count(); g++) {
            names.add("F" + g);
        }
        for (int g = 0; g < groups.importGroups(); g++) {
            names.add("I" + g);
        }
        for (int t = 0; t < module.types().length; t++) {
            if (module.canonicalTypes()[t] == t && module.types()[t] != null) {
                names.add("T" + t);
                names.add("A" + t);
            }
        }
        var entries = (BitSet) module.declared().clone();
        if (module.start() >= 0) {
            entries.set(module.start());
        }
        for (int f = entries.nextSetBit(0); f >= 0 && f < module.functionCount(); f = entries.nextSetBit(f + 1)) {
            if (f >= bound.length || bound[f] != null) {
                names.add("E" + f);
            }
        }
        return names;
    }
}
