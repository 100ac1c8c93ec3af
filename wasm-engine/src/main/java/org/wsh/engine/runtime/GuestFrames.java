// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.Arrays;

/** Finds the guest's frames in a Java stack trace: methods {@code f<index>} of generated classes {@code F<group>}. */
final class GuestFrames {
    private GuestFrames() {}

    static int[] of(StackTraceElement[] trace) {
        var frames = new int[trace.length];
        int n = 0;
        for (var element : trace) {
            int function = function(element);
            if (function >= 0) {
                frames[n++] = function;
            }
        }
        return Arrays.copyOf(frames, n);
    }

    /** The function that a frame runs, or -1. */
    static int function(StackTraceElement element) {
        String method = element.getMethodName();
        if (method.length() < 2 || method.charAt(0) != 'f' || !isGenerated(element)) {
            return -1;
        }
        for (int i = 1; i < method.length(); i++) {
            if (method.charAt(i) < '0' || method.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(method, 1, method.length(), 10);
    }

    /** Generated classes say so by their source file's name. */
    static boolean isGenerated(StackTraceElement element) {
        return Code.SOURCE_FILE.equals(element.getFileName());
    }

    /** Whether an exception came out of guest code or what it calls in this package, rather than out of a host function. */
    static boolean raisedByGuest(Throwable t) {
        var trace = t.getStackTrace();
        for (var element : trace) {
            if (isGenerated(element)) {
                return true;
            }
            String name = element.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("org.wsh.engine.runtime.")
                    && !name.startsWith("org.wsh.engine.exec.")) {
                return false;
            }
        }
        return true;    // The JIT throws a preallocated exception without a trace only from compiled guest loops.
    }
}
