// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.ArrayList;
import java.util.List;
import org.wsh.engine.runtime.Instance;
import org.wsh.kernel.Task;
import org.wsh.process.ProcessThread;
import org.wsh.process.signal.SignalSet;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.Pollable;
import org.wsh.vfs.Whence;

/** poll_oneoff: waits for the first of many clocks and descriptors, and reports all that are ready then. */
public final class PollCalls {
    private static final int EVENT = 32;
    private static final int MOST_SUBSCRIPTIONS = 1 << 16;
    private static final int HANGUP = 1;

    private PollCalls() {}

    /** Where a subscription has what; it begins with 0 userdata u64, 8 tag u8, and has a descriptor at 16. */
    private record Layout(int size, int clock, int timeout, int flags) {
        static final Layout PREVIEW1 = new Layout(48, 16, 24, 40);
        /** With a name for each clock subscription, which nothing comes of. */
        static final Layout SNAPSHOT0 = new Layout(56, 24, 32, 48);
    }

    /** One subscription, read once. {@code deadline} is monotonic, for clocks; {@code file} is null when the descriptor was bad. */
    private record Subscription(long userdata, int type, long deadline, OpenFileDescription file) {
        static final int CLOCK = 0;
        static final int READ = 1;
        static final int WRITE = 2;

        int interest() {
            return type == READ ? Pollable.READABLE : Pollable.WRITABLE;
        }
    }

    public static int poll_oneoff(Instance in, int subscriptions, int events, int count, int eventCount) {
        return poll(in, Layout.PREVIEW1, subscriptions, events, count, eventCount);
    }

    /** As it was in wasi_unstable. */
    public static int poll_oneoff_snapshot0(Instance in, int subscriptions, int events, int count, int eventCount) {
        return poll(in, Layout.SNAPSHOT0, subscriptions, events, count, eventCount);
    }

