// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command {@code benchmarks/kernels}: runs the set on all engines and prints how fast ours is beside the others. */
public final class KernelFigures {
    private static final String USAGE = """
            Usage: benchmarks/kernels [OPTION...] [KERNEL...]
            Runs the kernels (all of them: docs/benchmarks.md says what they are) natively, on V8, here and on Endive, as far as clang or gcc and
            node are installed, and prints the time of a run and how many times as fast wsh is as each. Wants an idle machine.

              --polls        compare wsh with polls and without, and nothing else
              --plain        no flags for the JVM, as embedded in somebody's program
              --runs N       the whole N times, and how far the times lie apart
              --rounds N     measured runs of each kernel and engine, the median counts (5)
              --least        the least counts: on a busy machine
              --scale X      X times the work (1); small ones are for trying things out
              --engines A,B  only these: native V8 wsh Endive
              --micro        instead: what an indirect call, a host call and a new instance cost
              --help         show this help and exit
            WSH_JAVA_OPTS: more flags for the JVM that runs wsh.""";

    private final List<String> names = new ArrayList<>();
    private List<Engine> engines = List.of(Engine.NATIVE, Engine.V8, Engine.WSH, Engine.ENDIVE);
    private boolean plain, micro, least;
    private int runs = 1, rounds = 5;
    private double scale = 1;

    private KernelFigures() {}

    public static void main(String[] arguments) throws Exception {
        var words = new ArrayDeque<>(List.of(arguments));
        Path module = Path.of(words.removeFirst());
        var figures = new KernelFigures();
        try {
            if (!figures.understand(words)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            System.err.println("kernels: " + e.getMessage() + "\nTry 'benchmarks/kernels --help' for more information.");
            System.exit(2);
        }
        figures.run(module);
    }

    /** Returns false if there is nothing more to do. */
    private boolean understand(ArrayDeque<String> words) {
        while (!words.isEmpty()) {
            String word = words.removeFirst();
            switch (word) {
                case "--help" -> {
                    System.out.println(USAGE);
                    return false;
                }
                case "--polls" -> engines = List.of(Engine.WSH, Engine.WSH_WITHOUT_POLLS);
                case "--plain" -> plain = true;
                case "--micro" -> micro = true;
                case "--least" -> least = true;
                case "--runs" -> runs = Integer.parseInt(value(word, words));
                case "--rounds" -> rounds = Integer.parseInt(value(word, words));
                case "--scale" -> scale = Double.parseDouble(value(word, words));
                case "--engines" -> engines = named(value(word, words));
                default -> {
                    if (word.startsWith("-")) {
                        throw new IllegalArgumentException("unknown option '" + word + "'");
                    }
                    names.add(word);
                }
            }
        }
        return true;
    }

    private static String value(String option, ArrayDeque<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(option + " wants a value");
        }
        return words.removeFirst();
    }

    private static List<Engine> named(String list) {
        var found = new ArrayList<Engine>();
        for (Engine engine : Engine.values()) {
            if (List.of(list.split(",")).contains(engine.label)) {
                found.add(engine);
            }
        }
        return found;
    }

    private void run(Path module) throws IOException, InterruptedException {
        Path work = Files.createDirectories(module.resolve("target/kernels"));
        var host = new Host(module, work, plain);
        System.out.printf("%d processors, Java %s%s%n%n", Runtime.getRuntime().availableProcessors(), Runtime.version(),
                plain ? ", no JVM flags" : "");
        if (micro) {
            System.exit(new ProcessBuilder(host.java(MicroFigures.class)).inheritIO().start().waitFor());
        }
        Map<String, List<Long>> times = new LinkedHashMap<>();
        for (int run = 0; run < runs; run++) {
            var table = new Table(engines, ratios());
            table.head();
            for (Kernel kernel : chosen()) {
                table.row(new Contest(host, engines, rounds, least).of(kernel.scaled(scale)));
            }
            table.foot();
            System.out.println();
            table.outcomes().forEach(o -> times.computeIfAbsent(o.kernel().name(), k -> new ArrayList<>()).add(o.nanos().get(Engine.WSH)));
        }
        if (runs > 1 && engines.contains(Engine.WSH)) {
            spread(times);
        }
    }

    private List<Kernel> chosen() throws IOException {
        var all = Kernel.all();
        for (String name : names) {
            if (all.stream().noneMatch(kernel -> kernel.name().equals(name))) {
                throw new IllegalArgumentException("no kernel \"" + name + "\"");
            }
        }
        return all.stream().filter(kernel -> names.isEmpty() || names.contains(kernel.name())).toList();
    }

    /** The speed of wsh by that of each of the others. */
    private List<Table.Ratio> ratios() {
        if (!engines.contains(Engine.WSH)) {
            return List.of();
        }
        return engines.stream().filter(engine -> engine != Engine.WSH)
                .map(engine -> new Table.Ratio("wsh:" + engine.label, Engine.WSH, engine)).toList();
    }

    /** Of a run that fell off a cliff, the slowest is many times the fastest. */
    private static void spread(Map<String, List<Long>> times) {
        System.out.printf("%-26s%10s%10s%14s%n", "wsh, all runs: ms", "fastest", "slowest", "slowest:fast.");
        times.forEach((name, all) -> {
            long least = all.stream().mapToLong(Long::longValue).min().orElseThrow();
            long most = all.stream().mapToLong(Long::longValue).max().orElseThrow();
            System.out.printf("%-26s%10.1f%10.1f%14.2f%n", name, least / 1e6, most / 1e6, (double) most / least);
        });
    }
}
