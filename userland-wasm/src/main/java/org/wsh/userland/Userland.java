// SPDX-License-Identifier: Apache-2.0
package org.wsh.userland;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.wsh.engine.link.CodeSource;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.image.ImageFilesystem;

/** What this module brings to a machine: the files of the root image, and the code of its programs, compiled ahead of time. */
public final class Userland {
    /** The class path resource that {@code build.RootImage} wrote. */
    static final String IMAGE = "root.image";
    /** Where the build put compiled code: one package a module, named by its key. */
    static final String KEYS = "code.keys";

    private Userland() {}

    /** A fresh read-only filesystem of the root image: {@code /bin}, {@code /etc}, {@code /home}. */
    public static Filesystem image() {
        return new ImageFilesystem(resource(IMAGE));
    }

    /** Finds the code of the image's programs. It has nothing when the build has compiled nothing. */
    public static CodeSource code() {
        String keys = new String(resource(KEYS), java.nio.charset.StandardCharsets.US_ASCII);
        return key -> {
            int at = keys.indexOf(key + " ");
            if (at < 0) {
                return Optional.empty();
            }
            String packageName = keys.substring(at + key.length() + 1, keys.indexOf('\n', at));
            return Optional.of(new CodeSource.Precompiled(Userland.class.getClassLoader(), packageName));
        };
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
