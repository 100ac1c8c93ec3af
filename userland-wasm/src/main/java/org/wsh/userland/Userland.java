// SPDX-License-Identifier: Apache-2.0
package org.wsh.userland;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.wsh.engine.link.CodeSource;
import org.wsh.userland.code.Compiled;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.image.ImageFilesystem;

/** What this module brings to a machine: the files of the root image, and the code of its programs, compiled ahead of time. */
public final class Userland {
    /** The class path resource that {@code build.RootImage} wrote. */
    static final String IMAGE = "root.image";

    private Userland() {}

    /** A fresh read-only filesystem of the root image: {@code /bin}, {@code /etc}, {@code /home}. */
    public static Filesystem image() {
        return ImageFilesystem.trusted(resource(IMAGE));
    }

    /** Finds the code of the image's programs. */
    public static CodeSource code() {
        return CodeSource.of(Compiled.key(), Compiled.moduleBytes(), Compiled.class.getClassLoader(), Compiled.class.getPackageName());
    }

    private static byte[] resource(String name) {
        try (InputStream in = Userland.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the userland's jar has no " + name + ": build it with Maven");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
