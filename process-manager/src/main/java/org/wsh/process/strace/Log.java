// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.strace;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.wsh.kernel.Task;
import org.wsh.kernel.TraceEvent;
import org.wsh.process.hosted.Tracer.Seen;
import org.wsh.process.signal.Signal;

/**
 * Events as strace writes them. A call's line is written when it begins and completed when it ends; when another process's event comes between, the line is left
 * {@code <unfinished ...>} and taken up again by {@code <... NAME resumed>}.
 */
final class Log {
    private static final Task NOBODY = null;
    private static final long SECOND = 1_000_000_000;

    private final Options options;
    private final Consumer<String> out;
    /** Nanoseconds since 1970 when the monotonic clock was 0. */
    private final long epoch;

    /** Whose line is not complete yet, and how long it is. */
    private Task open = NOBODY;
    private int column;
    private long lastTime = -1;
    private int processes;
    /** By thread, the call that it is in. */
    private final Map<Task, String> within = new HashMap<>();

    Log(Options options, long epoch, Consumer<String> out) {
        this.options = options;
        this.epoch = epoch;
        this.out = out;
    }

    /** One more is traced. */
    void came(int pid, boolean announced) {
        processes++;
        if (announced && options.quiet == 0) {
            endOpenLine();
            out.accept("strace: Process " + pid + " attached\n");
        }
    }

    /** A whole line. */
    void line(TraceEvent event, int pid, String text) {
        begin(event, pid);
        out.accept(text + "\n");
        open = NOBODY;
    }

    void write(Seen seen) {
        switch (seen.event()) {
            case TraceEvent.SyscallEnter call -> enter(call, seen.text());
            case TraceEvent.SyscallExit call -> exit(call, seen.text());
            case TraceEvent.Signal signal -> line(signal, signal.pid(), "--- SIG" + signal.signal() + " {si_signo=SIG" + signal.signal()
                    + (signal.sender() == 0 ? ", si_code=SI_KERNEL" : ", si_pid=" + signal.sender()) + "} ---");
            case TraceEvent.Exit exit -> {
                within.remove(exit.task());
                if (options.quiet < 2) {
                    line(exit, exit.pid(), "+++ " + ended(exit.status()) + " +++");
                }
                processes--;
            }
            case TraceEvent.Fork _, TraceEvent.Exec _, TraceEvent.ContextSwitch _, TraceEvent.Sleep _, TraceEvent.Wake _, TraceEvent.Wait _ -> {}
        }
    }

    private static String ended(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? "exited with " + (status >> 8 & 0xff) : "killed by SIG" + Signal.of(signal) + ((status & 0x80) != 0 ? " (core dumped)" : "");
    }

    private void enter(TraceEvent.SyscallEnter call, String text) {
        if (options.shown.has(call.name())) {
            begin(call, call.pid());
            out.accept(text);
            column += text.length();
            open = call.task();
            within.put(call.task(), call.name());
        }
    }

    private void exit(TraceEvent.SyscallExit call, String text) {
        // A fork's child returns from a call that it never began.
        if (within.remove(call.task()) == null) {
            return;
        }
        if (open != call.task()) {
            begin(call, call.pid());
            String resumed = "<... " + call.name() + " resumed>";
            out.accept(resumed);
            column += resumed.length();
        }
        int end = column + text.length() + 1;
        out.accept(text + " " + " ".repeat(Math.max(0, options.column - end)) + "= " + call.outcome()
                + (options.durations ? " <" + seconds(call.duration()) + ">" : "") + "\n");
        open = NOBODY;
    }

    private void endOpenLine() {
        if (open != NOBODY) {
            out.accept(" <unfinished ...>\n");
            open = NOBODY;
        }
    }

    private void begin(TraceEvent event, int pid) {
        endOpenLine();
        StringBuilder head = new StringBuilder();
        if (options.output != null && options.follow) {
            head.append(String.format(Locale.ROOT, "%-5d ", pid));
        } else if (processes > 1) {
            head.append(String.format(Locale.ROOT, "[pid %5d] ", pid));
        }
        long time = event.time();
        if (options.relative) {
            head.append(String.format(Locale.ROOT, "%6s ", seconds(lastTime < 0 ? 0 : time - lastTime)));
            lastTime = time;
        }
        if (options.timeOfDay > 0) {
            head.append(timeOfDay(epoch + time)).append(' ');
        }
        out.accept(head.toString());
        column = head.length();
    }

    private String timeOfDay(long realtime) {
        if (options.timeOfDay > 2) {
            return seconds(realtime);
        }
        long second = realtime / SECOND;
        String clock = String.format(Locale.ROOT, "%02d:%02d:%02d", second / 3600 % 24, second / 60 % 60, second % 60);
        return options.timeOfDay == 1 ? clock : clock + seconds(realtime).substring(seconds(realtime).indexOf('.'));
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%d.%06d", nanos / SECOND, nanos % SECOND / 1000);
    }
}
