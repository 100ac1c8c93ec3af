// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.wsh.process.Process;

/** The programs of {@code userland-wasm/src/test/c} that only make sense in a machine: to be put there, and found among its processes. */
final class GuestPrograms {
    private static final Path FOLDER = Path.of("../userland-wasm/src/test/resources/org/wsh/userland/programs");

    private static final Duration LONG = Duration.ofMinutes(2);

    private GuestPrograms() {}

    /** Makes it a command. */
    static void install(Machine machine, String name) throws IOException {
        machine.write("/bin/" + name, Files.readAllBytes(FOLDER.resolve(name + ".wasm")), 0755);
    }

    /** The processes that run it. */
    static List<Process> running(Machine machine, String name) {
        return machine.processes().all().stream().filter(process -> process.program().name().equals(name)).toList();
    }

    /** Until there is init only, and what the others had is given back. */
    static void awaitTheEndOfAll(Machine machine) {
        Awaitility.await().atMost(LONG).until(() -> machine.processes().all().size() == 1);
        Awaitility.await().atMost(LONG).until(() -> machine.processes().kernel().scheduler().tasks().size() == 1);
    }
}
