// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import java.util.ArrayDeque;
import org.wsh.vfs.Errno;

/**
 * Who has called a listener: those who were let in and wait for accept(), and those who knock, CONNECTING, until there is room. As on Linux one more is let in than listen() said.
 *
 * <p>Guarded by {@code Network.lock}, which every caller holds; only {@link #isEmpty} is for anybody, as who waits on the listener is woken when somebody arrives.
 */
final class Backlog {
    /** Linux's somaxconn. */
    private static final int MOST = 4096;

    private final StreamSocket listener;
    private final ArrayDeque<StreamSocket> arrived = new ArrayDeque<>(0); // our ends of the connections
    private final ArrayDeque<StreamSocket> knocking = new ArrayDeque<>(0); // who called
    private int limit;

    Backlog(StreamSocket listener) {
        this.listener = listener;
    }

    /** What listen() says; a negative one asks for all that there is. */
    void limit(int most) {
        limit = most < 0 || most > MOST ? MOST : most;
        admit();
    }

    boolean isFull() {
        return arrived.size() > limit;
    }

    boolean isEmpty() {
        return arrived.isEmpty();
    }

    /** @return whether {@code caller} was let in, and is connected; if not, it knocks */
    boolean call(StreamSocket caller) {
        if (isFull()) {
            knocking.add(caller);
            return false;
        }
        arrive(caller);
        return true;
    }

    /** Who knocked has changed its mind. */
    void goAway(StreamSocket caller) {
        knocking.remove(caller);
    }

    /** The end of who came first; null if nobody has. */
    StreamSocket accept() {
        StreamSocket end = arrived.poll();
        admit();
        return end;
    }

    /** Those who knock come in while there is room. */
    private void admit() {
        while (!isFull() && !knocking.isEmpty()) {
            StreamSocket caller = knocking.poll();
            arrive(caller);
            caller.changed.wakeAll();
        }
    }

    private void arrive(StreamSocket caller) {
        StreamSocket end = listener.answering(caller);
        Connection.join(caller, end);
        arrived.add(end);
        listener.changed.wakeAll();
    }

    /** The listener listens no more: who has come or waits to come is sent away. */
    void dismiss() {
        for (StreamSocket caller = knocking.poll(); caller != null; caller = knocking.poll()) {
            caller.connecting.giveUp(Errno.ECONNREFUSED);
        }
        for (StreamSocket end = arrived.poll(); end != null; end = arrived.poll()) {
            end.turnAway();
        }
    }
}
