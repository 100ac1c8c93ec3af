// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProgramTest {
    /** It was written there, 75 MB of it, and then could not be made executable. */
    @Test
    void aFileIsNotPutIntoAFolderOfTheHost(@TempDir Path folder) throws Exception {
        try (Machine machine = Machine.builder().mountWritable(folder, "/work").directory("/work").build()) {
            assertEquals("/run/wsh/pom.xml", new HostProgram(machine).script("pom.xml"));
        }
        assertArrayEquals(new String[0], folder.toFile().list());
    }

    @Test
    void aFileThatIsInTheFolderKeepsItsName() throws Exception {
        try (Machine machine = Machine.builder().mount(Path.of(""), "/work").directory("/work").build()) {
            assertEquals("pom.xml", new HostProgram(machine).script("pom.xml"));
        }
    }
}
