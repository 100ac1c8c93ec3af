// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.function.Consumer;

/**
 * The tracing points of one machine. Free when nobody listens: whoever has something to tell asks {@link #active} first (one
 * field read) and only then makes the event:
 * <pre>
 *   if (trace.active()) {
 *       trace.emit(new TraceEvent.Exec(clock.monotonic(), task, pid, path));
 *   }
 * </pre>
 * Listeners run on the thread that the event happens on, sometimes under a lock: they note it down and return.
 */
public final class Trace {
    private static final Listener[] NONE = {};

    /** Never changed in place; null elements never. */
    private volatile Listener[] listeners = NONE;
    /** How many of them want system calls too. */
    private volatile int callListeners;
    private Runnable callsChanged = () -> {}; // guarded by this

    /** A registered listener; closing it ends it. */
    public final class Listener implements AutoCloseable {
        private final Consumer<TraceEvent> consumer;
        private final boolean calls;

        private Listener(Consumer<TraceEvent> consumer, boolean calls) {
            this.consumer = consumer;
            this.calls = calls;
        }

        @Override
        public void close() {
            remove(this);
        }
    }

    /** Whether anybody listens. */
    public boolean active() {
        return listeners != NONE;
    }

    /** Whether anybody listens to system calls, which are many. */
    public boolean calls() {
        return callListeners > 0;
    }

    /** {@code changed} runs when {@link #calls} may have changed: whoever makes those events keeps a cheaper copy of it. There is one at most. */
    public synchronized void onCallsChanged(Runnable changed) {
        callsChanged = changed;
        changed.run();
    }

    public void emit(TraceEvent event) {
        boolean call = event instanceof TraceEvent.SyscallEnter || event instanceof TraceEvent.SyscallExit;
        for (var listener : listeners) {
            if (!call || listener.calls) {
                listener.consumer.accept(event);
            }
        }
    }

    /** {@code consumer} gets every event but system calls, from now until the result is closed. It must be quick, thread-safe, and must not throw. */
    public Listener listen(Consumer<TraceEvent> consumer) {
        return listen(consumer, false);
    }

    /**
     * As the other, and system calls too if {@code calls}. Those happen on their callers' own threads, without a lock: a listener may make the caller wait
     * (by {@link Task#awaitUninterruptibly}) in SyscallEnter.
     */
    public synchronized Listener listen(Consumer<TraceEvent> consumer, boolean calls) {
        var added = new Listener(consumer, calls);
        var more = new Listener[listeners.length + 1];
        System.arraycopy(listeners, 0, more, 0, listeners.length);
        more[listeners.length] = added;
        listeners = more;
        changeCalls();
        return added;
    }

    private synchronized void remove(Listener gone) {
        var kept = new java.util.ArrayList<Listener>();
        for (var listener : listeners) {
            if (listener != gone) {
                kept.add(listener);
            }
        }
        listeners = kept.isEmpty() ? NONE : kept.toArray(NONE);
        changeCalls();
    }

    private void changeCalls() {
        int count = 0;
        for (var listener : listeners) {
            count += listener.calls ? 1 : 0;
        }
        callListeners = count;
        callsChanged.run();
    }
}
