// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

import java.util.List;
import java.util.Locale;
import org.wsh.kernel.Kernel;
import org.wsh.process.Process;
import org.wsh.process.Processes;

/** The texts of {@code /proc}'s files about the machine as a whole: proc(5). */
final class MachineText {
    private static final long HUNDREDTH = 10_000_000;
    private static final long SECOND = 1_000_000_000;

    private final Processes processes;
    private final Kernel kernel;
    private final LoadAverage load = new LoadAverage();

    MachineText(Processes processes) {
        this.processes = processes;
        kernel = processes.kernel();
    }

    /** Nanoseconds in which no processor of ours was used. */
    private long idle() {
        return Math.max(0, kernel.clock().monotonic() * kernel.scheduler().processors() - processes.cpuTimeOfAll());
    }

    String uptime() {
        return hundredths(kernel.clock().monotonic()) + " " + hundredths(idle()) + "\n";
    }

    /** All CPU time is user's: a system call is a call. Which processor did what is not known, so each did its share. */
    String stat() {
        int processors = kernel.scheduler().processors();
        long busy = processes.cpuTimeOfAll() / HUNDREDTH;
        long idle = idle() / HUNDREDTH;
        StringBuilder text = new StringBuilder("cpu  " + busy + " 0 0 " + idle + " 0 0 0 0 0 0\n");
        for (int i = 0; i < processors; i++) {
            text.append("cpu").append(i).append(' ').append(busy / processors).append(" 0 0 ").append(idle / processors).append(" 0 0 0 0 0 0\n");
        }
        long boot = (kernel.clock().realtime() - kernel.clock().monotonic()) / SECOND;
        return text.append("btime ").append(boot).append("\nprocesses ").append(processes.lastPid()).append("\nprocs_running ").append(runnable(processes.all()))
                .append("\nprocs_blocked 0\n").toString();
    }

    private int runnable(List<Process> all) {
        int runnable = 0;
        for (Process process : all) {
            runnable += StateLetter.of(processes, process, process.thread()) == 'R' ? 1 : 0;
        }
        return runnable;
    }

    String loadAverage() {
        List<Process> all = processes.all();
        int runnable = runnable(all);
        // Who looks runs, and does not count.
        double[] averages = load.with(Math.max(0, runnable - 1), kernel.clock().monotonic());
        return String.format(Locale.ROOT, "%.2f %.2f %.2f %d/%d %d\n", averages[0], averages[1], averages[2], runnable, all.size(), processes.lastPid());
    }

    /** What guests may take, and have. */
    String memory() {
        long total = kernel.ledger().budget() >> 10;
        long free = Math.max(0, total - (kernel.ledger().used() >> 10));
        return line("MemTotal", total) + line("MemFree", free) + line("MemAvailable", free) + line("Buffers", 0) + line("Cached", 0) + line("SwapTotal", 0) + line("SwapFree", 0)
                + line("Shmem", 0) + line("SReclaimable", 0);
    }

    private static String line(String name, long kilobytes) {
        return String.format(Locale.ROOT, "%-15s %8d kB\n", name + ":", kilobytes);
    }

    static String hundredths(long nanos) {
        return String.format(Locale.ROOT, "%d.%02d", nanos / SECOND, nanos / HUNDREDTH % 100);
    }
}
