// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What we say ourselves, as distinct from what guests do, on the host's standard error. */
final class OwnMessages {
    private OwnMessages() {}

    static void complain(String message) {
        line("wsh: " + message);
    }

    static void line(String text) {
        try {
            new FileOutputStream(FileDescriptor.err).write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Nobody is left to tell.
        }
    }
}
