// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.kernel.Task;
import org.wsh.process.Process;
import org.wsh.process.ProcessThread;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalAction;
import org.wsh.process.signal.SignalInfo;
import org.wsh.process.signal.SignalSet;
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
            Guest.thread(in).signals().setAction(signal, readAction(in, replacement));
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
        SignalSet before = thread.signals().mask();
        if (set != 0) {
            SignalSet change = new SignalSet(Guest.readLong(in, set));
            thread.signals().setMask(switch (how) {
                case 0 -> before.with(change);
                case 1 -> before.without(change);
                case 2 -> change;
                default -> throw new ErrnoException(Errno.EINVAL);
            });
        }
        if (old != 0) {
            Guest.writeLong(in, old, before.bits());
        }
        if (set != 0) {
            thread.signals().returning();
        }
        return WasiErrno.SUCCESS;
    }

    public static int sig_pending(Instance in, int set) {
        Guest.requireRange(in, set, 8);
        Guest.writeLong(in, set, Guest.thread(in).signals().pending().bits());
        return WasiErrno.SUCCESS;
    }

    /** Waits, with another mask, until a handler has run. */
    public static int sig_suspend(Instance in, int mask) {
        throw Guest.thread(in).signals().suspend(new SignalSet(Guest.readLong(in, mask)));
    }

    /** siginfo (32 bytes): 0 signo, 4 code, 8 pid, 12 uid, 16 status (i32), 24 value u64. */
    static final int INFO = 32;

    static void writeInfo(Instance in, int at, SignalInfo info) {
        Guest.writeInt(in, at, info.signal().number());
        Guest.writeInt(in, at + 4, info.code());
        Guest.writeInt(in, at + 8, info.pid());
        Guest.writeInt(in, at + 12, info.uid());
        Guest.writeInt(in, at + 16, info.status());
        Guest.writeInt(in, at + 20, 0);
        Guest.writeLong(in, at + 24, info.value());
    }

    /** What came with the signal whose handler is running. INVAL outside of one. */
    public static int sig_info(Instance in, int info) {
        Guest.requireRange(in, info, INFO);
        SignalInfo handled = Guest.thread(in).signals().handled();
        if (handled == null) {
            throw new ErrnoException(Errno.EINVAL);
        }
        writeInfo(in, info, handled);
        return WasiErrno.SUCCESS;
    }

    /** sigqueue(). 0 only asks. */
    public static int sig_queue(Instance in, int pid, int number, long value) {
        Guest.thread(in).signals().queue(pid, ProcessCalls.signal(number), value);
        return WasiErrno.SUCCESS;
    }

    /** sigtimedwait(); a negative {@code timeout} (ns) never ends. AGAIN when it did. */
    public static int sig_wait(Instance in, int set, long timeout, int info) {
        SignalSet wanted = new SignalSet(Guest.readLong(in, set));
        Guest.requireRange(in, info, INFO);
        ProcessThread thread = Guest.thread(in);
        long now = thread.processes().kernel().clock().monotonic();
        SignalInfo taken = thread.signals().await(wanted, timeout < 0 || timeout >= Task.NEVER - now ? Task.NEVER : now + timeout);
        if (taken == null) {
            throw new ErrnoException(Errno.EAGAIN);
        }
        writeInfo(in, info, taken);
        thread.signals().returning();
        return WasiErrno.SUCCESS;
    }
}
