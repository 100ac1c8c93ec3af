// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.Pollable;

/**
 * One guest thread as the scheduler sees it.
 *
 * <h2>States</h2>
 * <pre>
 *   from        to          when
 *   NEW         READY       start()
 *   READY       RUNNING     the scheduler gives it a processor
 *   RUNNING     READY       poll(): the slice is over and others wait
 *   RUNNING     SLEEPING    await(): the condition does not hold
 *   RUNNING     STOPPED     poll() after stop()
 *   SLEEPING    READY       a source, the deadline, interrupt() or kill()
 *   SLEEPING    STOPPED     stop(): at once; what wakes it now is remembered
 *   STOPPED     SLEEPING    resume(), when it was stopped in a sleep
 *   STOPPED     READY       resume() or kill()
 *   RUNNING     DEAD        the body has returned
 * </pre>
 *
 * <h2>Sleeping and waking</h2>
 * A sleeper has one <em>permit</em>. {@code wake} sets it; the sleeper clears it, then tests everything that could end its
 * sleep, then goes from AWAKE to ASLEEP by compare-and-swap, which fails if {@code wake} came between. Only who moves the permit
 * from ASLEEP to WOKEN makes the task ready, so that happens once a sleep. That the thread below may be unparked twice, or for
 * no reason, does not matter to anybody.
 */
public final class Task {
    /** What a task is doing. */
    public enum State {
        NEW, READY, RUNNING, SLEEPING, STOPPED, DEAD
    }

    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    // Permit.
    private static final int AWAKE = 0;
    private static final int WOKEN = 1;
    private static final int ASLEEP = 2;

    // Attention: what the next poll or sleep must look at.
    private static final int KILLED = 1;
    private static final int STOPPED = 2;
    private static final int INTERRUPTED = 4;
    /** Kill, stop and interrupt no longer reach it: it is tidying up. */
    private static final int EXITING = 8;

    private static final VarHandle PERMIT;
    private static final VarHandle ATTENTION;

