// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The machine we run on: how it starts each engine, if it can.
 *
 * @param module the benchmarks' folder, with the sources
 * @param work   where files for this run go
 * @param plain  whether our JVM gets no flags, as when embedded
 */
record Host(Path module, Path work, boolean plain) {
    /** What the launcher passes to its JVM, as {@code benchmarks/kernels} has asked it. */
    private static List<String> launcherFlags() {
        String flags = System.getProperty("wsh.flags");
        if (flags == null) {
            throw new IllegalStateException("no wsh.flags: start this by benchmarks/kernels");
        }
        return List.of(flags.strip().split("\\s+"));
    }

    /** The command that serves this kernel, or nothing if this host hasn't what it takes. */
    Optional<List<String>> command(Engine engine, Kernel kernel) throws IOException, InterruptedException {
        return switch (engine) {
            case NATIVE -> compiled(kernel).map(List::of);
            case V8 -> program("node").map(node -> List.of(node, module.resolve("src/main/js/serve.js").toString(), extracted(kernel)));
            case WSH -> Optional.of(java(WshServer.class, kernel.name(), "polls"));
            case WSH_WITHOUT_POLLS -> Optional.of(java(WshServer.class, kernel.name(), "nopolls"));
            case ENDIVE -> Optional.of(java(EndiveServer.class, kernel.name()));
        };
    }

    /** A JVM like this one, with the flags in question. */
    List<String> java(Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        if (!plain) {
            command.addAll(launcherFlags());
        }
        String more = System.getenv("WSH_JAVA_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Collections.addAll(command, arguments);
        return command;
    }

    /** Vectorised and with the host's libc, as anybody would build it; but floats are those of the standard, so that checksums agree. */
    private Optional<String> compiled(Kernel kernel) throws IOException, InterruptedException {
        var compiler = program("clang").or(() -> program("gcc")).or(() -> program("cc"));
        if (compiler.isEmpty()) {
            return Optional.empty();
        }
        Path c = module.resolve("src/main/c");
        Path binary = work.resolve(kernel.name());
        var process = new ProcessBuilder(compiler.get(), "-O2", "-std=gnu11", "-ffp-contract=off", "-fno-math-errno", "-o", binary.toString(),
                c.resolve("kernels/" + kernel.name() + ".c").toString(), c.resolve("native.c").toString()).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(compiler.get() + " cannot compile " + kernel.name() + ".c");
        }
        return Optional.of(binary.toString());
    }

    private String extracted(Kernel kernel) {
        Path file = work.resolve(kernel.wasm());
        try {
            Files.write(file, Kernel.resource(kernel.wasm()));
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + file, e);
        }
        return file.toString();
    }

    private static Optional<String> program(String name) {
        for (String folder : System.getenv("PATH").split(":")) {
            Path found = Path.of(folder, name);
            if (Files.isExecutable(found)) {
                return Optional.of(found.toString());
            }
        }
        return Optional.empty();
    }
}
