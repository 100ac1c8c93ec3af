// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.signal;

/**
 * What a process does on a signal: its disposition, and how a handler is run. POSIX sigaction().
 *
 * @param kind    what to do
 * @param handler for CATCH in a Wasm program: index into its function table; else 0
 * @param flags   Linux's SA_ bits
 * @param mask    blocked in addition while the handler runs
 */
public record SignalAction(Kind kind, int handler, int flags, SignalSet mask) {
    public enum Kind {
        DEFAULT,
        IGNORE,
        CATCH
    }

    public static final int NO_CHILD_STOP = 1;
    public static final int NO_CHILD_WAIT = 2;
    public static final int RESTART = 0x10000000;
    public static final int NO_DEFER = 0x40000000;
    public static final int RESET_HANDLER = 0x80000000;

    public static final SignalAction DEFAULT = new SignalAction(Kind.DEFAULT, 0, 0, SignalSet.EMPTY);
    /** Of a hosted program, which takes its signals itself. */
    public static final SignalAction CATCH = new SignalAction(Kind.CATCH, 0, 0, SignalSet.EMPTY);
    public static final SignalAction IGNORE = new SignalAction(Kind.IGNORE, 0, 0, SignalSet.EMPTY);

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** What happens in effect: the disposition, with DEFAULT resolved to the signal's default action. */
    Effect effectOn(Signal signal) {
        return switch (kind) {
            case IGNORE -> Effect.DISCARD;
            case CATCH -> Effect.HANDLE;
            case DEFAULT -> switch (signal.action()) {
                case TERMINATE -> Effect.TERMINATE;
                case CORE -> Effect.TERMINATE_WITH_CORE;
                case IGNORE, CONTINUE -> Effect.DISCARD;
                case STOP -> Effect.STOP;
            };
        };
    }

    /** What a signal does to the process it reaches. (Continuing is apart: SIGCONT resumes whatever its disposition is.) */
    public enum Effect {
        DISCARD,
        HANDLE,
        TERMINATE,
        TERMINATE_WITH_CORE,
        STOP
    }
}
