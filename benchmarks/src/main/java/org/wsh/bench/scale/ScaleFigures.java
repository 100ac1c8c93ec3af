// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.scale;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code benchmarks/scale}: the first argument is the clone, the others what to measure. Each has a machine of its own. */
public final class ScaleFigures {
    private static final String USAGE = """
            Usage: benchmarks/scale [--quick] [NAME...]
            Measures what many processes cost and whether one can harm the others, and prints a table with goals.
            Names: fairness kill prompt readers pipeline spawns jobs pollers (without: all, some 10 minutes).

              --quick   a tenth of everything, to try something out
              --help    show this help and exit

            The status is 1 if a goal was missed. The heap is 3 GiB. docs/benchmarks.md says what the rows are.
            """;

    private interface Measurement {
        void run(Guests guests, Report report, boolean quick) throws Exception;
    }

    /** By name, in the order of the table. */
    private static Map<String, Measurement> all() {
        Map<String, Measurement> all = new LinkedHashMap<>();
        all.put("fairness", (guests, report, quick) -> new Shares(guests, report).measure(quick));
        all.put("kill", (guests, report, quick) -> new Kills(guests, report).measure(quick));
        all.put("prompt", (guests, report, quick) -> new Bombs(guests, report).measure(quick));
        all.put("readers", (guests, report, quick) -> new Crowds(guests, report).readers(quick));
        all.put("pipeline", (guests, report, quick) -> new Crowds(guests, report).pipeline(quick));
        all.put("spawns", (guests, report, quick) -> new Crowds(guests, report).spawns(quick));
        all.put("jobs", (guests, report, quick) -> new Crowds(guests, report).jobs(quick));
        all.put("pollers", (guests, report, quick) -> new Pollers(guests, report).measure(quick));
        return all;
    }

    private ScaleFigures() {}

    public static void main(String[] arguments) throws Exception {
        List<String> wanted = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
        if (wanted.remove("--help")) {
            System.out.print(USAGE);
            return;
        }
        boolean quick = wanted.remove("--quick");
        Map<String, Measurement> all = all();
        if (!all.keySet().containsAll(wanted)) {
            System.err.print(USAGE);
            System.exit(2);
        }
        Path clone = Path.of(arguments[0]).toRealPath();
        System.out.printf("%d processors, Java %s, heap %d MiB, %s%n", Runtime.getRuntime().availableProcessors(), Runtime.version(),
                Runtime.getRuntime().maxMemory() >> 20, Report.load());
        var report = new Report();
        for (var each : all.entrySet()) {
            if (wanted.isEmpty() || wanted.contains(each.getKey())) {
                try (Guests guests = new Guests(clone)) {
                    each.getValue().run(guests, report, quick);
                }
            }
        }
        System.out.printf("%n%s at the end%n", Report.load());
        System.exit(report.allMet() ? 0 : 1);
    }
}
