// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that lie beside the repository and not everybody has: without one its tests are skipped, except where everything must be run. */
final class SharedSuite {
    private SharedSuite() {}

    static Path folder(String name) {
        Path folder = Path.of("../../shared").resolve(name);
        boolean there = Files.isDirectory(folder);
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            assertTrue(there, folder + " is missing");
        }
        assumeTrue(there, folder + " is missing: nothing to run");
        return folder;
    }
}
