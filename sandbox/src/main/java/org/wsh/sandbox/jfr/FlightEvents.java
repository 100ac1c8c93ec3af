// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.wsh.kernel.TraceEvent;

/**
 * Trace events as the Flight Recorder's, one class a kind. Those that come in thousands are off until a recording asks for them. Their time is when they are committed, on the thread that they
 * happen on.
 */
final class FlightEvents {
    private FlightEvents() {}

    @Name("org.wsh.SystemCall")
    @Label("System Call")
    @Description("A guest's system call has ended")
    @Category({"wsh", "Processes"})
    @Enabled(false)
    @StackTrace(false)
    static final class SystemCall extends Event {
        @Label("Process")
        int pid;

        @Label("Call")
        String call;

        @Label("Result")
        long result;

        @Label("Error")
        String errno;

        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("org.wsh.ContextSwitch")
    @Label("Context Switch")
    @Description("A task was given a processor")
    @Category({"wsh", "Scheduler"})
    @Enabled(false)
    @StackTrace(false)
    static final class ContextSwitch extends Event {
        @Label("Task")
        String task;

        @Label("Waited")
        @Timespan(Timespan.NANOSECONDS)
        long waited;
    }

    @Name("org.wsh.Fork")
    @Label("Fork")
    @Description("fork, vfork or spawn made a process")
    @Category({"wsh", "Processes"})
    @StackTrace(false)
    static final class Fork extends Event {
        @Label("Process")
        int pid;

        @Label("Child")
        int child;
    }

    @Name("org.wsh.Exec")
    @Label("Exec")
    @Category({"wsh", "Processes"})
    @StackTrace(false)
    static final class Exec extends Event {
        @Label("Process")
        int pid;

        @Label("Path")
        String path;
    }

    @Name("org.wsh.Exit")
    @Label("Exit")
    @Description("A process has ended; the status is wait()'s word")
    @Category({"wsh", "Processes"})
    @StackTrace(false)
    static final class Exit extends Event {
        @Label("Process")
        int pid;

        @Label("Status")
        int status;
    }

    @Name("org.wsh.Signal")
    @Label("Signal")
    @Description("A signal was sent; by 0: the kernel")
    @Category({"wsh", "Processes"})
    @StackTrace(false)
    static final class Signal extends Event {
        @Label("Process")
        int pid;

        @Label("Signal")
        String signal;

        @Label("Sender")
        int sender;
    }

    /** Whether a recording that runs wants system calls. */
    static boolean wantsCalls() {
        return new SystemCall().isEnabled();
    }

    static void commit(TraceEvent event) {
        switch (event) {
            case TraceEvent.SyscallExit it -> {
                var made = new SystemCall();
                made.pid = it.pid();
                made.call = it.name();
                made.result = it.outcome().value();
                made.errno = it.outcome().errno() == null ? null : it.outcome().errno().name();
                made.took = it.duration();
                made.commit();
            }
            case TraceEvent.ContextSwitch it -> {
                var made = new ContextSwitch();
                made.task = it.task().name();
                made.waited = it.waited();
                made.commit();
            }
            case TraceEvent.Fork it -> {
                var made = new Fork();
                made.pid = it.pid();
                made.child = it.child();
                made.commit();
            }
            case TraceEvent.Exec it -> {
                var made = new Exec();
                made.pid = it.pid();
                made.path = it.path();
                made.commit();
            }
            case TraceEvent.Exit it -> {
                var made = new Exit();
                made.pid = it.pid();
                made.status = it.status();
                made.commit();
            }
            case TraceEvent.Signal it -> {
                var made = new Signal();
                made.pid = it.pid();
                made.signal = it.signal();
                made.sender = it.sender();
                made.commit();
            }
            case TraceEvent.SyscallEnter _, TraceEvent.Sleep _, TraceEvent.Wake _, TraceEvent.Wait _ -> {}
        }
    }
}
