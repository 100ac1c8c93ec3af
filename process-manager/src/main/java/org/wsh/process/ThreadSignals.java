// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.kernel.Task;
import org.wsh.process.SignalHandler.Place;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A thread and signals: what it sends, blocks, waits for, and how those that reach it take effect. {@link Signals} decides what that is.
 *
 * <p>For the thread itself.
 */
public final class ThreadSignals {
    private final ProcessThread thread;

    /** How caught signals reach the program that runs now. */
    private SignalHandler handler = SignalHandler.NONE;

    /** WASIX: the export that gets signals. */
    private String callback = "";

    /** What came with the signal that is being handled. */
    private SignalInfo handled;

    ThreadSignals(ProcessThread thread) {
        this.thread = thread;
    }

    /** A fork's child: what the program has registered is registered here. */
    void takeAfter(ThreadSignals parent) {
        callback = parent.callback;
    }

    void setHandler(SignalHandler newHandler) {
        handler = newHandler;
    }

    /** WASIX callback_signal: names the export that gets signals from now on; a name that does not exist: no longer. */
    public void registerCallback(String export) {
        callback = export;
        process().signals.setCallback(handler != SignalHandler.NONE && handler.canCallBack(export));
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

    /** A call sends its own process a signal before it fails: if that is not blocked it takes effect before this returns (or instead). */
    void raise(Signal signal) {
        delivery().send(process(), SignalInfo.from(process(), signal, SignalInfo.USER, 0));
        takeEffect();
    }

    // Blocking, and waiting.

    /** sigaction(). EINVAL for KILL and STOP. */
    public void setAction(Signal signal, SignalAction action) {
        process().signals.setAction(signal, action);
    }

    /** sigprocmask(): what becomes deliverable is delivered before this returns. */
    public void setMask(SignalSet mask) {
        process().signals.setMask(mask);
        deliverAfterAll(Place.INSIDE_A_CALL);
    }

    /** sigsuspend(): waits with another mask until a handler has run. */
    public void suspend(SignalSet mask) {
        Signals signals = process().signals;
        SignalSet before = signals.setMask(mask);
        try {
            boolean handled = false;
            while (!handled) {
                thread.task().await(signals::deliverable, Task.NEVER, "sigsuspend", process().childEvents);
                handled = signals.handlerPending();
                deliver();
            }
        } catch (ErrnoException e) {
            // EINTR: a signal has come; its handler runs with the temporary mask.
            deliver();
        } finally {
            signals.setMask(before);
        }
        // What came meanwhile, and only the temporary mask held back.
        deliverAfterAll(Place.INSIDE_A_CALL);
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
        signals.await(wanted);
        try {
            thread.task().await(() -> (taken[0] = signals.takeAwaited()) != null, deadline, "sigwait", signals.held);
        } catch (ErrnoException e) {
            signals.await(SignalSet.EMPTY);
            deliver();
            throw e;
        } finally {
            signals.await(SignalSet.EMPTY);
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
        return !thread.task().interrupted() || deliver(place);
    }

    /** A handler that was captured on its way has ended, or the mask has changed: those that are deliverable now. */
    void deliverAfterAll(Place place) {
        if (process().signals.deliverable()) {
            deliver(place);
        }
    }

    /**
     * Deals with every pending signal that is not blocked. To be called when the task was interrupted.
     *
     * @return whether an interrupted call should go on: no handler ran, or only such as restart calls
     */
    boolean deliver() {
        return deliver(Place.INSIDE_A_CALL);
    }

    private boolean deliver(Place place) {
        Signals signals = process().signals;
        thread.task().clearInterrupt();
        if (handler == SignalHandler.NONE) {
            // A hosted program takes its caught signals itself (HostedProcess.takePendingSignal); what it waits for ends with EINTR.
            return !signals.deliverable();
        }
        boolean restart = true;
        for (Signals.Taken taken = signals.take(); taken != null; taken = signals.take()) {
            switch (taken.effect()) {
                case DISCARD -> {}
                case TERMINATE, TERMINATE_WITH_CORE -> throw thread.die(taken.signal());
                case STOP -> {
                    delivery().stop(process(), taken.signal());
                    thread.task().poll(0);
                }
                case HANDLE -> {
                    handler.handle(taken.info(), taken.action(), place);
                    restart &= taken.action().has(SignalAction.RESTART);
                }
            }
        }
        return restart;
    }

    private Process process() {
        return thread.process();
    }

    private SignalDelivery delivery() {
        return thread.processes().signals;
    }
}
