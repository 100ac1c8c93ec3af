// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.kernel.WaitQueue;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A process's signal state: dispositions, pending set, mask. It decides; {@link SignalDelivery} acts.
 *
 * <p>Thread-safe: signals are posted by any thread. Pending standard signals do not queue: one bit each. A signal that is ignored when it is
 * generated is dropped, unless it is blocked (as Linux does: the disposition may change before it is unblocked).
 */
final class Signals {
    private static final SignalSet NEVER_BLOCKED = SignalSet.EMPTY.with(Signal.KILL).with(Signal.STOP);
    private static final SignalSet STOPPING =
            SignalSet.EMPTY.with(Signal.STOP).with(Signal.TSTP).with(Signal.TTIN).with(Signal.TTOU);

    private final Object lock = new Object();

    // Guarded by lock.
    private final SignalAction[] actions = new SignalAction[Signal.MAX_NUMBER + 1];
    private SignalSet pending = SignalSet.EMPTY;
    private SignalSet mask = SignalSet.EMPTY;
    /** What came with each pending signal, by number. */
    private final SignalInfo[] infos = new SignalInfo[Signal.SYS.number() + 1];
    /** What {@link #takeAwaited} wants: stays pending whatever its disposition. Empty while nobody is in sigwait. */
    private SignalSet awaited = SignalSet.EMPTY;
    private boolean callback;

    /** Woken when a signal becomes pending and is not delivered at once: sigwait may want it. */
    final WaitQueue held = new WaitQueue();

    Signals() {
        for (int i = 0; i < actions.length; i++) {
            actions[i] = SignalAction.DEFAULT;
        }
    }

    /** What fork gives the child: dispositions and mask, nothing pending. */
    Signals copy() {
        Signals copy = new Signals();
        synchronized (lock) {
            System.arraycopy(actions, 0, copy.actions, 0, actions.length);
            copy.mask = mask;
            copy.callback = callback;
        }
        return copy;
    }

    /** What exec and spawn do: caught signals fall back to the default, ignored ones stay ignored. */
    void resetCaught() {
        synchronized (lock) {
            callback = false;
            for (int i = 0; i < actions.length; i++) {
                if (actions[i].kind() == SignalAction.Kind.CATCH) {
                    actions[i] = SignalAction.DEFAULT;
                }
            }
        }
    }

    /**
     * A signal is generated for this process. Records it as pending if it is blocked or to be handled, or if the process is stopped and it is not
     * one that reaches stopped ones (KILL, CONT; POSIX 2.4.1).
     *
     * @return what must happen now; null if nothing yet
     */
    SignalAction.Effect post(SignalInfo info, boolean stopped) {
        Signal signal = info.signal();
        synchronized (lock) {
            if (signal == Signal.CONT) {
                pending = pending.without(STOPPING);
            } else if (STOPPING.contains(signal)) {
                pending = pending.without(Signal.CONT);
            }
            if (mask.contains(signal) || awaited.contains(signal)) {
                hold(info);
                return null;
            }
            SignalAction.Effect effect = effectOf(signal);
            if (effect == SignalAction.Effect.HANDLE) {
                hold(info);
            }
            if (stopped && isDeadly(effect) && signal != Signal.KILL) {
                hold(info);
                return null;
            }
            return effect;
        }
    }

    /** Needs the lock. */
    private void hold(SignalInfo info) {
        if (!pending.contains(info.signal())) {
            pending = pending.with(info.signal());
            infos[info.signal().number()] = info;
        }
    }

    /** Takes a pending signal that is not blocked and ends the process; null if there is none. */
    Signal takeDeadly() {
        synchronized (lock) {
            for (Signal signal : Signal.values()) {
                if (pending.contains(signal) && !mask.contains(signal) && isDeadly(effectOf(signal))) {
                    pending = pending.without(signal);
                    return signal;
                }
            }
            return null;
        }
    }

    private static boolean isDeadly(SignalAction.Effect effect) {
        return effect == SignalAction.Effect.TERMINATE || effect == SignalAction.Effect.TERMINATE_WITH_CORE;
    }

    /** A signal to deal with now, and its action. */
    record Taken(SignalInfo info, SignalAction action, SignalAction.Effect effect) {
        Signal signal() {
            return info.signal();
        }
    }

