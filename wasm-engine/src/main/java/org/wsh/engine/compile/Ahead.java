// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.wsh.engine.Image;
import org.wsh.engine.Module;
import org.wsh.engine.link.CodeSource;
import org.wsh.engine.link.CodeSource.Precompiled;
import org.wsh.engine.link.HostFunction;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;

/**
 * Compiles a whole image ahead of time into ordinary named classes, to be shipped in a jar and found again by {@link #source}. Beside the classes it writes
 * {@code META-INF/wsh-code/<key>}, which names their package. The package must be exported to {@code org.wsh.engine} if it is in a named module.
 */
public final class Ahead {
    private static final String INDEX = "META-INF/wsh-code/";

    private Ahead() {}

    /** Writes below {@code folder} (a classes folder); returns how many classes. Throws ModuleException if a body is invalid. */
    public static int compile(Module module, ImageOptions options, ImportBinding binding, String packageName, Path folder) throws IOException {
        var declarations = module.declarations();
        HostFunction[] bound = CompiledLibrary.bind(declarations, binding);
        ClassMaker maker = CompiledLibrary.maker(declarations, options, Captures.of(declarations, binding), bound, packageName);
        Path target = Files.createDirectories(folder.resolve(packageName.replace('.', '/')));
        int count = 0;
        for (String name : classes(module, bound)) {
            byte[] bytes = maker.make(name.charAt(0), Integer.parseInt(name, 1, name.length(), 10));
            Files.write(target.resolve(name + ".class"), bytes);
            count++;
        }
        Path index = folder.resolve(INDEX + Image.key(module, options, binding));
        Files.createDirectories(index.getParent());
        Files.writeString(index, packageName + "\n");
        return count;
    }

    /** The simple names of all classes that can ever be asked for. */
    private static List<String> classes(Module module, HostFunction[] bound) {
        var declarations = module.declarations();
        var groups = new Grouping(declarations);
        var names = new ArrayList<String>();
        for (int g = 0; g < groups.count(); g++) {
            names.add("F" + g);
        }
        for (int g = 0; g < groups.importGroups(); g++) {
            names.add("I" + g);
        }
        for (int t = 0; t < declarations.types().length; t++) {
            if (declarations.canonicalTypes()[t] == t && declarations.types()[t] != null) {
                names.add("T" + t);
                names.add("A" + t);
            }
        }
        var entries = (BitSet) declarations.declared().clone();
        if (declarations.start() >= 0) {
            entries.set(declarations.start());
        }
        for (int f = entries.nextSetBit(0); f >= 0 && f < declarations.functionCount(); f = entries.nextSetBit(f + 1)) {
            if (f >= bound.length || bound[f] != null) {
                names.add("E" + f);
            }
        }
        return names;
    }

    /** Finds what {@link #compile} wrote, among a loader's resources and classes. Opening a jar's resource takes some 10 ms at start: see {@link CodeSource#of}. */
    public static CodeSource source(ClassLoader loader) {
        return key -> {
            try (InputStream in = loader.getResourceAsStream(INDEX + key)) {
                return in == null ? Optional.empty()
                        : Optional.of(new Precompiled(loader, new String(in.readAllBytes(), StandardCharsets.UTF_8).strip()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
