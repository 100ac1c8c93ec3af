// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.signal;

/** Signals that have been generated and have not taken effect, of a process or of one of its threads. They do not queue: one bit each. Guarded by the lock of the process's {@link Signals}. */
final class PendingSignals {
    private SignalSet set = SignalSet.EMPTY;
    /** What came with each, by number. */
    private final SignalInfo[] infos = new SignalInfo[Signal.SYS.number() + 1];

    SignalSet set() {
        return set;
    }

    boolean contains(Signal signal) {
        return set.contains(signal);
    }

    /** Later ones merge with the first. */
    void add(SignalInfo info) {
        if (!set.contains(info.signal())) {
            set = set.with(info.signal());
            infos[info.signal().number()] = info;
        }
    }

    void forget(SignalSet signals) {
        set = set.without(signals);
    }

    void forget(Signal signal) {
        set = set.without(signal);
    }

    /** Takes the lowest of {@code wanted}; null if none of them is here. */
    SignalInfo take(long wanted) {
        long found = set.bits() & wanted;
        if (found == 0) {
            return null;
        }
        Signal signal = Signal.of(Long.numberOfTrailingZeros(found) + 1);
        set = set.without(signal);
        SignalInfo info = infos[signal.number()];
        infos[signal.number()] = null;
        return info;
    }
}
