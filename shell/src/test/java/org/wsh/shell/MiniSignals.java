// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** The part of a {@link MiniProcess} that sleeps, and is woken, stopped and killed; guarded by the machine. */
abstract class MiniSignals extends MiniFiles {
    /** Unwinds a killed or replaced process. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
        final transient WaitStatus status;

        Death(WaitStatus status) {
            super(null, null, false, false);
            this.status = status;
        }
    }

    final Map<Signal, Disposition> dispositions = new EnumMap<>(Signal.class);
    private final ArrayDeque<Signal> caught = new ArrayDeque<>();
    volatile WaitStatus killed;
    WaitStatus status;
    boolean reported;
    boolean stopped;
    volatile long polls;

    MiniSignals(MiniMachine machine) {
        super(machine);
    }

    void deliver(Signal signal) {
        if (status != null && status.ended()) {
            return;
        }
        Disposition disposition = signal.unstoppable() ? Disposition.DEFAULT : disposition(signal);
        if (signal == Signal.CONT && stopped) {
            stopped = false;
            status = null;
        }
        if (disposition == Disposition.CATCH) {
            caught.add(signal);
        } else if (disposition == Disposition.DEFAULT) {
            switch (signal.action()) {
                case TERMINATE -> killed = new WaitStatus.Killed(signal, false);
                case CORE -> killed = new WaitStatus.Killed(signal, true);
                case STOP -> {
                    stopped = true;
                    status = new WaitStatus.Stopped(signal);
                    reported = false;
                }
                case IGNORE, CONTINUE -> {}
            }
        }
        machine.notifyAll();
    }

    @Override
    void check() {
        if (killed != null) {
            throw new Death(killed);
        }
    }

    @Override
    void pause(boolean interruptible) {
        check();
        if (interruptible && !caught.isEmpty()) {
            throw new ErrnoException(Errno.EINTR);
        }
        try {
            machine.wait(5000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        while (stopped && killed == null) {
            try {
                machine.wait(5000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        check();
    }

    @Override
    void brokenPipe() {
        deliver(Signal.PIPE);
        check();
    }

    @Override
    public void poll(int cost) {
        polls += cost;
        check();
        if (stopped) {
            synchronized (machine) {
                while (stopped) {
                    pause(false);
                }
            }
        }
    }

    @Override
    public void setDisposition(Signal signal, Disposition disposition) {
        synchronized (machine) {
            dispositions.put(signal, disposition);
        }
    }

    @Override
    public Disposition disposition(Signal signal) {
        return dispositions.getOrDefault(signal, Disposition.DEFAULT);
    }

    @Override
    public Signal takePendingSignal() {
        if (caught.isEmpty()) {
            return null;
        }
        synchronized (machine) {
            return caught.poll();
        }
    }

    @Override
    public void sleep(long nanos) {
        long deadline = System.nanoTime() + nanos;
        synchronized (machine) {
            for (long left = nanos; left > 0 || stopped; left = deadline - System.nanoTime()) {
                check();
                if (!caught.isEmpty()) {
                    throw new ErrnoException(Errno.EINTR);
                }
                try {
                    machine.wait(Math.max(1, left / 1_000_000));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            check();
        }
    }
}
