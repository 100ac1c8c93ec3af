// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.Arrays;

/**
 * Finds the guest's frames in a Java stack trace: methods {@code f<index>} of generated classes {@code F<group>}. A function that makes tail calls has its frame in
 * {@code t<index>}; the {@code f<index>} around that, or around what runs its tail calls, is no frame of the guest's; nor are methods
 * {@code r<index>_<n>}, parts of the function's body that it called, but the innermost of them says where in it we are.
 */
final class GuestFrames {
    private GuestFrames() {}

    static int[] of(StackTraceElement[] trace) {
        return Arrays.stream(functions(trace)).filter(f -> f >= 0).toArray();
    }

    /** The function of each element, or -1 where that is no frame of the guest's. */
    static int[] functions(StackTraceElement[] trace) {
        var functions = new int[trace.length];
        boolean runner = false;
        for (int i = 0; i < trace.length; i++) {
            int function = function(trace[i]);
            boolean body = function >= 0 && trace[i].getMethodName().charAt(0) == 't';
            functions[i] = runner && !body ? -1 : function;
            if (function >= 0) {
                runner = body;
            } else {
                runner |= trace[i].getClassName().equals(TailCall.class.getName()) && trace[i].getMethodName().equals("run");
            }
        }
        return functions;
    }

    /** The function that a frame runs, or -1. */
    private static int function(StackTraceElement element) {
        String method = element.getMethodName();
        if (method.length() < 2 || method.charAt(0) != 'f' && method.charAt(0) != 't' || !isGenerated(element)) {
            return -1;
        }
        for (int i = 1; i < method.length(); i++) {
            if (method.charAt(i) < '0' || method.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(method, 1, method.length(), 10);
    }

    /** The line of the guest's frame {@code i}. */
    static int line(StackTraceElement[] trace, int i) {
        while (i > 0 && isPart(trace[i - 1])) {
            i--;
        }
        return trace[i].getLineNumber();
    }

    /** A part of a function's body: {@code r<function>_…}. */
    private static boolean isPart(StackTraceElement element) {
        String method = element.getMethodName();
        return method.length() > 1 && method.charAt(0) == 'r' && method.charAt(1) <= '9' && isGenerated(element);
    }

    /** The line of an interpreter's frame, whose innermost element comes before {@code i}, if it was in a loop that is compiled on its own; else -1. */
    static int loopLine(StackTraceElement[] trace, int i) {
        while (i > 0 && trace[i - 1].getClassName().startsWith("org.wsh.engine.exec.")) {
            i--;
        }
        return i > 1 && isGenerated(trace[i - 1]) && isPart(trace[i - 2]) ? line(trace, i - 1) : -1;
    }

    /** Whether calls into the guest, from the host or another module, go through this method: it tells the trap whose frames it saw. */
    static boolean isBoundary(StackTraceElement element) {
        String method = element.getMethodName();
        return isGenerated(element) ? method.equals("enter")
                : (method.equals("invokeGuest") || method.equals("callOther") || method.equals("tailCallOther")) && element.getClassName().equals(FunctionRef.class.getName());
    }

    static boolean isInterpreter(StackTraceElement element) {
        return (element.getMethodName().equals("run") || element.getMethodName().equals("handle")) && element.getClassName().equals("org.wsh.engine.exec.Interpreter");
    }

    /** Whether a trace goes down to where its thread began; the JVM records only so many frames. */
    static boolean isComplete(StackTraceElement[] trace) {
        if (trace.length == 0) {
            return true;
        }
        var last = trace[trace.length - 1];
        return !isGenerated(last) && !last.getClassName().startsWith("org.wsh.engine.runtime.") && !last.getClassName().startsWith("org.wsh.engine.exec.");
    }

    /** Generated classes say so by their source file's name. */
    static boolean isGenerated(StackTraceElement element) {
        return Code.SOURCE_FILE.equals(element.getFileName());
    }

    /** Whether an exception came out of guest code or what it calls in this package, rather than out of a host function. */
    static boolean raisedByGuest(Throwable t) {
        var trace = t.getStackTrace();
        for (var element : trace) {
            String name = element.getClassName();
            if (isGenerated(element) || name.equals("org.wsh.engine.exec.Interpreter")) {
                return true;
            }
            if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("org.wsh.engine.runtime.")
                    && !name.startsWith("org.wsh.engine.exec.")) {
                return false;
            }
        }
        return true;    // The JIT throws a preallocated exception without a trace only from compiled guest loops.
    }
}
