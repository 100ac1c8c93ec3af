// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The threads of the host that wait for something in a deterministic machine. Guarded by its scheduler's lock. */
final class Watchers {
    /** One of them. */
    static final class Watcher implements Runnable {
        final Thread thread;
        final long deadline;

        /** It has been woken and should look. By anybody; cleared by who gives it the machine. */
        volatile boolean wanted;

        /** It has the machine. Written under lock, cleared by itself. */
        volatile boolean turn;

        Watcher(Thread thread, long deadline) {
            this.thread = thread;
            this.deadline = deadline;
        }

        /** Something may have changed. The task that did it goes on until it polls or leaves; if nobody runs, our thread sees to it. */
        @Override
        public void run() {
            wanted = true;
            LockSupport.unpark(thread);
        }
    }

    private final List<Watcher> all = new ArrayList<>();

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Unless it is there already. */
    void add(Watcher watcher) {
        if (!all.contains(watcher)) {
            all.add(watcher);
        }
    }

    void remove(Watcher watcher) {
        all.remove(watcher);
    }

    /** The first that has been woken; null if there is none. */
    Watcher wanting() {
        for (Watcher watcher : all) {
            if (watcher.wanted) {
                return watcher;
            }
        }
        return null;
    }

    /** Those whose time has come are to look. */
    void wake(long now) {
        for (Watcher watcher : all) {
            if (watcher.deadline <= now) {
                watcher.wanted = true;
            }
        }
    }

    /** The first deadline; {@link Task#NEVER} if there is none. */
    long deadline() {
        long least = Task.NEVER;
        for (Watcher watcher : all) {
            least = Math.min(least, watcher.deadline);
        }
        return least;
    }
}
