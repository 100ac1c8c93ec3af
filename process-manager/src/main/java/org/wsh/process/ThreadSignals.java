// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.kernel.Task;
import org.wsh.process.SignalHandler.Place;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalAction;
import org.wsh.process.signal.SignalInfo;
import org.wsh.process.signal.SignalSet;
import org.wsh.process.signal.SignalState;
import org.wsh.process.signal.Signals;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A thread and signals: what it sends, blocks, waits for, and how those that reach it take effect. {@link Signals} decides what that is.
 *
 * <p>For the thread itself; {@link #mask} and {@link #pending} anybody may ask.
 */
public final class ThreadSignals {
    private final Process process;
    private final Task task;
    private final Signals signals;
    private final SignalState state;
    private final SignalDelivery delivery;

    /** How caught signals reach the program that runs now. */
    private SignalHandler handler = SignalHandler.NONE;

    /** WASIX: the export that gets signals. */
    private String callback = "";

    /** The call that ends with EINTR is to be made again, if the handlers say so. */
    private boolean restartable;

    /** The mask when the handlers that interrupt a call have ended; null: as it is. */
    private SignalSet maskAfter;

    /** What came with the signal that is being handled. */
    private SignalInfo handled;

    ThreadSignals(Process process, ThreadGroup.Member self, SignalDelivery delivery) {
        this.process = process;
        this.delivery = delivery;
        signals = process.signals;
        task = self.task();
        state = self.state;
    }

    /** What the process's {@link Signals} knows of this thread. */
    SignalState state() {
        return state;
    }

    /** A fork's child, or another thread: what the program has registered is registered here. */
    void takeAfter(ThreadSignals parent) {
        callback = parent.callback;
        maskAfter = parent.maskAfter;
    }

    public void setHandler(SignalHandler newHandler) {
        handler = newHandler;
    }

    /** WASIX callback_signal: names the export that gets signals from now on; after that, a name that does not exist: they stay pending. */
    public void registerCallback(String export) {
        callback = export;
        signals.setCallback(state, handler != SignalHandler.NONE && handler.canCallBack(export));
        takeEffect();
    }

    /** WASIX proc_signals_get. */
    public SignalSet tellIgnored() {
        return signals.tellIgnored();
    }

    public String callback() {
        return callback;
    }

    /** What came with the signal whose handler is running; null outside of handlers. */
    public SignalInfo handled() {
        return handled;
    }

    /** @return what was there before, to be put back when the handler is through */
    public SignalInfo setHandled(SignalInfo info) {
        SignalInfo before = handled;
        handled = info;
        return before;
    }

    /** @return what it was */
    public SignalSet setMaskAfter(SignalSet mask) {
        SignalSet before = maskAfter;
        maskAfter = mask;
        return before;
    }

    boolean cancelled() {
        return state.cancelled();
    }

    // Sending.

    /** kill(). A signal to oneself that is not blocked takes effect before this returns. ESRCH, EPERM. */
    public void kill(int pid, Signal signal) {
        delivery.kill(process, pid, signal);
        takeEffect(Place.AFTER_A_CALL);
    }

    /** sigqueue(): as kill, with a value for the handler. */
    public void queue(int pid, Signal signal, long value) {
        if (pid <= 0) {
            throw new ErrnoException(Errno.ESRCH);
        }
        delivery.kill(process, pid, signal, signal == null ? null : process.sends(signal, SignalInfo.QUEUE, value));
        takeEffect(Place.AFTER_A_CALL);
    }

    /** pthread_kill(), raise(): to a thread of the own process. One that has ended takes no notice. */
    public void killThread(ThreadGroup.Member target, Signal signal) {
        if (signal != null) {
            delivery.send(process, target.state, process.sends(signal, SignalInfo.THREAD, 0));
        }
        takeEffect(Place.AFTER_A_CALL);
    }

    /** A call sends its own thread a signal before it fails: if that is not blocked it takes effect before the call returns (or instead). */
    void raise(Signal signal) {
        delivery.send(process, state, process.sends(signal, SignalInfo.USER, 0));
        beforeReturn();
    }

    /** The next signal that a hosted program catches, which takes them itself; null if there is none. */
    public Signal takeCaught() {
        Signals.Taken taken = signals.take(state);
        return taken == null || taken.effect() != SignalAction.Effect.HANDLE ? null : taken.signal();
    }

    // Blocking, and waiting.

    /** sigaction(). EINVAL for KILL and STOP. */
    public void setAction(Signal signal, SignalAction action) {
        signals.setAction(signal, action);
    }

    /** What the thread blocks. */
    public SignalSet mask() {
        return signals.mask(state);
    }

    /** What is pending for the thread or its process. */
    public SignalSet pending() {
        return signals.pending().with(signals.pending(state));
    }

    /** What is pending for the thread only. */
    public SignalSet pendingAlone() {
        return signals.pending(state);
    }

    /** pthread_sigmask(): what becomes deliverable takes effect when the call returns. */
    public void setMask(SignalSet mask) {
        changeMask(mask);
        if (handler != SignalHandler.NONE && signals.deliverable(state)) {
            task.interrupt();
        }
    }

    /** What this thread was to take and blocks now, others may take. @return the old mask */
    public SignalSet changeMask(SignalSet mask) {
        SignalSet before = signals.setMask(state, mask);
        passOn();
        return before;
    }

    /** The thread is at its end. */
    void leave() {
        signals.leave(state);
        if (process.endReason() == null) {
            passOn();
        }
    }

    private void passOn() {
        for (Task other : signals.others(state)) {
            other.interrupt();
        }
    }

    /** sigsuspend(): waits with another mask until a handler is to run. To be thrown: EINTR. */
    public ErrnoException suspend(SignalSet mask) {
        SignalSet before = changeMask(mask);
        boolean caught = false;
        try {
            while (!caught) {
                sleepUntilSignalled();
                caught = caught();
            }
        } finally {
            restoreMask(before, caught);
        }
        return interruption(false);
    }

    /** A call has waited with another mask: the handlers that end it run with that, and see the old one come back when they are through. */
    void restoreMask(SignalSet before, boolean afterHandlers) {
        if (afterHandlers && handler != SignalHandler.NONE) {
            maskAfter = before;
        } else {
            setMask(before);
        }
    }

    private void sleepUntilSignalled() {
        try {
            task.await(() -> signals.deliverable(state), Task.NEVER, "sigsuspend", signals.held);
        } catch (ErrnoException interrupted) {
            // that is what it waits for
        }
    }

    /**
     * sigtimedwait(): takes a signal of {@code wanted}, which the caller has blocked, instead of having it delivered.
     *
     * @param deadline monotonic
     * @return null if the deadline came first
     * @throws ErrnoException EINTR: another signal was handled
     */
    public SignalInfo await(SignalSet wanted, long deadline) {
        SignalInfo[] taken = new SignalInfo[1];
        boolean again = true;
        while (again) {
            signals.await(state, wanted);
            try {
                task.await(() -> (taken[0] = signals.takeAwaited(state)) != null, deadline, "sigwait", signals.held);
                again = false;
            } catch (ErrnoException e) {
                signals.await(state, SignalSet.EMPTY);
                if (caught()) {
                    throw interruption(false);
                }
            } finally {
                signals.await(state, SignalSet.EMPTY);
            }
        }
        beforeReturn();
        return taken[0];
    }

    // Taking effect.

    /**
     * The process's end, a stop and signals that are not blocked take effect, in the middle of a call: after it may have made some deliverable, or sent one to its own process.
     *
     * @return whether the call should go on: no handler ran, or only such as restart calls
     */
    boolean takeEffect() {
        return takeEffect(Place.INSIDE_A_CALL);
    }

    boolean takeEffect(Place place) {
        endOrStop();
        return !task.interrupted() || deliverAll(place) != Outcome.INTERRUPTED;
    }

    private void endOrStop() {
        if (process.endReason() != null) {
            throw new ProcessEnded();
        }
        if (task.stopped()) {
            task.poll(0);
        }
    }

    /** The same at the end of a call; handlers run where it returns to the guest, as there it can be captured. */
    void beforeReturn() {
        if (handler == SignalHandler.NONE) {
            takeEffect();
        } else {
            endOrStop();
        }
    }

    /** A call has done its work and what it tells is written: handlers may run before it returns. */
    public void returning() {
        if (due()) {
            takeEffect(Place.AFTER_A_CALL);
        }
    }

    /** Whether something pending is not blocked. */
    boolean deliverable() {
        return signals.deliverable(state);
    }

    /** Whether there may be something to take effect. */
    public boolean due() {
        return task.interrupted();
    }

    /** A call has failed, and will return {@code answer}: the handlers that have ended it, or came meanwhile, run before. */
    public void failing(SignalHandler.GoesOn answer) {
        takeEffect(new Place(answer));
    }

    /**
     * A call has ended with EINTR, with nothing done: runs the handlers that have ended it.
     *
     * @param again       makes the call anew
     * @param interrupted answers EINTR
     * @return whether it is to be made anew; else it returns EINTR
     */
    public boolean restarts(SignalHandler.GoesOn again, SignalHandler.GoesOn interrupted) {
        boolean may = restartable;
        restartable = false;
        return due() && takeEffect(new Place(may ? again : interrupted, interrupted)) && may;
    }

    /** A handler that was captured on its way has ended: those that are deliverable now. @return how the guest goes on then */
    public Place deliverAfterAll(Place place) {
        return deliverAll(place) == Outcome.INTERRUPTED ? new Place(place.interrupted()) : place;
    }

    /**
     * A sleep was interrupted: what the program does not catch takes effect. If it catches something, the call is to be left by {@link #interruption}, and the handler runs where
     * it returns to the guest.
     */
    boolean caught() {
        if (handler == SignalHandler.NONE) {
            return deliver(Place.INSIDE_A_CALL) != Outcome.NOTHING;
        }
        task.clearInterrupt();
        for (Signals.Taken taken = signals.takeUncaught(state); taken != null; taken = signals.takeUncaught(state)) {
            if (taken.effect() == SignalAction.Effect.HANDLE) {
                handler.handle(taken.info(), taken.action(), Place.INSIDE_A_CALL); // WASIX's callback is told of one that ends no call
            } else {
                act(taken);
            }
        }
        boolean any = signals.deliverable(state) || state.cancelled();
        if (any) {
            task.interrupt();
        }
        return any;
    }

    /** EINTR of a call in which a signal was {@link #caught}. @param mayRestart whether handlers may have the call made anew */
    ErrnoException interruption(boolean mayRestart) {
        restartable = mayRestart && !state.cancelled();
        return new ErrnoException(Errno.EINTR);
    }

    /** What the signals that came were to the call in which they came. */
    enum Outcome {
        /** Nothing of the program's ran: the call goes on. (Another thread may have been quicker.) */
        NOTHING,
        /** Handlers ran that restart calls which can be. */
        RESTARTS,
        /** A handler ran that ends the call with EINTR. */
        INTERRUPTED
    }

    /** Deals with every pending signal that is not blocked. To be called when the task was interrupted. */
    Outcome deliver() {
        return deliver(Place.INSIDE_A_CALL);
    }

    /** And with the mask that holds when they are through, what that lets come. */
    private Outcome deliverAll(Place place) {
        Outcome outcome = deliver(place);
        SignalSet after = setMaskAfter(null);
        if (after != null) {
            changeMask(after);
            Outcome more = signals.deliverable(state) ? deliver(place) : Outcome.NOTHING;
            outcome = more.compareTo(outcome) > 0 ? more : outcome;
        }
        return outcome;
    }

    private Outcome deliver(Place where) {
        task.clearInterrupt();
        if (handler == SignalHandler.NONE) {
            // A hosted program takes its caught signals itself (HostedProcess.takePendingSignal); what it waits for ends with EINTR.
            return signals.deliverable(state) ? Outcome.INTERRUPTED : Outcome.NOTHING;
        }
        Outcome outcome = Outcome.NOTHING;
        Place place = where;
        for (Signals.Taken taken = signals.take(state); taken != null; taken = signals.take(state)) {
            if (taken.effect() == SignalAction.Effect.HANDLE && taken.disturbsNobody()) {
                handler.handle(taken.info(), taken.action(), place);
            } else if (taken.effect() == SignalAction.Effect.HANDLE) {
                place = place.after(taken.action());
                handler.handle(taken.info(), taken.action(), place);
                boolean restarts = taken.action().has(SignalAction.RESTART) && outcome != Outcome.INTERRUPTED;
                outcome = restarts ? Outcome.RESTARTS : Outcome.INTERRUPTED;
            } else {
                act(taken);
            }
        }
        if (state.cancelled()) {
            task.interrupt(); // for the next wait
        }
        return outcome;
    }

    /** On one that the program does not catch. */
    private void act(Signals.Taken taken) {
        switch (taken.effect()) {
            case DISCARD, HANDLE -> {}
            case TERMINATE, TERMINATE_WITH_CORE -> throw process.die(taken.signal());
            case STOP -> {
                delivery.stop(process, taken.signal());
                task.poll(0);
            }
        }
    }
}
