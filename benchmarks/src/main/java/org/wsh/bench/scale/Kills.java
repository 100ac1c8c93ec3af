// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.scale;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.wsh.process.Process;
import org.wsh.sandbox.Job;

/** How long after {@code kill -9} a process is a zombie, whatever it does. */
final class Kills {
    private static final double GOAL = 50;

    private final Guests guests;
    private final Report report;

    Kills(Guests guests, Report report) {
        this.guests = guests;
        this.report = report;
    }

    void measure(boolean quick) throws Exception {
        report.title("kill -9 until it is dead, the longest of some");
        int rounds = quick ? 1 : 5;
        Map<String, Double> computing = new LinkedHashMap<>();
        for (String program : new String[] {"busy", "threads_busy"}) {
            Set<String> ways = new LinkedHashSet<>(guests.run(program).lines().toList());
            for (String way : ways) {
                double longest = 0;
                for (int round = 0; round < rounds; round++) {
                    longest = Math.max(longest, one(program, way));
                }
                computing.put(program + " " + way, longest);
            }
        }
        var slowest = computing.entrySet().stream().sorted(Map.Entry.<String, Double>comparingByValue().reversed()).toList();
        for (var each : slowest.subList(0, 6)) {
            report.atMost(each.getKey(), each.getValue(), GOAL, "ms");
        }
        report.atMost("the slowest of the other " + (slowest.size() - 6), slowest.get(6).getValue(), GOAL, "ms");
    }

    private double one(String program, String way) throws Exception {
        var said = new SaidBusy();
        Job job = guests.machine.program("/bin/" + program, way, "512").output(said).start();
        Process process = guests.machine.processes().find(job.pid());
        said.await();
        Thread.sleep(300);
        long start = System.nanoTime();
        Guests.kill(guests.machine, process);
        double took = (System.nanoTime() - start) / 1e6;
        guests.end(job);
        return took;
    }

    /** Hears that the program has begun. */
    private static final class SaidBusy extends java.io.OutputStream {
        private final java.util.concurrent.CountDownLatch line = new java.util.concurrent.CountDownLatch(1);

        @Override
        public void write(int character) {
            if (character == '\n') {
                line.countDown();
            }
        }

        void await() throws InterruptedException {
            if (!line.await(120, java.util.concurrent.TimeUnit.SECONDS)) {
                throw new IllegalStateException("it has not begun");
            }
        }
    }
}
