// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.scale;

import java.util.List;
import org.wsh.process.Process;
import org.wsh.sandbox.Job;

/** Who gets how much of two processors, and how long somebody who types has to wait beside a hundred who compute. */
final class Shares {
    private static final int SPINNERS = 100;

    private final Guests guests;
    private final Report report;

    Shares(Guests guests, Report report) {
        this.guests = guests;
        this.report = report;
    }

    void measure(boolean quick) throws Exception {
        report.title(SPINNERS + " that compute, on 2 processors");
        Job crowd = guests.crowd(SPINNERS, "busy", "busy spin > /dev/null");
        Thread.sleep(2000);
        spread(quick ? 4000 : 10_000);
        echo(quick ? 200 : 1000);
        guests.end(crowd);
        nice(quick ? 3000 : 10_000);
    }

    private static long[] ticks(List<Process> processes) {
        return processes.stream().mapToLong(process -> process.thread().task().ticks()).toArray();
    }

    private static long[] times(List<Process> processes) {
        return processes.stream().mapToLong(Process::cpuTime).toArray();
    }

    private void spread(int milliseconds) throws Exception {
        List<Process> spinners = guests.running("busy");
        long[] ticks = ticks(spinners);
        long[] times = times(spinners);
        Thread.sleep(milliseconds);
        long[] ticksAfter = ticks(spinners);
        long[] timesAfter = times(spinners);
        report.atMost("work done by each: furthest from the mean", furthest(ticks, ticksAfter), 20, "%");
        report.atMost("processor time of each: furthest from the mean", furthest(times, timesAfter), 20, "%");
    }

    private static double furthest(long[] before, long[] after) {
        double sum = 0;
        for (int i = 0; i < before.length; i++) {
            sum += after[i] - before[i];
        }
        double mean = sum / before.length;
        double furthest = 0;
        for (int i = 0; i < before.length; i++) {
            furthest = Math.max(furthest, Math.abs((after[i] - before[i]) / mean - 1));
        }
        return 100 * furthest;
    }

    private void echo(int count) throws Exception {
        var echoes = new Conversation(guests.machine.program("/bin/echoes"));
        echoes.askOften(20, 10, "warm", "warm");
        double[] times = echoes.askOften(count, 10, "x", "x");
        report.figure("an echo beside them: median", times[count / 2], "ms");
        report.atMost("an echo beside them: 99th percentile", times[count * 99 / 100], 20, "ms");
        echoes.end();
    }

    private void nice(int milliseconds) throws Exception {
        Job job = guests.machine.shell("for n in 0 0 5 5 10 10; do nice -n $n busy spin > /dev/null & done; wait").start();
        Guests.await(60, () -> guests.running("busy").size() == 6);
        Thread.sleep(1000);
        List<Process> spinners = guests.running("busy").stream().sorted(java.util.Comparator.comparingInt(process -> process.thread().task().nice())).toList();
        long[] before = times(spinners);
        Thread.sleep(milliseconds);
        long[] after = times(spinners);
        double[] used = new double[3];
        for (int i = 0; i < 6; i++) {
            used[i / 2] += after[i] - before[i];
        }
        report.figure("nice 0 against nice 5 (a step is 5/4: 3.05)", used[0] / used[1], "times");
        report.figure("nice 0 against nice 10 (9.31)", used[0] / used[2], "times");
        guests.end(job);
    }
}
