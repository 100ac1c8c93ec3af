// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wsh.engine.syntax.Declarations;

/** Frames that are data are not in the Java stack trace of a trap or exception: they are put there as the JVM would have shown them, had they been compiled code, in the place of what ran them. */
final class ResumedTrace {
    private ResumedTrace() {}

    /** @param from the innermost frame that the trap left */
    static void add(Throwable trap, TraceParts parts, Frame[] frames, int from) {
        var trace = new ArrayList<>(List.of(trap.getStackTrace()));
        int at = 0;
        while (at < trace.size() && !isResumption(trace.get(at))) {
            at++;
        }
        if (at == trace.size()) {
            if (!GuestFrames.isComplete(trap.getStackTrace())) {
                return;     // the JVM didn't record so many
            }
            at = 0;         // made elsewhere, and given to the innermost frame
        }
        int end = at;
        while (end < trace.size() && isResumption(trace.get(end))) {
            end++;
        }
        while (at > 0 && end > at && isEntry(trace.get(at - 1).getMethodName())) {
            at--;       // so that the interpreter is next to its frame
        }
        trace.subList(at, end).clear();
        trace.addAll(at, Arrays.asList(of(frames, from, parts)));
        trap.setStackTrace(trace.toArray(new StackTraceElement[0]));
    }

    private static boolean isEntry(String method) {
        return method.equals("resume") || method.equals("goOn");
    }

    private static boolean isResumption(StackTraceElement element) {
        return element.getClassName().equals(Resumption.class.getName());
    }

    /** The guest's frames from {@code from} on; each run of them that is of one module ends with a boundary. */
    static StackTraceElement[] of(Frame[] frames, int from, TraceParts parts) {
        var elements = new ArrayList<StackTraceElement>();
        Declarations module = null;
        for (int i = from; i < frames.length; i++) {
            if (frames[i] instanceof GuestFrame f) {
                if (module != null && module != f.instance.declarations()) {
                    elements.add(boundary(module, parts));
                }
                module = f.instance.declarations();
                int body = f.function - module.importedFunctions();
                int line = CodeLines.line(f.position, module.bodyEnds()[body] - module.bodyStarts()[body]);
                elements.add(new StackTraceElement("resumed", "f" + f.function, Code.SOURCE_FILE, line));
            }
        }
        if (module != null) {
            elements.add(boundary(module, parts));
        }
        return elements.toArray(new StackTraceElement[0]);
    }

    private static StackTraceElement boundary(Declarations module, TraceParts parts) {
        parts.left(module);
        return new StackTraceElement(FunctionRef.class.getName(), "invokeGuest", null, -1);
    }
}
