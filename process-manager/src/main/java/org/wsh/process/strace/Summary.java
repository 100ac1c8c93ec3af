// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.strace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.wsh.kernel.TraceEvent;

/** {@code strace -c}: of each call, how often, how long, and how often it failed; the longest first. */
final class Summary {
    private static final class Count {
        final String name;
        long nanos;
        int calls;
        int errors;

        Count(String name) {
            this.name = name;
        }
    }

    private final Map<String, Count> counts = new HashMap<>();

    void add(TraceEvent.SyscallExit call) {
        Count count = counts.computeIfAbsent(call.name(), Count::new);
        count.nanos += call.duration();
        count.calls++;
        count.errors += call.outcome().errno() == null ? 0 : 1;
    }

    @Override
    public String toString() {
        List<Count> all = new ArrayList<>(counts.values());
        all.sort((a, b) -> a.nanos != b.nanos ? Long.compare(b.nanos, a.nanos) : a.calls != b.calls ? b.calls - a.calls : a.name.compareTo(b.name));
        long nanos = 0;
        int calls = 0;
        int errors = 0;
        StringBuilder text = new StringBuilder("% time     seconds  usecs/call     calls    errors syscall\n");
        text.append("------ ----------- ----------- --------- --------- ----------------\n");
        for (Count each : all) {
            nanos += each.nanos;
            calls += each.calls;
            errors += each.errors;
        }
        for (Count each : all) {
            row(text, nanos, each.nanos, each.calls, each.errors, each.name);
        }
        text.append("------ ----------- ----------- --------- --------- ----------------\n");
        row(text, nanos, nanos, calls, errors, "total");
        return text.toString();
    }

    private static void row(StringBuilder text, long all, long nanos, int calls, int errors, String name) {
        text.append(String.format(Locale.ROOT, "%6.2f %11.6f %11d %9d %9s %s%n", all == 0 ? 0.0 : 100.0 * nanos / all, nanos / 1e9, calls == 0 ? 0 : nanos / 1000 / calls, calls,
                errors == 0 ? "" : Integer.toString(errors), name));
    }
}
