// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

import java.util.concurrent.locks.ReentrantLock;
import org.wsh.kernel.Clock;
import org.wsh.kernel.Timers;
import org.wsh.kernel.WaitQueue;

/**
 * VTIME: how long a read in raw mode waits for more. The time runs from a byte's arrival to the next (VMIN above 0), or from a read that found
 * nothing (VMIN 0). POSIX 2024, 11.1.7. Guarded by the terminal's lock.
 */
final class Patience {
    private final Clock clock;
    private final Timers timers;
    private final ReentrantLock lock;
    private final WaitQueue readable;
    private Timers.Timer running;
    private boolean over;

    /** @param readable woken when the time has run out */
    Patience(Clock clock, Timers timers, ReentrantLock lock, WaitQueue readable) {
        this.clock = clock;
        this.timers = timers;
        this.lock = lock;
        this.readable = readable;
    }

    /** Whether it has run out: the next read returns what there is. */
    boolean over() {
        return over;
    }

    /** A byte has come: in some modes the time begins anew. */
    void byteArrived(LineDiscipline discipline) {
        if (applies(discipline) && discipline.least() > 0) {
            if (running != null) {
                running.cancel();
            }
            start(discipline.patience());
        }
    }

    /** A read has found nothing: in some modes the time begins, unless it runs already. */
    void readInVain(LineDiscipline discipline) {
        if (applies(discipline) && discipline.least() == 0 && running == null) {
            start(discipline.patience());
        }
    }

    void end() {
        if (running != null) {
            running.cancel();
            running = null;
        }
        over = false;
    }

    private static boolean applies(LineDiscipline discipline) {
        return discipline.patience() > 0 && !discipline.termios().local(Termios.ICANON);
    }

    private void start(long time) {
        var timer = new Timers.Timer[1];
        timer[0] = timers.schedule(clock.monotonic() + time, () -> ranOut(timer));
        running = timer[0];
    }

    private void ranOut(Timers.Timer[] timer) {
        lock.lock();
        try {
            if (running != timer[0]) {
                return; // too late: it was cancelled
            }
            running = null;
            over = true;
        } finally {
            lock.unlock();
        }
        readable.wakeAll();
    }
}
