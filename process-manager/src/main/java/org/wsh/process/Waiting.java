// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.function.BooleanSupplier;
import org.wsh.kernel.Task;
import org.wsh.kernel.WaitQueue;
import org.wsh.process.signal.SignalSet;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.Pollable;

/**
 * How a thread of a process sleeps: the kernel's {@link Task#await}, with the signals that come meanwhile delivered, and the call begun anew where a handler says so. For the thread itself.
 */
public final class Waiting {
    private final Task task;
    private final ThreadSignals signals;

    Waiting(Task task, ThreadSignals signals) {
        this.task = task;
        this.signals = signals;
    }

    /** Sleeps until the condition holds. EINTR when a handler ran that does not restart calls. */
    public void until(BooleanSupplier condition, WaitQueue queue, String wchan) {
        until(condition, Task.NEVER, queue, wchan);
    }

    /** @return false if the deadline (monotonic ns) came first */
    boolean until(BooleanSupplier condition, long deadline, Pollable queue, String wchan) {
        while (true) {
            try {
                return task.await(condition, deadline, wchan, queue);
            } catch (ErrnoException e) {
                restartOrThrow(e);
            }
        }
    }

    /** As until, but a handler that runs never ends it. In a thread that is to be cancelled handlers wait, as it is interrupted all the time. */
    boolean throughSignals(BooleanSupplier condition, long deadline, WaitQueue queue, String wchan) {
        while (true) {
            try {
                if (signals.cancelled()) {
                    return task.awaitUninterruptibly(condition, deadline, wchan, queue);
                }
                return task.await(condition, deadline, wchan, queue);
            } catch (ErrnoException interrupted) {
                signals.deliver();
            }
        }
    }

    /** As until, but a signal that is caught ends it as if the condition held; its handler is yet to run. */
    boolean orSignal(BooleanSupplier condition, long deadline, WaitQueue queue, String wchan) {
        while (true) {
            try {
                return task.await(condition, deadline, wchan, queue);
            } catch (ErrnoException interrupted) {
                if (signals.caught()) {
                    return true;
                }
            }
        }
    }

    /** Sleeps until {@code file} is ready for {@code interest}. EINTR. */
    void untilReady(OpenFileDescription file, int interest, String wchan) {
        while (true) {
            try {
                task.await(file, interest, Task.NEVER, wchan);
                return;
            } catch (ErrnoException e) {
                restartOrThrow(e);
            }
        }
    }

    /**
     * What was just opened, when it is open: a FIFO's open() waits for the other side.
     *
     * @throws ErrnoException EINTR; the file is released then
     */
    public OpenFileDescription opened(OpenFileDescription file) {
        return opened(file, false);
    }

    /** @param throughSignals no handler ends it */
    OpenFileDescription opened(OpenFileDescription file, boolean throughSignals) {
        if (!file.opening()) {
            return file;
        }
        boolean done = false;
        try {
            while (!done) {
                try {
                    done = throughSignals && signals.cancelled()
                            ? task.awaitUninterruptibly(() -> !file.opening(), Task.NEVER, "fifo", file)
                            : task.await(() -> !file.opening(), Task.NEVER, "fifo", file);
                } catch (ErrnoException e) {
                    if (throughSignals) {
                        signals.deliver();
                    } else {
                        restartOrThrow(e);
                    }
                }
            }
            return file;
        } finally {
            if (!done) {
                file.release();
            }
        }
    }

    /** As poll() waits: never restarted. @return false if the deadline came first */
    public boolean any(BooleanSupplier condition, long deadline, String wchan, Pollable... sources) {
        while (true) {
            try {
                return task.await(condition, deadline, wchan, sources);
            } catch (ErrnoException e) {
                if (signals.caught()) {
                    throw signals.interruption(false);
                }
            }
        }
    }

    /** ppoll(): as any, with another signal mask meanwhile. */
    public boolean any(SignalSet mask, BooleanSupplier condition, long deadline, String wchan, Pollable... sources) {
        SignalSet before = signals.changeMask(mask);
        boolean caught = false;
        try {
            caught = signals.deliverable() && signals.caught();
            if (caught) {
                throw signals.interruption(false);
            }
            return any(condition, deadline, wchan, sources);
        } catch (ErrnoException e) {
            caught = e.errno() == Errno.EINTR;
            throw e;
        } finally {
            // What came meanwhile, and only the temporary mask held back, is delivered.
            signals.restoreMask(before, caught);
        }
    }

    /** A call that nothing was done of yet, or which answers with what was: after handlers that restart calls it is made anew, by whoever called it. */
    private void restartOrThrow(ErrnoException e) {
        if (e.errno() != Errno.EINTR) {
            throw e;
        }
        if (signals.caught()) {
            throw signals.interruption(true);
        }
    }
}
