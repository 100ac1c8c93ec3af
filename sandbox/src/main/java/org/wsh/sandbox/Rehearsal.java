// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.vfs.OpenFlags;

/**
 * What the launcher runs once to make an AOT cache: typical commands, a session on a terminal, or programs of the host, so that the JVM sees which
 * classes a start needs, and which methods it soon needs compiled. What it prints is of no interest.
 */
public final class Rehearsal {
    private static final String[][] LINES = {
        {"-c", "true"},
        {"-e", "A=1", "-c", "echo hello | tr a-z A-Z; ls -l / | sort | head -3; x=$(date); [ -n \"$x\" ] && echo \"$x\""},
        {"run", "echo", "hello"},
    };
    /** Commands that a strange program is run as, with what they are given. */
    private static final String[][] PROGRAMS = {
        {"sort", "-n", "/etc/passwd"},
        {"seq", "30000"},
        {"find", "/bin", "-name", "s*"},
        {"expr", "12", "*", "13"},
        {"sha256sum", "/bin/sort"},
        {"wc", "/bin/sort"},
    };
    private static final String TYPED = "echo hello | tr a-z A-Z\nls /bin | wc -l\nexit\n";
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private Rehearsal() {}

    /**
     * Rehearses commands, or a session or programs if the first argument says so: the JVM loads every class of a cache at once, and those of the
     * line editor would cost a command 10 ms. Ends with an exception, and so without a cache, if anything does not work.
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("session")) {
            session();
            System.exit(0);
        }
        if (arguments.length > 0 && arguments[0].equals("program")) {
            programs();
            System.exit(0);
        }
        for (String kinds : new String[] {"ppp", "ddd"}) {
            for (String[] line : LINES) {
                Wsh.run(line, kinds);
            }
        }
        System.exit(0);
    }

    /** Each twice: code is made, kept when the command has ended, and found again. */
    private static void programs() throws Exception {
        Wsh.run(new String[] {"run", "echo", "hello"}, "ppp");
        try (var program = new StrangeProgram()) {
            for (int round = 0; round < 2; round++) {
                for (String[] line : PROGRAMS) {
                    var words = new ArrayList<>(List.of(line));
                    words.set(0, program.named(line[0]));
                    words.add(0, "run");
                    Wsh.run(words.toArray(String[]::new), round == 0 ? "ppp" : "ddd");
                }
            }
        }
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
