// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where the command line keeps compiled code: below the user's cache, beside the launcher's own. */
final class CodeCacheFolder {
    static final long MOST_BYTES = 512L << 20;

    private CodeCacheFolder() {}

    /** Null if there shall be none: WSH_CODE_CACHE=off, or no home. */
    static Path ofUser() {
        if ("off".equals(System.getenv("WSH_CODE_CACHE"))) {
            return null;
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        String home = System.getenv("HOME");
        try {
            if (cache != null && cache.startsWith("/")) {
                return Path.of(cache, "wsh", "code");
            }
            return home == null || home.isEmpty() ? null : Path.of(home, ".cache", "wsh", "code");
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
