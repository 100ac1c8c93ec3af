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

    /** A registered listener; closing it ends it. */
    public final class Listener implements AutoCloseable {
        private final Consumer<TraceEvent> consumer;

        private Listener(Consumer<TraceEvent> consumer) {
            this.consumer = consumer;
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

    public void emit(TraceEvent event) {
        for (var listener : listeners) {
            listener.consumer.accept(event);
        }
    }

    /** {@code consumer} gets every event from now until the result is closed. It must be quick, thread-safe, and must not throw. */
    public synchronized Listener listen(Consumer<TraceEvent> consumer) {
        var added = new Listener(consumer);
        var more = new Listener[listeners.length + 1];
        System.arraycopy(listeners, 0, more, 0, listeners.length);
        more[listeners.length] = added;
        listeners = more;
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
    }
}
