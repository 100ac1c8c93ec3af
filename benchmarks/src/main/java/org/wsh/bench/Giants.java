// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Times whole commands that are giant modules: wsh with an empty code cache, wsh again, V8. Arguments: the clone, the folder of {@code benchmarks/giants}, how many rounds. */
final class Giants {
    private static final String HELLO = "#include <stdio.h>\nint main(void) { printf(\"hello from %d\\n\", 42); return 0; }\n";
    private static final Pattern HEAP = Pattern.compile("Pause.* (\\d+)M->(\\d+)M\\((\\d+)M\\)");

    private final Path clone, folder, cache, work;
    private final int rounds;

    /** A row: commands one after another, and the module they are of. */
    private record Work(String name, Path module, List<List<String>> commands, String expected) {}

    private Giants(Path clone, Path folder, int rounds) throws IOException {
        this.clone = clone;
        this.folder = folder;
        this.rounds = rounds;
        cache = Files.createDirectories(folder.resolve("cache"));
        work = Files.createDirectories(folder.resolve("work"));
    }

    public static void main(String[] arguments) throws Exception {
        new Giants(Path.of(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[2])).print();
    }

    private void print() throws Exception {
        Files.writeString(work.resolve("hello.c"), HELLO);
        Path ruby = folder.resolve("ruby.command.wasm");
        RubyCommand.main(new String[] {folder.resolve("ruby/package/dist/ruby.wasm").toString(), ruby.toString(), "puts (1..10).sum"});
        Path llvm = folder.resolve("llvm");
        var compile = List.of("clang", "-cc1", "-triple", "wasm32-unknown-wasip1", "-emit-obj", "-O1", "-isysroot", "/usr", "-internal-isystem", "/usr/include",
                "-internal-isystem", "/usr/include/wasm32-wasip1", "-x", "c", "-o", "hello.o", "hello.c");
        var link = List.of("wasm-ld", "-m", "wasm32", "-L/usr/lib/wasm32-unknown-wasip1", "-L/usr/lib/wasm32-wasip1", "/usr/lib/wasm32-wasip1/crt1-command.o",
                "hello.o", "-lc", "/usr/lib/wasm32-unknown-wasip1/libclang_rt.builtins.a", "-o", "hello.wasm");
        makeAotCache();
        System.out.printf("%d processors, Java %s; median of %d%n%n", Runtime.getRuntime().availableProcessors(), Runtime.version(), rounds);
        System.out.printf("%-28s %8s %8s %8s %8s   %s%n", "", "module", "cold", "cached", "V8", "heap, of at most 10 modules");
        for (var each : List.of(
                new Work("clang --version", llvm, List.of(List.of("clang", "--version")), "clang version"),
                new Work("clang -c and link hello.c", llvm, List.of(compile, link), ""),
                new Work("ruby -e 'puts (1..10).sum'", ruby, List.of(List.of()), "55"))) {
            row(each);
        }
        System.out.println("\nwhat was compiled and linked says, in wsh: " + wsh(work.resolve("hello.wasm"), List.of(), Map.of(), "hello from 42").strip());
    }

    /** The launcher makes it in the background after a first start, and while it does there is a lock; when a start makes none the cache is there. Those of other clones may lie beside it. */
    private void makeAotCache() throws Exception {
        for (int i = 0; i < 120; i++) {
            wsh(folder.resolve("llvm"), List.of("clang", "--version"), Map.of(), "");
            try (var files = Files.list(cache.resolve("wsh"))) {
                if (files.noneMatch(f -> f.toString().endsWith(".aot.lock"))) {
                    return;
                }
            }
            Thread.sleep(1000);
        }
        System.err.println("(no AOT cache: figures are without)");
    }

    private void row(Work row) throws Exception {
        var cold = new double[rounds];
        var cached = new double[rounds];
        var v8 = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            forget(cache.resolve("wsh/code"));
            cold[i] = seconds(row, false);
            cached[i] = seconds(row, false);
            v8[i] = seconds(row, true);
        }
        long size = Files.size(row.module());
        System.out.printf("%-28s %5d MB %6.2f s %6.2f s %6.2f s   %s%n", row.name(), size >> 20, median(cold), median(cached), median(v8), heap(row, size));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static void forget(Path code) throws IOException {
        if (Files.isDirectory(code)) {
            try (var files = Files.list(code)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private double seconds(Work row, boolean v8) throws Exception {
        long start = System.nanoTime();
        for (var command : row.commands()) {
            if (v8) {
                v8(row.module(), command, row.expected());
            } else {
                wsh(row.module(), command, Map.of(), row.expected());
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** The most that was in use when the collector ran, in a heap that holds ten times the module, from an empty code cache. */
    private String heap(Work row, long size) throws Exception {
        forget(cache.resolve("wsh/code"));
        int most = 0;
        for (var command : row.commands()) {
            Path log = Files.createTempFile("giants", ".gc");
            try {
                wsh(row.module(), command, Map.of("WSH_JAVA_OPTS", "-Xmx" + (10 * size >> 20) + "m -Xlog:gc:file=" + log), row.expected());
            } catch (IOException e) {
                return "does not fit: " + e.getMessage().lines().findFirst().orElse("");
            }
            var matcher = HEAP.matcher(Files.readString(log));
            while (matcher.find()) {
                most = Math.max(most, Integer.parseInt(matcher.group(1)));
            }
            Files.delete(log);
        }
        return "%d MB (%.1f modules)".formatted(most, most / (size / 1048576.0));
    }

    private String wsh(Path module, List<String> arguments, Map<String, String> environment, String expected) throws Exception {
        var command = new ArrayList<>(List.of(clone.resolve("wsh").toString(), "--allow-missing-imports", "--mount", work + ":/work:rw", "--mount",
                folder.resolve("usr") + ":/usr", "--workdir", "/work", "run", module.toString()));
        command.addAll(arguments);
        return run(command, environment, expected);
    }

    private void v8(Path module, List<String> arguments, String expected) throws Exception {
        var command = new ArrayList<>(List.of("node", "--no-warnings", clone.resolve("benchmarks/src/main/js/wasi.mjs").toString(), folder.toString(), module.toString()));
        command.addAll(arguments);
        run(command, Map.of(), expected);
    }

    private String run(List<String> command, Map<String, String> environment, String expected) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0 || !output.contains(expected)) {
            throw new IOException("status " + status + ": " + output.strip());
        }
        return output;
    }
}
