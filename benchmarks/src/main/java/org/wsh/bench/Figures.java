// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.wsh.sandbox.Machine;
import org.wsh.sandbox.Result;

/** Measures and prints: wsh beside the system it runs on. The first argument is the clone, the others name what to measure. */
public final class Figures {
    private static final int STARTS = 20;
    private static final int SPAWNS = 1000;

    private final Path clone;

    private Figures(Path clone) {
        this.clone = clone;
    }

    public static void main(String[] arguments) throws Exception {
        var wanted = List.of(arguments).subList(1, arguments.length);
        var figures = new Figures(Path.of(arguments[0]).toRealPath());
        System.out.printf("%d processors, Java %s%n", Runtime.getRuntime().availableProcessors(), Runtime.version());
        if (wanted.isEmpty() || wanted.contains("start")) {
            figures.start();
        }
        if (wanted.isEmpty() || wanted.contains("spawn")) {
            figures.spawn();
        }
        if (wanted.isEmpty() || wanted.contains("text")) {
            figures.text();
        }
        if (wanted.isEmpty() || wanted.contains("program")) {
            figures.program();
        }
        System.exit(0);
    }

    // ---- From nothing to the end of `true`.

    private void start() throws Exception {
        title("start: ./wsh -c true, wall time of " + STARTS);
        String java = ProcessHandle.current().info().command().orElseThrow();
        String jar = Path.of(Nothing.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        String wsh = clone.resolve("wsh").toString();
        row("the JVM's own start (an empty main)",
                Timing.of(2, STARTS, () -> host(List.of(), java, "-XX:+UseSerialGC", "-cp", jar, "org.wsh.bench.Nothing")));
        row("without the AOT cache", Timing.of(2, STARTS, () -> host(List.of("WSH_AOT=off"), wsh, "-c", "true")));
        awaitCache();
        row("with it", Timing.of(2, STARTS, () -> host(List.of(), wsh, "-c", "true")));
        row("a pipeline: echo hello | tr a-z A-Z",
                Timing.of(2, STARTS, () -> host(List.of(), wsh, "-c", "echo hello | tr a-z A-Z")));
    }

    /** A start makes the cache in the background, in some seconds: until then there is a lock beside it. */
    private void awaitCache() throws Exception {
        host(List.of(), clone.resolve("wsh").toString(), "-c", "true");
        String cache = System.getenv("XDG_CACHE_HOME");
        Path folder = cache == null ? Path.of(System.getProperty("user.home"), ".cache", "wsh") : Path.of(cache, "wsh");
        boolean making = true;
        while (making) {
            Thread.sleep(200);
            try (var files = Files.list(folder)) {
                making = files.anyMatch(file -> file.toString().endsWith(".lock"));
            }
        }
    }

    // ---- Processes within a session.

    private void spawn() throws Exception {
        title("spawn and wait, by the shell: for i in $(seq " + SPAWNS + "); do /bin/true; done, a turn");
        String loop = "for i in $(seq " + SPAWNS + "); do /bin/true; done";
        Timing there = Timing.of(1, 5, () -> host(List.of(), "/bin/sh", "-c", loop)).per(SPAWNS);
        Timing here;
        try (Machine machine = Machine.builder().build()) {
            here = Timing.of(3, 9, () -> succeed(machine.run(loop))).per(SPAWNS);
        }
        compare("true", here, there);
    }

    // ---- Text.

    private void text() throws Exception {
        Path folder = Files.createTempDirectory("wsh-bench");
        try {
            Path file = folder.resolve("words.txt");
            Words.write(file, 50 << 20);
            title("text: " + (Files.size(file) >> 20) + " MB, wsh with the folder mounted, a machine each; the host under LC_ALL=C");
            for (String command : new String[] {
                "cat words.txt > /dev/null", "wc words.txt", "grep -c wander words.txt | cat", "sort words.txt > /dev/null",
                "tr -cs A-Za-z '\\n' < words.txt | tr A-Z a-z | sort | uniq -c | sort -rn | head -20"
            }) {
                Timing there = Timing.of(0, 3, () -> host(List.of("LC_ALL=C"), folder, "/bin/sh", "-c", command));
                Timing here = Timing.of(0, 3, () -> {
                    try (Machine machine = Machine.builder().mount(folder, "/data").directory("/data").build()) {
                        succeed(machine.run(command));
                    }
                });
                compare(command, here, there);
            }
            Files.delete(file);
        } finally {
            Files.delete(folder);
        }
    }

    // ---- One C program, both ways.

    private void program() throws Exception {
        new SameProgram(clone).measure();
    }

    // ---- How.

    static void title(String text) {
        System.out.printf("%n%s%n", text);
    }

    private static void row(String what, Timing timing) {
        System.out.printf("  %-52s %s%n", what, timing);
    }

    private static void compare(String what, Timing here, Timing there) {
        System.out.printf("  %-52s wsh %s, host %s: %.2f times%n", what.length() > 52 ? what.substring(0, 49) + "..." : what, here, there,
                (double) here.median() / there.median());
    }

    private static void succeed(Result result) {
        if (result.status() != 0) {
            throw new IllegalStateException(result.toString());
        }
    }

    private static void host(List<String> environment, String... command) throws IOException, InterruptedException {
        host(environment, Path.of("/"), command);
    }

    /** Runs it on the host, output to nowhere, and wants it to succeed. */
    private static void host(List<String> environment, Path folder, String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(new ArrayList<>(List.of(command))).directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.redirectInput(new java.io.File("/dev/null"));
        for (String variable : environment) {
            int equals = variable.indexOf('=');
            builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        int status = builder.start().waitFor();
        if (status != 0) {
            throw new IllegalStateException(List.of(command) + " ended with " + status);
        }
    }
}
