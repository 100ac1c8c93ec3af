// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.signal;

/** A set of signals; bit n − 1 stands for signal n, as in the ABI. */
public record SignalSet(long bits) {
    public static final SignalSet EMPTY = new SignalSet(0);

    public boolean contains(Signal signal) {
        return (bits & signal.bit()) != 0;
    }

    public SignalSet with(Signal signal) {
        return new SignalSet(bits | signal.bit());
    }

    public SignalSet without(Signal signal) {
        return new SignalSet(bits & ~signal.bit());
    }

    public SignalSet with(SignalSet other) {
        return new SignalSet(bits | other.bits);
    }

    public SignalSet without(SignalSet other) {
        return new SignalSet(bits & ~other.bits);
    }

    public boolean isEmpty() {
        return bits == 0;
    }
}
