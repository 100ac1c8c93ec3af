// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.List;
import org.wsh.engine.runtime.Instance;
import org.wsh.kernel.EventPoll;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.Task;
import org.wsh.process.Process;
import org.wsh.process.ProcessThread;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.Pollable;

/** WASIX: eventfd and epoll. */
public final class EventCalls {
    /** 0 events u32, 8 to 31 the guest's data. */
    private static final int RECORD = 32;

    private static final int IN = 1;
    private static final int OUT = 2;
    private static final int PEER_ENDED = 4;
    private static final int ERROR = 16;
    private static final int HANGUP = 32;
    private static final int EDGE = 64;
    private static final int ONE_SHOT = 128;

    private static final int SEMAPHORE = 1;
    private static final int MOST_EVENTS = 1 << 16;

    private record Data(long first, long second, long third) {}

    private EventCalls() {}

    private static Kernel kernel(Instance in) {
        return Guest.thread(in).processes().kernel();
    }

    public static int fd_event(Instance in, long initial, int flags, int fd) {
        Guest.requireRange(in, fd, 4);
        if ((flags & 0xffff & ~(SEMAPHORE | DescriptorCalls.FLAG_NONBLOCK)) != 0 || initial == -1) {
            throw new ErrnoException(Errno.EINVAL);
        }
        Process process = Guest.process(in);
        Guest.writeInt(in, fd, process.descriptors().add(kernel(in).eventCounter(initial, (flags & SEMAPHORE) != 0,
                (flags & DescriptorCalls.FLAG_NONBLOCK) != 0, process.credentials()), false));
        return WasiErrno.SUCCESS;
    }

    public static int epoll_create(Instance in, int fd) {
        Guest.requireRange(in, fd, 4);
        Process process = Guest.process(in);
        Guest.writeInt(in, fd, process.descriptors().add(kernel(in).eventPoll(process.credentials()), false));
        return WasiErrno.SUCCESS;
    }

    private static EventPoll poll(OpenFileDescription file) {
        if (file instanceof EventPoll poll) {
            return poll;
        }
        throw new ErrnoException(Errno.EINVAL);
    }

    /**
     * {@code operation}: wasix-libc passes Linux's numbers (add 1, delete 2, change 3), where WASIX says add 0, change 1, delete 2. So 1 is either; EEXIST and NOENT are for
     * 0 and 3 only.
     */
    public static int epoll_ctl(Instance in, int epfd, int operation, int fd, int event) {
        var table = Guest.process(in).descriptors();
        try (var watcher = table.borrow(epfd); var watched = table.borrow(fd)) {
            EventPoll poll = poll(watcher.file());
            switch (operation) {
                case 0 -> poll.add(fd, watched.file(), watch(in, event));
                case 1 -> poll.put(fd, watched.file(), watch(in, event));
                case 2 -> poll.remove(fd, watched.file());
                case 3 -> poll.modify(fd, watched.file(), watch(in, event));
                default -> throw new ErrnoException(Errno.EINVAL);
            }
            return WasiErrno.SUCCESS;
        }
    }

    private static EventPoll.Watch watch(Instance in, int event) {
        Guest.requireRange(in, event, RECORD);
        int events = Guest.readInt(in, event);
        int interest = ((events & IN) != 0 ? Pollable.READABLE : 0) | ((events & OUT) != 0 ? Pollable.WRITABLE : 0)
                | ((events & PEER_ENDED) != 0 ? Pollable.READ_HANGUP : 0);
        return new EventPoll.Watch(interest, (events & EDGE) != 0, (events & ONE_SHOT) != 0,
                new Data(Guest.readLong(in, event + 8), Guest.readLong(in, event + 16), Guest.readLong(in, event + 24)));
    }

    /** {@code timeout} in ns; all ones is for ever. */
    public static int epoll_wait(Instance in, int epfd, int events, int most, long timeout, int count) {
        Guest.requireRange(in, count, 4);
        if (most <= 0 || most > MOST_EVENTS) {
            throw new ErrnoException(Errno.EINVAL);
        }
        Guest.requireRange(in, events, most * RECORD);
        ProcessThread thread = Guest.thread(in);
        try (var watcher = Guest.process(in).descriptors().borrow(epfd)) {
            List<EventPoll.Event> happened = await(thread, poll(watcher.file()), most, timeout);
            for (int i = 0; i < happened.size(); i++) {
                write(in, events + i * RECORD, happened.get(i));
            }
            Guest.writeInt(in, count, happened.size());
            return WasiErrno.SUCCESS;
        }
    }

    private static List<EventPoll.Event> await(ProcessThread thread, EventPoll poll, int most, long timeout) {
        List<EventPoll.Event> now = poll.collect(most);
        if (!now.isEmpty() || timeout == 0) {
            return now;
        }
        long start = thread.processes().kernel().clock().monotonic();
        long deadline = timeout < 0 || timeout >= Task.NEVER - start ? Task.NEVER : start + timeout;
        List<List<EventPoll.Event>> happened = new java.util.ArrayList<>(1);
        happened.add(now);
        thread.waiting().any(() -> {
            happened.set(0, poll.collect(most));
            return !happened.get(0).isEmpty();
        }, deadline, "epoll", poll);
        return happened.get(0);
    }

    private static void write(Instance in, int at, EventPoll.Event event) {
        int ready = event.ready();
        var data = (Data) event.data();
        Guest.writeLong(in, at, ((ready & Pollable.READABLE) != 0 ? IN : 0) | ((ready & Pollable.WRITABLE) != 0 ? OUT : 0)
                | ((ready & Pollable.READ_HANGUP) != 0 ? PEER_ENDED : 0) | ((ready & Pollable.ERROR) != 0 ? ERROR : 0)
                | ((ready & Pollable.HANGUP) != 0 ? HANGUP : 0));
        Guest.writeLong(in, at + 8, data.first());
        Guest.writeLong(in, at + 16, data.second());
        Guest.writeLong(in, at + 24, data.third());
    }
}
