// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.signal;

import org.wsh.kernel.Task;

/** What signals are to one thread: what it blocks, and what is pending for it alone. Guarded by the lock of its process's {@link Signals}. */
public final class SignalState {
    static final SignalSet NEVER_BLOCKED = SignalSet.EMPTY.with(Signal.KILL).with(Signal.STOP);
    private static final SignalSet BLOCKABLE = new SignalSet(-1L).without(NEVER_BLOCKED);

    /** Of the thread. Set before any signal can come to it. */
    Task task;

    final PendingSignals pending = new PendingSignals();
    SignalSet mask = SignalSet.EMPTY;
    /** What its sigwait is waiting for: stays pending whatever its disposition. Empty while it is not in sigwait. */
    SignalSet awaited = SignalSet.EMPTY;
    /** WASIX's callback_signal. */
    Callback callback = Callback.NONE;

    enum Callback {
        /** There never was one: signals do what they do by default. */
        NONE,
        /** An export of the program gets what would otherwise end it. */
        REGISTERED,
        /** There was one, and now a name that does not exist: the program's way to block all signals. */
        HOLDING
    }

    /** pthread_cancel(): as long as it is set, no wait of the thread begins or goes on that a handler could end. Written by anybody; needs no lock. */
    private volatile boolean cancelled;

    public boolean cancelled() {
        return cancelled;
    }

    /** What the thread waits in, or will, ends with EINTR until it is set to false: its program sees to the rest. */
    public void setCancelled(boolean on) {
        cancelled = on;
        if (on) {
            task.interrupt();
        }
    }

    /** A new thread, or a fork's child, begins with its maker's mask and nothing pending. */
    SignalState copy() {
        SignalState copy = new SignalState();
        copy.mask = mask;
        copy.callback = callback;
        return copy;
    }

    boolean blocks(Signal signal) {
        return blocked().contains(signal);
    }

    /** What stays pending: by the mask, or as the callback is taken back. */
    SignalSet blocked() {
        return callback == Callback.HOLDING ? BLOCKABLE : mask;
    }
}