    private static int poll(Instance in, Layout layout, int subscriptions, int events, int count, int eventCount) {
        if (count <= 0 || count > MOST_SUBSCRIPTIONS) {
            throw new ErrnoException(Errno.EINVAL);
        }
        Guest.requireRange(in, subscriptions, count * layout.size());
        Guest.requireRange(in, events, count * EVENT);
        Guest.requireRange(in, eventCount, 4);
        List<Subscription> all = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                all.add(read(in, layout, subscriptions + i * layout.size()));
            }
            await(in, all);
            int reported = 0;
            for (Subscription subscription : all) {
                reported += report(in, events + reported * EVENT, subscription) ? 1 : 0;
            }
            Guest.writeInt(in, eventCount, reported);
            return WasiErrno.SUCCESS;
        } finally {
            for (Subscription subscription : all) {
                if (subscription.file() != null) {
                    subscription.file().release();
                }
            }
        }
    }

    private static Subscription read(Instance in, Layout layout, int at) {
        long userdata = Guest.readLong(in, at);
        int type = Guest.readByte(in, at + 8);
        return switch (type) {
            case Subscription.CLOCK -> new Subscription(userdata, type, deadline(in, layout, at), null);
            case Subscription.READ, Subscription.WRITE ->
                    new Subscription(userdata, type, Task.NEVER, borrow(in, Guest.readInt(in, at + 16)));
            default -> throw new ErrnoException(Errno.EINVAL);
        };
    }

    private static OpenFileDescription borrow(Instance in, int fd) {
        try {
            return Guest.process(in).descriptors().borrow(fd).file();
        } catch (ErrnoException bad) {
            return null;
        }
    }

    private static long deadline(Instance in, Layout layout, int at) {
        int clock = Guest.readInt(in, at + layout.clock());
        long timeout = Guest.readLong(in, at + layout.timeout());
        boolean absolute = (Guest.readShort(in, at + layout.flags()) & 1) != 0;
        long now = Guest.thread(in).processes().kernel().clock().monotonic();
        long wait = absolute ? timeout - ClockCalls.now(in, clock) : timeout;
        if (!absolute) {
            ClockCalls.now(in, clock);
            // Unsigned: what looks negative is longer than anybody lives.
            return timeout < 0 || timeout >= Task.NEVER - now ? Task.NEVER : now + timeout;
        }
        return timeout < 0 ? Task.NEVER : now + Math.max(0, wait);
    }

    private static void await(Instance in, List<Subscription> all) {
        ProcessThread thread = Guest.thread(in);
        long deadline = Task.NEVER;
        boolean bad = false;
        List<Pollable> sources = new ArrayList<>();
        for (Subscription subscription : all) {
            deadline = Math.min(deadline, subscription.deadline());
            if (subscription.type() != Subscription.CLOCK) {
                bad |= subscription.file() == null;
                if (subscription.file() != null) {
                    sources.add(subscription.file());
                }
            }
        }
        if (bad || anyReady(all)) {
            return;
        }
        String wchan = sources.isEmpty() && deadline != Task.NEVER ? "sleep" : "poll";
        thread.waiting().any(() -> anyReady(all), deadline, wchan, sources.toArray(new Pollable[0]));
    }

    private static boolean anyReady(List<Subscription> all) {
        for (Subscription subscription : all) {
            if (subscription.file() != null && readiness(subscription) != 0) {
                return true;
            }
        }
        return false;
    }

    private static int readiness(Subscription subscription) {
        return subscription.file().readiness() & (subscription.interest() | Pollable.ERROR | Pollable.HANGUP);
    }

    /** Event: 0 userdata u64, 8 errno u16, 10 type u8, 16 bytes u64, 24 flags u16. @return whether there was one to report */
    private static boolean report(Instance in, int at, Subscription subscription) {
        int errno = WasiErrno.SUCCESS;
        long bytes = 0;
        int flags = 0;
        if (subscription.type() == Subscription.CLOCK) {
            if (Guest.thread(in).processes().kernel().clock().monotonic() < subscription.deadline()) {
                return false;
            }
        } else if (subscription.file() == null) {
            errno = WasiErrno.number(Errno.EBADF);
        } else {
            int ready = readiness(subscription);
            if (ready == 0) {
                return false;
            }
            bytes = bytes(subscription, ready);
            flags = (ready & Pollable.HANGUP) != 0 && bytes == 0 || (ready & Pollable.ERROR) != 0 ? HANGUP : 0;
        }
        Guest.writeLong(in, at, subscription.userdata());
        Guest.writeLong(in, at + 8, errno | (long) subscription.type() << 16);
        Guest.writeLong(in, at + 16, bytes);
        Guest.writeLong(in, at + 24, flags);
        return true;
    }

    /** How much can be transferred: for a file, up to its end; elsewhere at least a byte. */
    private static long bytes(Subscription subscription, int ready) {
        if (subscription.type() == Subscription.READ && subscription.file().attributes().type() == FileType.REGULAR) {
            return Math.max(0, subscription.file().attributes().size() - subscription.file().seek(0, Whence.CURRENT));
        }
        int known = subscription.type() == Subscription.READ ? subscription.file().available() : -1;
        if (known >= 0) {
            return known;
        }
        return (ready & subscription.interest()) != 0 && (ready & Pollable.HANGUP) == 0 ? 1 : 0;
    }

    // poll(), with Linux's bits.

    private static final int POLLFD = 8;
    private static final int ALL_EVENTS = Pollable.READABLE | Pollable.WRITABLE | Pollable.READ_HANGUP;
    private static final int INVALID = 0x20;
    private static final int MOST_POLLED = 1 << 16;

    /** One pollfd: 0 fd i32, 4 events u16, 6 what happened u16. A negative descriptor is passed over: null, and nothing happens. */
    private record Polled(int at, int interest, OpenFileDescription file, boolean bad) {
        int happened() {
            return bad ? INVALID : file == null ? 0 : file.readiness() & (interest | Pollable.ERROR | Pollable.HANGUP);
        }
    }

    /**
     * ppoll(), which poll_oneoff cannot say: hang-ups without interest, errors, a mask.
     *
     * @param timeout in ns; negative is for ever
     * @param mask    signals to be blocked meanwhile, or 0
     */
    public static int poll(Instance in, int descriptors, int count, long timeout, int mask, int ready) {
        Guest.requireRange(in, ready, 4);
        if (count < 0 || count > MOST_POLLED) {
            throw new ErrnoException(Errno.EINVAL);
        }
        Guest.requireRange(in, descriptors, count * POLLFD);
        ProcessThread thread = Guest.thread(in);
        SignalSet blocked = mask == 0 ? null : new SignalSet(Guest.readLong(in, mask));
        List<Polled> all = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                all.add(polled(in, descriptors + i * POLLFD));
            }
            await(thread, all, timeout, blocked);
            int number = 0;
            for (Polled each : all) {
                int happened = each.happened();
                Guest.writeShort(in, each.at() + 6, happened);
                number += happened != 0 ? 1 : 0;
            }
            Guest.writeInt(in, ready, number);
            thread.signals().returning(); // those that only the mask held back
            return WasiErrno.SUCCESS;
        } finally {
            for (Polled each : all) {
                if (each.file() != null) {
                    each.file().release();
                }
            }
        }
    }

    private static Polled polled(Instance in, int at) {
        int fd = Guest.readInt(in, at);
        OpenFileDescription file = fd < 0 ? null : borrow(in, fd);
        return new Polled(at, Guest.readShort(in, at + 4) & ALL_EVENTS, file, fd >= 0 && file == null);
    }

    private static void await(ProcessThread thread, List<Polled> all, long timeout, SignalSet blocked) {
        if (anyHappened(all) || timeout == 0 && blocked == null) {
            return;
        }
        var sources = new ArrayList<Pollable>(all.size());
        for (Polled each : all) {
            if (each.file() != null) {
                sources.add(each.file());
            }
        }
        long now = thread.processes().kernel().clock().monotonic();
        long deadline = timeout < 0 || timeout >= Task.NEVER - now ? Task.NEVER : now + timeout;
        Pollable[] watched = sources.toArray(new Pollable[0]);
        if (blocked == null) {
            thread.waiting().any(() -> anyHappened(all), deadline, "poll", watched);
        } else {
            thread.waiting().any(blocked, () -> anyHappened(all), deadline, "poll", watched);
        }
    }

    private static boolean anyHappened(List<Polled> all) {
        for (Polled each : all) {
            if (each.happened() != 0) {
                return true;
            }
        }
        return false;
    }
}
