// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.kernel.Task;
import org.wsh.process.SignalHandler.Place;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A thread and signals: what it sends, blocks, waits for, and how those that reach it take effect. {@link Signals} decides what that is.
 *
 * <p>For the thread itself; {@link #mask} and {@link #pending} anybody may ask.
 */
public final class ThreadSignals {
    private final ProcessThread thread;
    private final SignalState state;

    /** How caught signals reach the program that runs now. */
    private SignalHandler handler = SignalHandler.NONE;

    /** WASIX: the export that gets signals. */
    private String callback = "";

    /** What came with the signal that is being handled. */
    private SignalInfo handled;

    ThreadSignals(ProcessThread thread, SignalState state) {
        this.thread = thread;
        this.state = state;
        state.thread = thread;
    }

    /** What the process's {@link Signals} knows of this thread. */
    SignalState state() {
        return state;
    }

    /** A fork's child, or another thread: what the program has registered is registered here. */
    void takeAfter(ThreadSignals parent) {
        callback = parent.callback;
    }

    void setHandler(SignalHandler newHandler) {
        handler = newHandler;
    }

    /** WASIX callback_signal: names the export that gets signals from now on; a name that does not exist: no longer. */
    public void registerCallback(String export) {
        callback = export;
        process().signals.setCallback(state, handler != SignalHandler.NONE && handler.canCallBack(export));
        takeEffect();
    }

    String callback() {
        return callback;
    }

    /** What came with the signal whose handler is running; null outside of handlers. */
    public SignalInfo handled() {
        return handled;
    }

    /** @return what was there before, to be put back when the handler is through */
    SignalInfo setHandled(SignalInfo info) {
        SignalInfo before = handled;
        handled = info;
        return before;
    }

    // Sending.

    /** kill(). A signal to oneself that is not blocked takes effect before this returns. ESRCH, EPERM. */
    public void kill(int pid, Signal signal) {
        delivery().kill(process(), pid, signal);
        takeEffect(Place.AFTER_A_CALL);
    }

    /** sigqueue(): as kill, with a value for the handler. */
    public void queue(int pid, Signal signal, long value) {
        if (pid <= 0) {
            throw new ErrnoException(Errno.ESRCH);
        }
        delivery().kill(process(), pid, signal, signal == null ? null : SignalInfo.from(process(), signal, SignalInfo.QUEUE, value));
        takeEffect(Place.AFTER_A_CALL);
    }

    /** pthread_kill(), raise(): to a thread of the own process. One that has ended takes no notice. */
    public void killThread(ProcessThread target, Signal signal) {
        if (signal != null) {
            delivery().send(target, SignalInfo.from(process(), signal, SignalInfo.THREAD, 0));
        }
        takeEffect(Place.AFTER_A_CALL);
    }

    /** A call sends its own thread a signal before it fails: if that is not blocked it takes effect before this returns (or instead). */
    void raise(Signal signal) {
        delivery().send(thread, SignalInfo.from(process(), signal, SignalInfo.USER, 0));
        takeEffect();
    }

    // Blocking, and waiting.

    /** sigaction(). EINVAL for KILL and STOP. */
    public void setAction(Signal signal, SignalAction action) {
        process().signals.setAction(signal, action);
    }

    /** What the thread blocks. */
    public SignalSet mask() {
        return process().signals.mask(state);
    }

    /** What is pending for the thread or its process. */
    public SignalSet pending() {
        return process().signals.pending().with(process().signals.pending(state));
    }

    /** What is pending for the thread only. */
    public SignalSet pendingAlone() {
        return process().signals.pending(state);
    }

    /** pthread_sigmask(): what becomes deliverable is delivered before this returns. */
    public void setMask(SignalSet mask) {
        changeMask(mask);
        deliverAfterAll(Place.INSIDE_A_CALL);
    }

    /** What this thread was to take and blocks now, others may take. @return the old mask */
    SignalSet changeMask(SignalSet mask) {
        SignalSet before = process().signals.setMask(state, mask);
        passOn();
        return before;
    }

    /** The thread is at its end. */
    void leave() {
        process().signals.leave(state);
        if (process().endReason() == null) {
            passOn();
        }
    }

    private void passOn() {
        for (ProcessThread other : process().signals.others(state)) {
            other.task().interrupt();
        }
    }

    /** sigsuspend(): waits with another mask until a handler has run. */
    public void suspend(SignalSet mask) {
        SignalSet before = changeMask(mask);
        try {
            Outcome outcome = Outcome.NOTHING;
            while (outcome == Outcome.NOTHING) {
                sleepUntilSignalled();
                outcome = deliver(Place.INSIDE_A_CALL);
            }
        } finally {
            changeMask(before);
        }
        // What came meanwhile, and only the temporary mask held back.
        deliverAfterAll(Place.INSIDE_A_CALL);
    }

    private void sleepUntilSignalled() {
        try {
            thread.task().await(() -> process().signals.deliverable(state), Task.NEVER, "sigsuspend", process().signals.held);
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
        Signals signals = process().signals;
        SignalInfo[] taken = new SignalInfo[1];
        boolean again = true;
        while (again) {
            signals.await(state, wanted);
            try {
                thread.task().await(() -> (taken[0] = signals.takeAwaited(state)) != null, deadline, "sigwait", signals.held);
                again = false;
            } catch (ErrnoException e) {
                signals.await(state, SignalSet.EMPTY);
                if (deliver(Place.INSIDE_A_CALL) != Outcome.NOTHING) {
                    throw e;
                }
            } finally {
                signals.await(state, SignalSet.EMPTY);
            }
        }
        takeEffect();
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
        if (process().endReason() != null) {
            throw new ProcessEnded();
        }
        if (thread.task().stopped()) {
            thread.task().poll(0);
        }
        return !thread.task().interrupted() || deliver(place) != Outcome.INTERRUPTED;
    }

    /** A handler that was captured on its way has ended, or the mask has changed: those that are deliverable now. */
    void deliverAfterAll(Place place) {
        if (process().signals.deliverable(state)) {
            deliver(place);
        }
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

    private Outcome deliver(Place place) {
        Signals signals = process().signals;
        thread.task().clearInterrupt();
        if (handler == SignalHandler.NONE) {
            // A hosted program takes its caught signals itself (HostedProcess.takePendingSignal); what it waits for ends with EINTR.
            return signals.deliverable(state) ? Outcome.INTERRUPTED : Outcome.NOTHING;
        }
        Outcome outcome = Outcome.NOTHING;
        for (Signals.Taken taken = signals.take(state); taken != null; taken = signals.take(state)) {
            switch (taken.effect()) {
                case DISCARD -> {}
                case TERMINATE, TERMINATE_WITH_CORE -> throw thread.die(taken.signal());
                case STOP -> {
                    delivery().stop(process(), taken.signal());
                    thread.task().poll(0);
                }
                case HANDLE -> {
                    handler.handle(taken.info(), taken.action(), place);
                    boolean restarts = taken.action().has(SignalAction.RESTART) && outcome != Outcome.INTERRUPTED;
                    outcome = restarts ? Outcome.RESTARTS : Outcome.INTERRUPTED;
                }
            }
        }
        return outcome;
    }

    private Process process() {
        return thread.process();
    }

    private SignalDelivery delivery() {
        return thread.processes().signals;
    }
}
