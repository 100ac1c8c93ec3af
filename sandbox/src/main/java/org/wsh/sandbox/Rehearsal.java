// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.vfs.OpenFlags;

/**
 * What the launcher runs once to make the AOT cache: typical commands, and a session on a terminal, so that the JVM sees which
 * classes a start needs. What it prints is of no interest.
 */
public final class Rehearsal {
    private static final String[][] LINES = {
        {"-c", "true"},
        {"-e", "A=1", "-c", "echo hello | tr a-z A-Z; ls -l / | sort | head -3; x=$(date); [ -n \"$x\" ] && echo \"$x\""},
        {"run", "echo", "hello"},
    };
    private static final String TYPED = "echo hello | tr a-z A-Z\nls /bin | wc -l\nexit\n";
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private Rehearsal() {}

    /**
     * Rehearses commands, or a session if the first argument says so: the JVM loads every class of a cache at once, and those of the
     * line editor would cost a command 10 ms. Ends with an exception, and so without a cache, if anything does not work.
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("session")) {
            session();
            System.exit(0);
        }
        for (String kinds : new String[] {"ppp", "ddd"}) {
            for (String[] line : LINES) {
                Wsh.run(line, kinds);
            }
        }
        System.exit(0);
    }

    private static void session() throws InterruptedException {
        try (Machine machine = Machine.builder().environment("TERM", "xterm-256color").build()) {
            var terminal = new Terminal(machine.kernel(), "console", 5 << 8 | 1);
            var screen = Thread.ofPlatform().daemon().start(() -> look(terminal));
            Launch launch = machine.launch("/bin/sh", List.of("wsh")).terminal(terminal);
            for (int fd = 0; fd < 3; fd++) {
                launch.stream(fd, terminal.open(OpenFlags.READ_WRITE));
            }
            Job job = launch.start();
            terminal.inputFully(TYPED.getBytes(StandardCharsets.US_ASCII));
            if (!job.awaitEnd(PATIENCE_NANOS)) {
                job.kill();
            }
            terminal.hangUp();
            screen.join();
        }
    }

    private static void look(Terminal terminal) {
        byte[] bytes = new byte[4096];
        try {
            while (terminal.awaitOutput(bytes) >= 0) {
                // seen
            }
        } catch (InterruptedException e) {
            // Nobody does.
        }
    }
}
