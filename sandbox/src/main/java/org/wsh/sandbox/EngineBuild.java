// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wsh.engine.Image;

/** Which build of the engine this is: one that was changed but still calls itself the same version must not run the other's code. */
final class EngineBuild {
    private EngineBuild() {}

    /** Size and time of the engine's jar; empty if it isn't in one. */
    static String name() {
        try {
            var source = Image.class.getProtectionDomain().getCodeSource();
            Path jar = source == null ? null : Path.of(source.getLocation().toURI());
            return jar == null || !Files.isRegularFile(jar) ? "" : Files.size(jar) + "-" + Files.getLastModifiedTime(jar).toMillis();
        } catch (IOException | URISyntaxException | IllegalArgumentException | SecurityException e) {
            return "";
        }
    }
}
