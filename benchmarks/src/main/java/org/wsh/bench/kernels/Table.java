// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A run's table: a line a kernel, printed as it comes; then geometric means and the worst of each ratio. */
final class Table {
    /** A column of ratios: how many times as fast the one is as the other. */
    record Ratio(String title, Engine engine, Engine other) {
        double of(Contest.Outcome outcome) {
            return outcome.speed(engine, other);
        }
    }

    private final List<Engine> engines;
    private final List<Ratio> ratios;
    private final List<Contest.Outcome> outcomes = new ArrayList<>();

    Table(List<Engine> engines, List<Ratio> ratios) {
        this.engines = engines;
        this.ratios = ratios;
    }

    void head() {
        var line = new StringBuilder(String.format("%-13s %-12s", "ms a run", "kind"));
        engines.forEach(engine -> line.append(String.format("%10s", engine.label)));
        ratios.forEach(ratio -> line.append(String.format("%14s", ratio.title)));
        System.out.println(line);
    }

    void row(Contest.Outcome outcome) {
        outcomes.add(outcome);
        var line = new StringBuilder(String.format("%-13s %-12s", outcome.kernel().name(), outcome.kernel().kind()));
        for (Engine engine : engines) {
            Long nanos = outcome.nanos().get(engine);
            line.append(nanos == null ? String.format("%10s", "-") : String.format("%10.1f", nanos / 1e6));
        }
        ratios.forEach(ratio -> line.append(number(ratio.of(outcome))));
        System.out.println(line);
    }

    void foot() {
        var kernels = outcomes.stream().filter(o -> !o.kernel().isProgram()).toList();
        var programs = outcomes.stream().filter(o -> o.kernel().isProgram()).toList();
        summary("geometric mean, " + kernels.size() + " kernels", ratio -> geometricMean(ratio, kernels));
        summary("least", ratio -> kernels.stream().mapToDouble(ratio::of).min().orElse(Double.NaN));
        if (!programs.isEmpty()) {
            summary("geometric mean, " + programs.size() + " programs", ratio -> geometricMean(ratio, programs));
            summary("least", ratio -> programs.stream().mapToDouble(ratio::of).min().orElse(Double.NaN));
        }
    }

    private void summary(String title, ToDoubleFunction<Ratio> value) {
        var line = new StringBuilder(String.format("%-" + (26 + 10 * engines.size()) + "s", title));
        ratios.forEach(ratio -> line.append(number(value.applyAsDouble(ratio))));
        System.out.println(line);
    }

    private static String number(double ratio) {
        return Double.isNaN(ratio) ? String.format("%14s", "-") : String.format("%14.2f", ratio);
    }

    private static double geometricMean(Ratio ratio, List<Contest.Outcome> outcomes) {
        return Math.exp(outcomes.stream().mapToDouble(o -> Math.log(ratio.of(o))).average().orElse(Double.NaN));
    }

    List<Contest.Outcome> outcomes() {
        return outcomes;
    }
}
