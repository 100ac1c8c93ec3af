// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.signal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.wsh.kernel.Task;
import org.wsh.kernel.WaitQueue;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A process's signal state: dispositions, what is pending for the process, and for each of its threads what that blocks and what is pending for it alone. It decides;
 * {@code SignalDelivery} acts.
 *
 * <p>A signal for the process goes to one thread that does not block it, the main thread if that is one: any of them may take it from the process's pending set, and
 * one that is about to is told by an interrupt. Who blocks it then, or ends, passes the interrupt on ({@link #others}).
 *
 * <p>Thread-safe: signals are posted by any thread. A signal that is ignored when it is generated is dropped, unless it is blocked (as Linux does: the disposition may
 * change before it is unblocked).
 */
public final class Signals {
    private static final SignalSet STOPPING =
            SignalSet.EMPTY.with(Signal.STOP).with(Signal.TSTP).with(Signal.TTIN).with(Signal.TTOU);

    private final Object lock = new Object();

    // Guarded by lock.
    private final SignalAction[] actions = new SignalAction[Signal.MAX_NUMBER + 1];
    private final PendingSignals pending = new PendingSignals();
    /** WASIX: the program has asked for its dispositions, so its library knows what to do with every signal, also with those that do nothing by default. */
    private boolean toldDispositions;
    /** Of all threads; never empty. In the order of birth, so the main thread's comes first as long as that lives. */
    private final Set<SignalState> threads = new LinkedHashSet<>(2);

    /** Woken when a signal becomes pending and is not delivered at once: sigwait may want it. */
    public final WaitQueue held = new WaitQueue();

    public Signals() {
        for (int i = 0; i < actions.length; i++) {
            actions[i] = SignalAction.DEFAULT;
        }
        threads.add(new SignalState());
    }

    private Signals(Signals parent, SignalState main) {
        System.arraycopy(parent.actions, 0, actions, 0, actions.length);
        toldDispositions = parent.toldDispositions;
        threads.add(main);
    }

    /** What fork gives the child: dispositions, and the mask of the thread that forks; nothing pending. */
    public Signals copy(SignalState caller) {
        synchronized (lock) {
            return new Signals(this, caller.copy());
        }
    }

    // Threads.

    /** That of the main thread, as long as there is no other. */
    public SignalState main() {
        synchronized (lock) {
            return threads.iterator().next();
        }
    }

    /** The same, when the main thread gets its task. */
    public SignalState main(Task task) {
        SignalState main = main();
        main.task = task;
        return main;
    }

    /** A thread that {@code creator} makes, and its task: signals may come to it from now on. */
    public SignalState join(SignalState creator, Task task) {
        synchronized (lock) {
            SignalState state = creator.copy();
            state.task = task;
            threads.add(state);
            return state;
        }
    }

    /** A thread is at its end; what it should have taken goes to {@link #others}. The last one stays. */
    public void leave(SignalState state) {
        synchronized (lock) {
            if (threads.size() > 1) {
                threads.remove(state);
            }
        }
    }

    /** Threads beside {@code state} that could take what is pending for the process: it blocks some of that now, or has left. */
    public List<Task> others(SignalState state) {
        synchronized (lock) {
            if (pending.set().isEmpty() || threads.size() == 1 && threads.contains(state)) {
                return List.of();
            }
            List<Task> able = new ArrayList<>();
            for (SignalState each : threads) {
                if (each != state && !pending.set().without(each.blocked()).isEmpty()) {
                    able.add(each.task);
                }
            }
            return able;
        }
    }

    // Generation.

    /** What must happen to whom now that a signal has been generated; without an effect nothing yet. */
    public record Posted(SignalAction.Effect effect, Task target) {
        private static final Posted HELD = new Posted(null, null);
    }

    /**
     * A signal is generated for this process, or for one of its threads. Records it as pending if it is blocked or to be handled, or if the process is stopped and it is
     * not one that reaches stopped ones (KILL, CONT; POSIX 2.4.1).
     *
     * @param only the thread it is for; null for the process
     */
    public Posted post(SignalInfo info, SignalState only, boolean stopped) {
        Signal signal = info.signal();
        synchronized (lock) {
            forgetOpposite(signal);
            SignalState target = only != null ? only : receiver(signal);
            PendingSignals where = only != null ? only.pending : pending;
            if (target.blocks(signal) || target.awaited.contains(signal)) {
                where.add(info);
                return Posted.HELD;
            }
            SignalAction.Effect effect = effectOf(signal, target);
            if (effect == SignalAction.Effect.HANDLE) {
                where.add(info);
            }
            if (stopped && isDeadly(effect) && signal != Signal.KILL) {
                where.add(info);
                return Posted.HELD;
            }
            return new Posted(effect, target.task);
        }
    }

    /** Needs the lock. The first thread that would take it now; if none, any. */
    private SignalState receiver(Signal signal) {
        for (SignalState each : threads) {
            if (!each.blocks(signal) || each.awaited.contains(signal)) {
                return each;
            }
        }
        return threads.iterator().next();
    }

    /** Needs the lock. */
    private void forgetOpposite(Signal signal) {
        SignalSet opposite = signal == Signal.CONT ? STOPPING : STOPPING.contains(signal) ? SignalSet.EMPTY.with(Signal.CONT) : SignalSet.EMPTY;
        if (!opposite.isEmpty()) {
            forget(opposite);
        }
    }

    /** Needs the lock. */
    private void forget(SignalSet signals) {
        pending.forget(signals);
        for (SignalState each : threads) {
            each.pending.forget(signals);
        }
    }

    /** Takes a pending signal that is not blocked and ends the process; null if there is none. */
    public Signal takeDeadly() {
        synchronized (lock) {
            for (SignalState each : threads) {
                for (Signal signal : Signal.values()) {
                    if (isDeliverable(signal, each) && isDeadly(effectOf(signal, each))) {
                        pending.forget(signal);
                        each.pending.forget(signal);
                        return signal;
                    }
                }
            }
            return null;
        }
    }

    /** Needs the lock. */
    private boolean isDeliverable(Signal signal, SignalState to) {
        return (pending.contains(signal) || to.pending.contains(signal)) && !to.blocks(signal);
    }

    private static boolean isDeadly(SignalAction.Effect effect) {
        return effect == SignalAction.Effect.TERMINATE || effect == SignalAction.Effect.TERMINATE_WITH_CORE;
    }

    // Delivery.

    /** A signal to deal with now, and its action. */
    public record Taken(SignalInfo info, SignalAction action, SignalAction.Effect effect) {
        public Signal signal() {
            return info.signal();
        }

        /** Does nothing by default, and WASIX's callback is only told: calls go on. */
        public boolean disturbsNobody() {
            return action.kind() == SignalAction.Kind.DEFAULT && action.effectOn(signal()) == SignalAction.Effect.DISCARD;
        }
    }

    /** Takes the lowest pending signal that the thread does not block, its own first; null if there is none. RESET_HANDLER is applied. */
    public Taken take(SignalState thread) {
        synchronized (lock) {
            SignalInfo info = takeAny(thread, ~thread.blocked().bits());
            if (info == null) {
                return null;
            }
            Signal signal = info.signal();
            SignalAction action = actions[signal.number()];
            SignalAction.Effect effect = effectOf(signal, thread);
            if (action.has(SignalAction.RESET_HANDLER)) {
                actions[signal.number()] = SignalAction.DEFAULT;
            }
            return new Taken(info, action, effect);
        }
    }

    /** The same of those that end no call: the program does not catch them, or WASIX's callback is only told. */
    public Taken takeUncaught(SignalState thread) {
        synchronized (lock) {
            for (Signal signal : Signal.values()) {
                if (isDeliverable(signal, thread)) {
                    SignalAction action = actions[signal.number()];
                    SignalAction.Effect effect = effectOf(signal, thread);
                    if (effect != SignalAction.Effect.HANDLE || action.kind() == SignalAction.Kind.DEFAULT && action.effectOn(signal) == SignalAction.Effect.DISCARD) {
                        return new Taken(takeAny(thread, SignalSet.EMPTY.with(signal).bits()), action, effect);
                    }
                }
            }
            return null;
        }
    }

    /** Needs the lock. */
    private SignalInfo takeAny(SignalState thread, long wanted) {
        SignalInfo own = thread.pending.take(wanted);
        return own != null ? own : pending.take(wanted);
    }

    /** sigwait(): from now on signals of {@code wanted} stay pending until {@link #takeAwaited} gets them; empty: as ever. */
    public void await(SignalState thread, SignalSet wanted) {
        synchronized (lock) {
            thread.awaited = wanted.without(SignalState.NEVER_BLOCKED);
        }
    }

    /** A pending signal that the thread awaits; null if there is none. */
    public SignalInfo takeAwaited(SignalState thread) {
        synchronized (lock) {
            return takeAny(thread, thread.awaited.bits());
        }
    }

    /** Whether {@link #take} would find something. */
    public boolean deliverable(SignalState thread) {
        synchronized (lock) {
            return !pending.set().with(thread.pending.set()).without(thread.blocked()).isEmpty();
        }
    }

    // Dispositions and masks.

    /** What exec and spawn do: caught signals fall back to the default, ignored ones stay ignored. */
    public void resetCaught() {
        synchronized (lock) {
            for (SignalState each : threads) {
                each.callback = SignalState.Callback.NONE;
            }
            toldDispositions = false;
            for (int i = 0; i < actions.length; i++) {
                if (actions[i].kind() == SignalAction.Kind.CATCH) {
                    actions[i] = SignalAction.DEFAULT;
                }
            }
        }
    }

    public SignalAction action(Signal signal) {
        synchronized (lock) {
            return actions[signal.number()];
        }
    }

    /** EINVAL for KILL and STOP. Setting a signal to be ignored forgets a pending one. @return the old action */
    public SignalAction setAction(Signal signal, SignalAction action) {
        if (signal.unstoppable()) {
            throw new ErrnoException(Errno.EINVAL, signal.name());
        }
        synchronized (lock) {
            SignalAction old = actions[signal.number()];
            actions[signal.number()] = action;
            if (action.effectOn(signal) == SignalAction.Effect.DISCARD) {
                forget(SignalSet.EMPTY.with(signal));
            }
            return old;
        }
    }

    public SignalSet mask(SignalState thread) {
        synchronized (lock) {
            return thread.mask;
        }
    }

    /** @return the old mask */
    public SignalSet setMask(SignalState thread, SignalSet newMask) {
        synchronized (lock) {
            SignalSet old = thread.mask;
            thread.mask = newMask.without(SignalState.NEVER_BLOCKED);
            return old;
        }
    }

    /** Those for the process. */
    public SignalSet pending() {
        synchronized (lock) {
            return pending.set();
        }
    }

    /** Those for that thread alone. */
    public SignalSet pending(SignalState thread) {
        synchronized (lock) {
            return thread.pending.set();
        }
    }

    /**
     * WASIX: from now on an export of the program gets what would otherwise end it (callback_signal), as far as this thread is concerned.
     *
     * @param exists whether there is such an export; if not, and there was, signals stay pending
     */
    public void setCallback(SignalState thread, boolean exists) {
        synchronized (lock) {
            if (exists) {
                thread.callback = SignalState.Callback.REGISTERED;
            } else if (thread.callback == SignalState.Callback.REGISTERED) {
                thread.callback = SignalState.Callback.HOLDING;
            }
        }
    }

    /** WASIX's proc_signals_get: those that are ignored. From now on a callback gets the signals that do nothing by default, too. */
    public SignalSet tellIgnored() {
        synchronized (lock) {
            toldDispositions = true;
            return with(SignalAction.Kind.IGNORE);
        }
    }

    /** The signals with the given disposition, for /proc and proc_signals_get. */
    public SignalSet with(SignalAction.Kind kind) {
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
    private SignalAction.Effect effectOf(Signal signal, SignalState thread) {
        if (signal == Signal.KILL) {
            return SignalAction.Effect.TERMINATE;
        }
        if (signal == Signal.STOP) {
            return SignalAction.Effect.STOP;
        }
        SignalAction action = actions[signal.number()];
        SignalAction.Effect effect = action.effectOn(signal);
        boolean forCallback = isDeadly(effect) || toldDispositions && effect == SignalAction.Effect.DISCARD && action.kind() == SignalAction.Kind.DEFAULT;
        return forCallback && thread.callback != SignalState.Callback.NONE ? SignalAction.Effect.HANDLE : effect;
    }
}
