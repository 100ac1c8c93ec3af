// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The root image's archive, when it lies beside the jars. */
public final class HostArchive {
    private HostArchive() {}

    /** All of it. */
    public static byte[] read(String file) {
        try (var in = new FileInputStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the root image " + file, e);
        }
    }
}
