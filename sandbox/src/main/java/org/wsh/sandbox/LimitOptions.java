// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.wsh.process.limit.ResourceLimits;

/**
 * What the command line lets a machine use, in Docker's words where it has them. −1: nothing was
 * said.
 */
record LimitOptions(long memory, int processors, int processes, List<Ulimit> ulimits, Totals totals) {
    private static final int NONE = -1;
    private static final long MOST_SECONDS = 1_000_000_000;

    static final LimitOptions UNSAID = new LimitOptions(NONE, NONE, NONE, List.of(), new Totals(NONE, NONE, NONE, NONE, NONE));

    /** Of one resource, by Linux's number. */
    record Ulimit(int resource, long soft, long hard) {}

    /**
     * Of everything together.
     *
     * @param disk   bytes in files
     * @param output bytes to standard output and error
     * @param descriptors in use
     * @param cpuTime ns
     * @param timeout ns
     */
    record Totals(long disk, long output, int descriptors, long cpuTime, long timeout) {}

    private LimitOptions with(Totals next) {
        return new LimitOptions(memory, processors, processes, ulimits, next);
    }

    LimitOptions withDisk(String option, String text) throws UsageError {
        return with(new Totals(bytes(option, text), totals.output, totals.descriptors, totals.cpuTime, totals.timeout));
    }

    LimitOptions withStorageOption(String text) throws UsageError {
        if (!text.startsWith("size=")) {
            throw new UsageError("--storage-opt: " + text + ": expected size=SIZE");
        }
        return withDisk("--storage-opt size", text.substring(5));
    }

    LimitOptions withOutput(String text) throws UsageError {
        return with(new Totals(totals.disk, bytes("--output-limit", text), totals.descriptors, totals.cpuTime, totals.timeout));
    }

    LimitOptions withDescriptors(String text) throws UsageError {
        return with(new Totals(totals.disk, totals.output, count("--fds-limit", text), totals.cpuTime, totals.timeout));
    }

    LimitOptions withCpuTime(String text) throws UsageError {
        return with(new Totals(totals.disk, totals.output, totals.descriptors, seconds("--cpu-time", text), totals.timeout));
    }

    LimitOptions withTimeout(String text) throws UsageError {
        return with(new Totals(totals.disk, totals.output, totals.descriptors, totals.cpuTime, seconds("--timeout", text)));
    }

    /** With a fraction, perhaps; in ns. */
    private static long seconds(String option, String text) throws UsageError {
        int point = text.indexOf('.');
        String fraction = point < 0 ? "" : text.substring(point + 1);
        long whole = number(point < 0 ? text : text.substring(0, point));
        long part = point < 0 ? 0 : number((fraction + "000000000").substring(0, 9));
        if (whole < 0 || part < 0 || whole > MOST_SECONDS || fraction.length() > 9) {
            throw new UsageError(option + ": " + text + ": expected seconds");
        }
        return whole * 1_000_000_000 + part;
    }

    LimitOptions withMemory(String text) throws UsageError {
        return new LimitOptions(bytes("--memory", text), processors, processes, ulimits, totals);
    }

    /** Bytes, or with k, m, g after it. */
    private static long bytes(String option, String text) throws UsageError {
        long unit = switch (text.isEmpty() ? ' ' : Character.toLowerCase(text.charAt(text.length() - 1))) {
            case 'k' -> 1L << 10;
            case 'm' -> 1L << 20;
            case 'g' -> 1L << 30;
            default -> 1;
        };
        long number = number(unit == 1 ? text : text.substring(0, text.length() - 1));
        if (number < 1 || number > Long.MAX_VALUE / unit) {
            throw new UsageError(option + ": " + text + ": expected bytes, or a number with k, m or g");
        }
        return number * unit;
    }

    LimitOptions withProcessors(String text) throws UsageError {
        return new LimitOptions(memory, count("--cpus", text), processes, ulimits, totals);
    }

    LimitOptions withProcesses(String text) throws UsageError {
        return new LimitOptions(memory, processors, count("--pids-limit", text), ulimits, totals);
    }

    private static int count(String option, String text) throws UsageError {
        long number = number(text);
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw new UsageError(option + ": " + text + ": expected a number from 1 up");
        }
        return (int) number;
    }

    /** NAME=SOFT[:HARD], the units of setrlimit(): bytes, seconds. */
    LimitOptions withUlimit(String text) throws UsageError {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':', equals + 1);
        int resource = equals < 0 ? NONE : resource(text.substring(0, equals));
        String soft = text.substring(equals + 1, colon < 0 ? text.length() : colon);
        String hard = colon < 0 ? soft : text.substring(colon + 1);
        long softLimit = limit(soft);
        long hardLimit = limit(hard);
        if (resource == NONE || softLimit < ResourceLimits.INFINITY || hardLimit < ResourceLimits.INFINITY
                || Long.compareUnsigned(softLimit, hardLimit) > 0) {
            throw new UsageError("--ulimit: " + text + ": expected NAME=SOFT[:HARD], NAME one of as, core, cpu, data, fsize, nofile, nproc, stack");
        }
        var all = new ArrayList<>(ulimits);
        all.add(new Ulimit(resource, softLimit, hardLimit));
        return new LimitOptions(memory, processors, processes, List.copyOf(all), totals);
    }

    private static int resource(String name) {
        return switch (name) {
            case "as" -> ResourceLimits.ADDRESS_SPACE;
            case "core" -> ResourceLimits.CORE;
            case "cpu" -> ResourceLimits.CPU;
            case "data" -> ResourceLimits.DATA;
            case "fsize" -> ResourceLimits.FILE_SIZE;
            case "nofile" -> ResourceLimits.DESCRIPTORS;
            case "nproc" -> ResourceLimits.PROCESSES;
            case "stack" -> ResourceLimits.STACK;
            default -> NONE;
        };
    }

    /** Below INFINITY: it is no limit at all. */
    private static long limit(String text) {
        if (text.equals("unlimited") || text.equals("-1")) {
            return ResourceLimits.INFINITY;
        }
        long number = number(text);
        return number < 0 ? Long.MIN_VALUE : number;
    }

    /** −1 if it is none. */
    private static long number(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return NONE;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return NONE;
            }
        }
        return Long.parseLong(text);
    }

    void applyTo(MachineBuilder builder) throws UsageError {
        if (memory != NONE) {
            builder.memory(memory);
        }
        if (processors != NONE) {
            builder.processors(processors);
        }
        if (processes != NONE) {
            builder.processes(processes);
        }
        if (totals.disk != NONE) {
            builder.disk(totals.disk);
        }
        if (totals.output != NONE) {
            builder.outputLimit(totals.output);
        }
        for (Ulimit each : ulimits) {
            try {
                builder.limit(each.resource(), each.soft(), each.hard());
            } catch (IllegalArgumentException e) {
                throw new UsageError("--ulimit: " + e.getMessage());
            }
        }
    }

    /** What holds for the one command that the machine runs. */
    void applyTo(Launch launch) {
        if (totals.descriptors != NONE) {
            launch.descriptors(totals.descriptors);
        }
        if (totals.cpuTime != NONE) {
            launch.cpuTime(Duration.ofNanos(totals.cpuTime));
        }
    }

    /** ns, or negative for none. */
    long timeout() {
        return totals.timeout;
    }
}
