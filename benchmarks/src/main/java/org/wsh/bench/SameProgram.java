// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wsh.sandbox.Machine;
import org.wsh.sandbox.Result;

/** One C program, userland-wasm/src/test/c/bench.c: built by the host's compiler and by wcc, run in turns, compared job by job. */
final class SameProgram {
    private static final int ROUNDS = 3;

    private final Path module;

    SameProgram(Path clone) {
        module = clone.resolve("userland-wasm");
    }

    void measure() throws Exception {
        Figures.title("the same C program, natively and in wsh, an operation (least of " + ROUNDS + ")");
        Path work = Files.createTempDirectory("wsh-bench");
        Path program = work.resolve("bench");
        Path files = Files.createDirectory(work.resolve("files"));
        try (Machine machine = Machine.builder().build()) {
            var compiler = new ProcessBuilder("cc", "-O2", "-std=gnu11", "-D_GNU_SOURCE", "-w", "-o", program.toString(),
                    module.resolve("src/test/c/bench.c").toString()).inheritIO();
            if (compiler.start().waitFor() != 0) {
                throw new IllegalStateException("the host's C compiler failed");
            }
            machine.write("/home/user/bench", Files.readAllBytes(wasm()), 0755);
            Map<String, Double> there = new LinkedHashMap<>();
            Map<String, Double> here = new LinkedHashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                keepLeast(there, natively(program, files));
                Result result = machine.run("./bench");
                if (result.status() != 0) {
                    throw new IllegalStateException(result.toString());
                }
                keepLeast(here, result.output());
            }
            for (var each : there.entrySet()) {
                double own = here.getOrDefault(each.getKey(), Double.NaN);
                System.out.printf("  %-20s wsh %10s, native %10s: %.2f times%n", each.getKey(), Timing.text(own),
                        Timing.text(each.getValue()), own / each.getValue());
            }
        } finally {
            Files.deleteIfExists(program);
            Files.deleteIfExists(files);
            Files.deleteIfExists(work);
        }
    }

    /** The committed one, which wcc has built. */
    private Path wasm() {
        return module.resolve("src/test/resources/org/wsh/userland/programs/bench.wasm");
    }

    private static String natively(Path program, Path files) throws IOException, InterruptedException {
        var process = new ProcessBuilder(program.toString(), "-d", files.toString())
                .redirectInput(new File("/dev/null")).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the native program failed");
        }
        return output;
    }

    /** Lines of {@code name ns}. */
    private static void keepLeast(Map<String, Double> figures, String output) {
        for (String line : output.split("\n")) {
            int space = line.indexOf(' ');
            figures.merge(line.substring(0, space), Double.parseDouble(line.substring(space + 1)), Math::min);
        }
    }
}
