// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.kernel.Trace;
import org.wsh.kernel.TraceEvent;
import org.wsh.process.ProcessThread;
import org.wsh.process.ProgramReplaced;
import org.wsh.vfs.Errno;

/**
 * Where system calls become trace events: generated code tells it of each while somebody listens (see {@code HostFunction.Watcher}), and of none otherwise. The two calls that
 * return twice ({@link ForkCalls}) tell it of their answers themselves.
 */
public final class CallTrace {
    private CallTrace() {}

    /** A call under way. */
    private record Call(ProcessThread thread, Instance in, String name, CallFormat format, long[] arguments, long began) {
        void end(TraceEvent.Outcome outcome) {
            Trace trace = trace(thread);
            if (trace.calls()) {
                long now = now(thread);
                trace.emit(new TraceEvent.SyscallExit(now, thread.task(), thread.process().pid(), name, outcome, now - began,
                        mostString -> format.rest(in, arguments, mostString, outcome)));
            }
        }
    }

    private static Trace trace(ProcessThread thread) {
        return thread.processes().kernel().trace();
    }

    private static long now(ProcessThread thread) {
        return thread.processes().kernel().clock().monotonic();
    }

    public static Object enter(Instance in, String module, String name, long[] arguments) {
        ProcessThread thread = Guest.thread(in);
        Trace trace = trace(thread);
        if (!trace.calls()) {
            return null;
        }
        CallFormat format = CallFormats.of(module, name, arguments.length);
        trace.emit(new TraceEvent.SyscallEnter(now(thread), thread.task(), thread.process().pid(), name,
                mostString -> name + "(" + format.beginning(in, arguments, mostString)));
        return new Call(thread, in, name, format, arguments, now(thread));
    }

    public static void exit(Object call, int result) {
        if (call instanceof Call it) {
            Errno errno = WasiErrno.of(result);
            it.end(errno == null ? TraceEvent.Outcome.of(it.format().value(it.in(), it.arguments())) : TraceEvent.Outcome.failed(errno));
        }
    }

    /** It did not return: its caller has ended, is another program now, or was captured. */
    public static void left(Object call, Throwable thrown) {
        if (call instanceof Call it && !(thrown instanceof StackCapture)) {
            it.end(thrown instanceof ProgramReplaced ? TraceEvent.Outcome.of(0) : TraceEvent.Outcome.NEVER);
        }
    }

    /** What a call that returns twice answers in {@code in}, the caller's own instance or its copy. */
    static void answered(Instance in, String name, TraceEvent.Outcome outcome) {
        ProcessThread thread = Guest.thread(in);
        Trace trace = trace(thread);
        if (trace.calls()) {
            trace.emit(new TraceEvent.SyscallExit(now(thread), thread.task(), thread.process().pid(), name, outcome, 0, mostString -> ")"));
        }
    }
}
