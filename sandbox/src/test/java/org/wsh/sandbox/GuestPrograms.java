// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.wsh.process.Process;

/** The programs of {@code userland-wasm/src/test/c} that only make sense in a machine: to be put there, and found among its processes. */
final class GuestPrograms {
    private static final Path FOLDER = Path.of("../userland-wasm/src/test/resources/org/wsh/userland/programs");

    private GuestPrograms() {}

    /** Makes it a command. */
    static void install(Machine machine, String name) throws IOException {
        machine.write("/bin/" + name, Files.readAllBytes(FOLDER.resolve(name + ".wasm")), 0755);
    }

    /** The processes that run it. */
    static List<Process> running(Machine machine, String name) {
        return machine.processes().all().stream().filter(process -> process.program().name().equals(name)).toList();
    }
}