    static {
        try {
            var lookup = MethodHandles.lookup();
            PERMIT = lookup.findVarHandle(Task.class, "permit", int.class);
            ATTENTION = lookup.findVarHandle(Task.class, "attention", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // Never change.
    private final Scheduler scheduler;
    private final String name;
    private final Runnable body;
    private final Thread thread;
    private final Runnable waker = new Waker();

    // Written by anybody, atomically.
    private volatile int permit;
    private volatile int attention;
    private volatile int nice;

    // Owned by the task's thread; others may look and see something a moment old.
    private volatile String wchan;
    private long ticks;

    /** What the scheduler notes on this task: see its comment for who guards it. */
    final RunQueue.Entry entry = new RunQueue.Entry(this);

    Task(Scheduler scheduler, String name, Runnable body) {
        this.scheduler = scheduler;
        this.name = name;
        this.body = body;
        this.thread = Thread.ofVirtual().name(name).unstarted(new Root());
    }

    private final class Waker implements Runnable {
        @Override
        public void run() {
            wake();
        }
    }

    /** The root of the task's thread. Its first processor has been given to it before it runs. */
    private final class Root implements Runnable {
        @Override
        public void run() {
            try {
                body.run();
            } catch (Killed killed) {
                // The wanted end.
            } catch (Throwable thrown) {
                scheduler.bug(Task.this, thrown);
            } finally {
                scheduler.ended(Task.this);
            }
        }
    }

    // ---- From any thread.

    /** Lets it run. Once. */
    public void start() {
        scheduler.started(this);
        scheduler.ready(this);
    }

    /**
     * A signal is to be delivered: a sleep that may be interrupted ends with EINTR, and the next poll's caller sees
     * {@link #interrupted}. Stays so until {@link #clearInterrupt}.
     */
    public void interrupt() {
        attend(INTERRUPTED);
        wake();
    }

    public boolean interrupted() {
        return (attention & INTERRUPTED) != 0;
    }

    /** To be called before looking for signals, so that one that comes meanwhile is not missed. */
    public void clearInterrupt() {
        unattend(INTERRUPTED);
    }

    /** Ends it: every sleep and poll of it from now on throws {@link Killed}, also while it is stopped. */
    public void kill() {
        attend(KILLED);
        wake();
    }

    public boolean killed() {
        return (attention & KILLED) != 0;
    }

    /** Job control: it stops at its next poll; a sleeper is stopped at once and stays in its sleep. */
    public void stop() {
        attend(STOPPED);
    }

    /** Goes on after {@link #stop}: a sleeper looks at what it was waiting for again. */
    public void resume() {
        unattend(STOPPED);
        wake();
    }

    /** Whether it was told to stop, and neither to resume nor killed. It may still be on its way to the next poll: see {@link #state}. */
    public boolean stopped() {
        return (attention & (STOPPED | KILLED)) == STOPPED;
    }

    /** What it is doing now: already history when the caller looks at it. */
    public State state() {
        return switch (entry.run) {
            case RunQueue.NEW -> State.NEW;
            case RunQueue.READY -> State.READY;
            case RunQueue.RUNNING, RunQueue.BREATHING -> State.RUNNING;
            case RunQueue.SLEEPING -> stopped() ? State.STOPPED : State.SLEEPING;
            default -> State.DEAD;
        };
    }

    /** What a sleeper waits for, in a word ({@code /proc/PID/wchan}); null when it does not wait. */
    public String wchan() {
        return wchan;
    }

    /** Nanoseconds for which it had a processor. */
    public long cpuTime() {
        return scheduler.cpuTime(this);
    }

    /** −20 (gets most) to 19 (gets least). */
    public int nice() {
        return nice;
    }

    public void setNice(int value) {
        nice = Math.clamp(value, -20, 19);
    }

    public String name() {
        return name;
    }

    Thread thread() {
        return thread;
    }

    /** Waits until it has ended: for the embedder's threads and tests. Not for a task, which has await. */
    public synchronized void join() throws InterruptedException {
        while (entry.run != RunQueue.DEAD) {
            wait();
        }
    }

    /** For {@link #join}: the scheduler has let it go. */
    synchronized void signalEnd() {
        notifyAll();
    }

    // ---- From its own thread only.

    /**
     * To be called whenever {@code spentTicks} of work were done, at the latest when the budget from last time is used up: here
     * the task is killed, stopped, or gives its processor to others. The caller then looks at {@link #interrupted} and
     * delivers signals.
     *
     * @return ticks until the next poll
     * @throws Killed if it was killed
     */
    public long poll(long spentTicks) {
        ticks += spentTicks;
        if ((attention & (KILLED | STOPPED | EXITING)) != 0) {
            attendNow();
        }
        return scheduler.poll(this, spentTicks);
    }

    /** All ticks that polls were told of. */
    public long ticks() {
        return ticks;
    }

    /**
     * Sleeps until {@code condition} holds: the only way to block. A signal does not let it return while the condition holds
     * already, and a stopped task does not return at all before it is resumed.
     *
     * @param condition asked again and again, on this thread, without a lock; it must not wait, and may change what it tests (take
     *                  what there is), as true ends the sleep
     * @param deadline  on the monotonic clock; {@link #NEVER} for none
     * @param wchan     what is waited for, in a word, for people
     * @param sources   those that run what they were given whenever the condition may have changed
     * @return true: the condition holds; false: the deadline has passed
     * @throws ErrnoException EINTR: interrupted, and the condition does not hold
     * @throws Killed         if it was killed
     */
    public boolean await(BooleanSupplier condition, long deadline, String wchan, Pollable... sources) {
        return sleep(condition, deadline, wchan, true, null, sources);
    }

    /** As the await before, with one source, which is the common case. */
    public boolean await(BooleanSupplier condition, long deadline, String wchan, Pollable source) {
        return sleep(condition, deadline, wchan, true, source, null);
    }

    /** Sleeps until {@code source} is ready for {@code interest}, has an error, or was hung up. Otherwise as the other await. */
    public boolean await(Pollable source, int interest, long deadline, String wchan) {
        int wanted = interest | Pollable.ERROR | Pollable.HANGUP;
        return sleep(() -> (source.readiness() & wanted) != 0, deadline, wchan, true, source, null);
    }

    /** As await, but signals wait too: for what is soon over or cannot be undone. Kill still ends it. */
    public boolean awaitUninterruptibly(BooleanSupplier condition, long deadline, String wchan, Pollable source) {
        return sleep(condition, deadline, wchan, false, source, null);
    }

    /**
     * From now on neither kill nor stop nor interrupt reach this task: it is at its end and tidies up. What it still waits for
     * must be sure to come.
     */
    public void beginExit() {
        attend(EXITING);
    }

    /** One source, or else several. */
    private boolean sleep(
            BooleanSupplier condition, long deadline, String what, boolean interruptible, Pollable one, Pollable[] more) {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("task " + name + " can only sleep on its own thread");
        }
        Timers.Timer timer = null;
        int subscribed = 0;
        try {
            if (one != null) {
                one.subscribe(waker);
                subscribed = 1;
            } else if (more != null) {
                while (subscribed < more.length) {
                    more[subscribed].subscribe(waker);
                    subscribed++;
                }
            }
            while (true) {
                permit = AWAKE; // before all tests below: what changes after one of them sets it again
                int now = attention;
                if ((now & EXITING) != 0) {
                    now = EXITING;
                }
                if ((now & KILLED) != 0) {
                    throw new Killed();
                }
                if ((now & STOPPED) == 0) {
                    if (condition.getAsBoolean()) {
                        return true;
                    }
                    if (interruptible && (now & INTERRUPTED) != 0) {
                        throw new ErrnoException(Errno.EINTR);
                    }
                    if (deadline != NEVER) {
                        if (scheduler.clock.monotonic() >= deadline) {
                            return false;
                        }
                        if (timer == null) {
                            timer = scheduler.timers.schedule(deadline, waker);
                        }
                    }
                }
                wchan = what;
                fallAsleep();
            }
        } finally {
            wchan = null;
            if (timer != null) {
                timer.cancel();
            }
            if (one != null) {
                if (subscribed == 1) {
                    one.unsubscribe(waker);
                }
            } else {
                while (subscribed > 0) {
                    more[--subscribed].unsubscribe(waker);
                }
            }
        }
    }

    private void fallAsleep() {
        if (PERMIT.compareAndSet(this, AWAKE, ASLEEP)) {
            scheduler.block(this);
        }
    }

    private void wake() {
        while (true) {
            int now = permit;
            if (now == WOKEN) {
                return;
            }
            if (PERMIT.compareAndSet(this, now, WOKEN)) {
                if (now == ASLEEP) {
                    scheduler.ready(this);
                }
                return;
            }
        }
    }

    /** Somebody wants this running task killed or stopped. */
    private void attendNow() {
        while (true) {
            permit = AWAKE;
            int now = attention;
            if ((now & EXITING) != 0) {
                return;
            }
            if ((now & KILLED) != 0) {
                throw new Killed();
            }
            if ((now & STOPPED) == 0) {
                return;
            }
            fallAsleep();
        }
    }

    private void attend(int what) {
        ATTENTION.getAndBitwiseOr(this, what);
    }

    private void unattend(int what) {
        ATTENTION.getAndBitwiseAnd(this, ~what);
    }

    @Override
    public String toString() {
        return name;
    }
}
