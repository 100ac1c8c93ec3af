// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wsh.vfs.Credentials;

class HostProgramTest {
    /** It was written there, 75 MB of it, and then could not be made executable. */
    @Test
    void aFileIsNotPutIntoAFolderOfTheHost(@TempDir Path folder) throws Exception {
        try (Machine machine = Machine.builder().mountWritable(folder, "/work").directory("/work").build()) {
            assertEquals("/run/wsh/pom.xml", new HostProgram(machine).script("pom.xml"));
        }
        assertArrayEquals(new String[0], folder.toFile().list());
    }

    /** {@code wsh run /root/x.wasm}: the guest's /root is closed to its user, whatever the host's is. */
    @Test
    void aFileIsNotPutWhereTheUserMayNotGo(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("closed.wasm"), "content");
        try (Machine machine = Machine.builder().build()) {
            Tree.write(machine.vfs(), folder + "/other", new byte[0], 0644, Credentials.ROOT);
            machine.vfs().setMode(Tree.owner(machine.vfs()), null, folder.toString(), true, 0700);
            assertEquals("/run/wsh/closed.wasm", new HostProgram(machine).script(file.toString()));
        }
    }

    @Test
    void aFileThatIsInTheFolderKeepsItsName() throws Exception {
        try (Machine machine = Machine.builder().mount(Path.of(""), "/work").directory("/work").build()) {
            assertEquals("pom.xml", new HostProgram(machine).script("pom.xml"));
        }
    }
}
