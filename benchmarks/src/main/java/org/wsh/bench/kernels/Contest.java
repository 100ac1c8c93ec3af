// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.kernels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One kernel on several engines, each in a process of its own, all of them alive at once but one at a time running: first each is warmed up, then they take turns, so
 * that whatever else the machine does meets all of them.
 */
final class Contest {
    private static final int IDLE_WARM_RUNS = 2;
    private static final long WARM_NANOS = 2_000_000_000L;
    private static final long MOST_WARM_NANOS = 30_000_000_000L;

    /** Nanoseconds of a run, by engine. */
    record Outcome(Kernel kernel, Map<Engine, Long> nanos) {
        /** How many times as fast {@code engine} was as {@code other}; NaN if one of them wasn't there. */
        double speed(Engine engine, Engine other) {
            Long a = nanos.get(engine), b = nanos.get(other);
            return a == null || b == null ? Double.NaN : (double) b / a;
        }
    }

    private final Host host;
    private final List<Engine> engines;
    private final int rounds;
    private final boolean least;

    /** @param least whether the fastest round counts, not the median */
    Contest(Host host, List<Engine> engines, int rounds, boolean least) {
        this.host = host;
        this.engines = engines;
        this.rounds = rounds;
        this.least = least;
    }

    /** @throws IllegalStateException if two engines do not agree on the checksum */
    Outcome of(Kernel kernel) throws IOException, InterruptedException {
        var contenders = new ArrayList<Contender>();
        try {
            for (Engine engine : engines) {
                var command = host.command(engine, kernel);
                if (command.isPresent()) {
                    contenders.add(new Contender(engine, command.get()));
                }
            }
            return new Outcome(kernel, measure(kernel, contenders));
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private Map<Engine, Long> measure(Kernel kernel, List<Contender> contenders) throws IOException {
        long checksum = 0;
        for (var contender : contenders) {
            long found = warm(kernel, contender);
            if (contender != contenders.getFirst() && found != checksum) {
                throw new IllegalStateException(String.format("%s: %s computed %d, %s %d", kernel.name(), contenders.getFirst().engine.label, checksum,
                        contender.engine.label, found));
            }
            checksum = found;
        }
        var times = new EnumMap<Engine, long[]>(Engine.class);
        for (int round = 0; round < rounds; round++) {
            for (var contender : contenders) {
                var sample = contender.run(kernel.n());
                if (sample.checksum() != checksum) {
                    throw new IllegalStateException(kernel.name() + ": " + contender.engine.label + " computed something else in round " + round);
                }
                times.computeIfAbsent(contender.engine, e -> new long[rounds])[round] = sample.nanos();
            }
        }
        var nanos = new EnumMap<Engine, Long>(Engine.class);
        times.forEach((engine, all) -> {
            Arrays.sort(all);
            nanos.put(engine, all[least ? 0 : rounds / 2]);
        });
        return nanos;
    }

    /** Runs it until it gets no faster: the JIT works beside us, and longer on a busy machine. */
    private static long warm(Kernel kernel, Contender contender) throws IOException {
        long start = System.nanoTime();
        long best = Long.MAX_VALUE;
        for (int idle = 0; ; ) {
            var sample = contender.run(kernel.n());
            idle = sample.nanos() < best * 0.95 ? 0 : idle + 1;
            best = Math.min(best, sample.nanos());
            long elapsed = System.nanoTime() - start;
            if (idle >= IDLE_WARM_RUNS && elapsed > WARM_NANOS || elapsed > MOST_WARM_NANOS) {
                return sample.checksum();
            }
        }
    }
}
