// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.wsh.engine.compile.ImageClasses;
import org.wsh.engine.link.CodeSource;
import org.wsh.engine.link.CodeSource.Precompiled;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;

/**
 * Compiles a whole image ahead of time into ordinary named classes, to be shipped in a jar and found again by {@link #source}. Beside the classes it writes
 * {@code META-INF/wsh-code/<key>}, which names their package. The package must be exported to {@code org.wsh.engine} if it is in a named module.
 */
public final class Ahead {
    private static final String INDEX = "META-INF/wsh-code/";

    private Ahead() {}

    /**
     * Writes below {@code folder} (a classes folder), and returns how many classes.
     *
     * @throws org.wsh.engine.syntax.ModuleException a body is invalid
     */
    public static int compile(Module module, ImageOptions options, ImportBinding binding, String packageName, Path folder) throws IOException {
        var classes = ImageClasses.of(module.declarations(), options, binding, packageName);
        Path target = Files.createDirectories(folder.resolve(packageName.replace('.', '/')));
        var names = classes.names();
        for (String name : names) {
            Files.write(target.resolve(name + ".class"), classes.make(name));
        }
        Path index = folder.resolve(INDEX + Image.key(module, options, binding));
        Files.createDirectories(index.getParent());
        Files.writeString(index, packageName + "\n");
        return names.size();
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