    /** Takes the lowest pending signal that is not blocked; null if there is none. RESET_HANDLER is applied. */
    Taken take() {
        synchronized (lock) {
            long deliverable = pending.bits() & ~mask.bits();
            if (deliverable == 0) {
                return null;
            }
            SignalInfo info = takeLowest(deliverable);
            Signal signal = info.signal();
            SignalAction action = actions[signal.number()];
            SignalAction.Effect effect = effectOf(signal);
            if (action.has(SignalAction.RESET_HANDLER)) {
                actions[signal.number()] = SignalAction.DEFAULT;
            }
            return new Taken(info, action, effect);
        }
    }

    /** Needs the lock. Forgets the lowest pending signal of {@code bits}, which is not empty. */
    private SignalInfo takeLowest(long bits) {
        Signal signal = Signal.of(Long.numberOfTrailingZeros(bits) + 1);
        pending = pending.without(signal);
        SignalInfo info = infos[signal.number()];
        infos[signal.number()] = null;
        return info;
    }

    /** sigwait(): from now on signals of {@code wanted} stay pending until {@link #takeAwaited} gets them; empty: as ever. */
    void await(SignalSet wanted) {
        synchronized (lock) {
            awaited = wanted.without(NEVER_BLOCKED);
        }
    }

    /** A pending signal that is awaited; null if there is none. */
    SignalInfo takeAwaited() {
        synchronized (lock) {
            long found = pending.bits() & awaited.bits();
            return found == 0 ? null : takeLowest(found);
        }
    }

    /** Whether {@link #take} would find something. */
    boolean deliverable() {
        synchronized (lock) {
            return (pending.bits() & ~mask.bits()) != 0;
        }
    }

    /** Whether one of those has a handler. */
    boolean handlerPending() {
        synchronized (lock) {
            for (Signal signal : Signal.values()) {
                if (pending.contains(signal) && !mask.contains(signal) && effectOf(signal) == SignalAction.Effect.HANDLE) {
                    return true;
                }
            }
            return false;
        }
    }

    SignalAction action(Signal signal) {
        synchronized (lock) {
            return actions[signal.number()];
        }
    }

    /** EINVAL for KILL and STOP. Setting a signal to be ignored forgets a pending one. @return the old action */
    SignalAction setAction(Signal signal, SignalAction action) {
        if (signal.unstoppable()) {
            throw new ErrnoException(Errno.EINVAL, signal.name());
        }
        synchronized (lock) {
            SignalAction old = actions[signal.number()];
            actions[signal.number()] = action;
            if (action.effectOn(signal) == SignalAction.Effect.DISCARD) {
                pending = pending.without(signal);
            }
            return old;
        }
    }

    SignalSet mask() {
        synchronized (lock) {
            return mask;
        }
    }

    /** @return the old mask */
    SignalSet setMask(SignalSet newMask) {
        synchronized (lock) {
            SignalSet old = mask;
            mask = newMask.without(NEVER_BLOCKED);
            return old;
        }
    }

    SignalSet pending() {
        synchronized (lock) {
            return pending;
        }
    }

    /** WASIX: from now on an export of the program gets what would otherwise end it (callback_signal). */
    void setCallback(boolean registered) {
        synchronized (lock) {
            callback = registered;
        }
    }

    /** The signals with the given disposition, for /proc and proc_signals_get. */
    SignalSet with(SignalAction.Kind kind) {
        synchronized (lock) {
            SignalSet set = SignalSet.EMPTY;
            for (Signal signal : Signal.values()) {
                if (actions[signal.number()].kind() == kind) {
                    set = set.with(signal);
                }
            }
            return set;
        }
    }

    /** Needs the lock. */
    private SignalAction.Effect effectOf(Signal signal) {
        if (signal == Signal.KILL) {
            return SignalAction.Effect.TERMINATE;
        }
        if (signal == Signal.STOP) {
            return SignalAction.Effect.STOP;
        }
        SignalAction.Effect effect = actions[signal.number()].effectOn(signal);
        return callback && isDeadly(effect) ? SignalAction.Effect.HANDLE : effect;
    }
}
