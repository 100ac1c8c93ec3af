// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.process.Process;
import org.wsh.process.ProcessThread;
import org.wsh.process.Signal;
import org.wsh.process.SignalAction;
import org.wsh.process.SignalSet;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** wsh_1: sigaction and masks. sigaction: 0 handler u32 (0 default, −1 ignore, else a table index), 4 flags u32, 8 mask u64. */
public final class SignalCalls {
    private static final int ACTION = 16;
    private static final int IGNORE = -1;

    private SignalCalls() {}

    public static int sig_action(Instance in, int number, int replacement, int old) {
        Signal signal = Signal.of(number);
        if (signal == null) {
            throw new ErrnoException(Errno.EINVAL);
        }
        if (old != 0) {
            Guest.requireRange(in, old, ACTION);
        }
        Process process = Guest.process(in);
        SignalAction before = process.signalAction(signal);
        if (replacement != 0) {
            Guest.requireRange(in, replacement, ACTION);
            Guest.thread(in).setSignalAction(signal, readAction(in, replacement));
        }
        if (old != 0) {
            writeAction(in, old, before);
        }
        return WasiErrno.SUCCESS;
    }

    private static SignalAction readAction(Instance in, int at) {
        int handler = Guest.readInt(in, at);
        SignalAction.Kind kind = switch (handler) {
            case 0 -> SignalAction.Kind.DEFAULT;
            case IGNORE -> SignalAction.Kind.IGNORE;
            default -> SignalAction.Kind.CATCH;
        };
        return new SignalAction(kind, handler, Guest.readInt(in, at + 4), new SignalSet(Guest.readLong(in, at + 8)));
    }

    private static void writeAction(Instance in, int at, SignalAction action) {
        Guest.writeInt(in, at, switch (action.kind()) {
            case DEFAULT -> 0;
            case IGNORE -> IGNORE;
            case CATCH -> action.handler();
        });
        Guest.writeInt(in, at + 4, action.flags());
        Guest.writeLong(in, at + 8, action.mask().bits());
    }

    /** {@code how}: block 0, unblock 1, set 2. What becomes deliverable is delivered before this returns. */
    public static int sig_mask(Instance in, int how, int set, int old) {
        if (old != 0) {
            Guest.requireRange(in, old, 8);
        }
        ProcessThread thread = Guest.thread(in);
        SignalSet before = thread.process().blockedSignals();
        if (set != 0) {
            SignalSet change = new SignalSet(Guest.readLong(in, set));
            thread.setSignalMask(switch (how) {
                case 0 -> before.with(change);
                case 1 -> before.without(change);
                case 2 -> change;
                default -> throw new ErrnoException(Errno.EINVAL);
            });
        }
        if (old != 0) {
            Guest.writeLong(in, old, before.bits());
        }
        return WasiErrno.SUCCESS;
    }

    public static int sig_pending(Instance in, int set) {
        Guest.requireRange(in, set, 8);
        Guest.writeLong(in, set, Guest.process(in).pendingSignals().bits());
        return WasiErrno.SUCCESS;
    }

    /** Waits, with another mask, until a handler has run. */
    public static int sig_suspend(Instance in, int mask) {
        Guest.thread(in).suspend(new SignalSet(Guest.readLong(in, mask)));
        throw new ErrnoException(Errno.EINTR);
    }
}
