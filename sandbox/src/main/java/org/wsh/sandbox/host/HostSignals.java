// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The signals that other processes of the host, or its terminal, send to this JVM. QUIT is not among them: the JVM answers it
 * with a thread dump, and lets nobody else have it.
 */
public final class HostSignals {
    private HostSignals() {}

    /** From now on {@code action} runs, on a thread of its own, when the signal comes; without effect where there is no such signal. */
    public static void on(String name, Runnable action) {
        try {
            Signal.handle(new Signal(name), new Handler(action));
        } catch (IllegalArgumentException e) {
            // Windows has no HUP; a JVM under -Xrs keeps its hands off all of them. Then the host's default holds.
        }
    }

    private record Handler(Runnable action) implements SignalHandler {
        @Override
        public void handle(Signal signal) {
            action.run();
        }
    }
}
