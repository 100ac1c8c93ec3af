// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.wsh.kernel.Trace;
import org.wsh.kernel.TraceEvent;

/**
 * A machine's trace as text: {@code SECONDS TASK EVENT DETAILS}, a line an event, in the order in which they happened. Two runs of a
 * deterministic machine with the same inputs write the same bytes.
 */
final class TraceLog implements AutoCloseable {
    /** Of the bytes that calls pass, so many are shown. */
    private static final int MOST_STRING = 32;
    private static final long SECOND = 1_000_000_000;

    private final OutputStream out;
    private final Trace.Listener listener;
    private boolean broken; // guarded by this

    /** @param calls whether system calls are told of, too */
    TraceLog(Trace trace, OutputStream out, boolean calls) {
        this.out = new BufferedOutputStream(out, 1 << 16);
        listener = trace.listen(this::write, calls);
    }

    private synchronized void write(TraceEvent event) {
        if (!broken) {
            try {
                out.write(line(event).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                broken = true; // the disk is full, say: the run goes on without
                OwnMessages.complain("the trace ends here: " + e);
            }
        }
    }

    private static String line(TraceEvent event) {
        long time = event.time();
        String fraction = Long.toString(SECOND + time % SECOND).substring(1);
        return time / SECOND + "." + fraction + " " + event.task() + " " + what(event) + "\n";
    }

    private static String what(TraceEvent event) {
        return switch (event) {
            case TraceEvent.ContextSwitch it -> "runs, waited " + it.waited();
            case TraceEvent.Sleep it -> "sleeps in " + it.wchan();
            case TraceEvent.Wake _ -> "is woken";
            case TraceEvent.SyscallEnter it -> "calls " + it.text().text(MOST_STRING);
            case TraceEvent.SyscallExit it -> "returns from " + it.name() + " " + it.text().text(MOST_STRING) + " = " + it.outcome();
            case TraceEvent.Fork it -> it.pid() + " forks " + it.child();
            case TraceEvent.Exec it -> it.pid() + " executes " + it.path();
            case TraceEvent.Exit it -> it.pid() + " exits with 0x" + Integer.toHexString(it.status());
            case TraceEvent.Signal it -> it.pid() + " is sent " + it.signal() + " by " + it.sender();
            case TraceEvent.Wait it -> it.pid() + " has waited for " + it.child() + ": 0x" + Integer.toHexString(it.status());
        };
    }

    @Override
    public void close() {
        listener.close();
        synchronized (this) {
            try {
                out.close();
            } catch (IOException e) {
                if (!broken) {
                    OwnMessages.complain("the trace could not be kept: " + e);
                }
            }
            broken = true;
        }
    }
}
