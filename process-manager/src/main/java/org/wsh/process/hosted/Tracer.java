// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.hosted;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.wsh.kernel.Task;
import org.wsh.kernel.Trace;
import org.wsh.kernel.TraceEvent;
import org.wsh.kernel.WaitQueue;
import org.wsh.process.Process;
import org.wsh.process.ProcessThread;
import org.wsh.process.SpawnRequest;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * What a process sees of others that it traces: their system calls, signals, children and ends, in the order in which they happen. Linux's ptrace() without the
 * stopping: a traced process waits at its next system call only while its tracer has not read what came before.
 *
 * <p>Whom a process may trace: those whose limits it may change, which are its own user's, or all for root. Thread-safe.
 */
public final class Tracer implements AutoCloseable {
    /** Characters of text that may wait to be read: then callers wait. */
    private static final int MOST_UNREAD = 256 << 10;
    /** What the unread is charged with. */
    private static final long COST = 2L * MOST_UNREAD;

    private final ProcessThread self;
    private final boolean follow;
    private final int mostString;
    private final Trace.Listener listener;
    private final WaitQueue arrived = new WaitQueue();  // woken by: an event, the end of the last who is traced
    private final WaitQueue room = new WaitQueue();     // woken by: events being read, the tracer's end

    // Guarded by this object's monitor.
    private final Set<Integer> traced = new HashSet<>();
    private final ArrayDeque<Seen> unread = new ArrayDeque<>();
    private int unreadText;
    private boolean adopting;
    private boolean closed;

    /** @param text of a system call: its arguments, as far as they are new with this event; else empty */
    public record Seen(TraceEvent event, String text) {}

    /**
     * @param follow     children of those who are traced are traced, too
     * @param mostString so many bytes of what calls pass are shown
     * @throws ErrnoException ENOMEM
     */
    Tracer(ProcessThread self, boolean follow, int mostString) {
        if (!self.process().memory().reserve(COST)) {
            throw new ErrnoException(Errno.ENOMEM);
        }
        this.self = self;
        this.follow = follow;
        this.mostString = mostString;
        listener = self.processes().kernel().trace().listen(this::see, true);
    }

    /** ESRCH, EPERM. */
    public void attach(int pid) {
        Process target = self.processes().find(pid);
        if (target == null) {
            throw new ErrnoException(Errno.ESRCH);
        }
        if (target == self.process() || !self.process().ids().mayLimit(target.ids())) {
            throw new ErrnoException(Errno.EPERM);
        }
        synchronized (this) {
            traced.add(pid);
        }
        if (target.endReason() != null) {
            forget(pid);
        }
    }

    /** posix_spawn() of a child that is traced from its first call on. */
    public int spawn(SpawnRequest request) {
        adopt(true);
        try {
            return self.spawn(request);
        } finally {
            adopt(false);
        }
    }

    private synchronized void adopt(boolean now) {
        adopting = now;
    }

    private synchronized void forget(int pid) {
        traced.remove(pid);
        arrived.wakeAll();
    }

    /** On the thread that the event happens on. */
    private void see(TraceEvent event) {
        switch (event) {
            case TraceEvent.Fork fork -> {
                boolean thread = self.processes().find(fork.child()) == null;
                if (thread) {
                    return; // its calls are its process's
                }
                if (isTraced(fork.pid()) ? follow : fork.pid() == self.process().pid() && isAdopting()) {
                    add(event, fork.child());
                }
            }
            case TraceEvent.SyscallEnter call -> {
                if (isTraced(call.pid())) {
                    call.task().awaitUninterruptibly(this::hasRoom, Task.NEVER, "ptrace", room);
                    note(event, call.text().text(mostString));
                }
            }
            case TraceEvent.SyscallExit call -> {
                if (isTraced(call.pid())) {
                    note(event, call.text().text(mostString));
                }
            }
            case TraceEvent.Signal signal -> noteIfTraced(event, signal.pid());
            case TraceEvent.Exec exec -> noteIfTraced(event, exec.pid());
            case TraceEvent.Exit exit -> {
                noteIfTraced(event, exit.pid());
                forget(exit.pid());
            }
            case TraceEvent.ContextSwitch _, TraceEvent.Sleep _, TraceEvent.Wake _, TraceEvent.Wait _ -> {}
        }
    }

    private synchronized boolean isTraced(int pid) {
        return traced.contains(pid);
    }

    private synchronized boolean isAdopting() {
        return adopting;
    }

    private synchronized boolean hasRoom() {
        return closed || unreadText < MOST_UNREAD;
    }

    private synchronized void add(TraceEvent fork, int child) {
        traced.add(child);
        note(fork, "");
    }

    private void noteIfTraced(TraceEvent event, int pid) {
        if (isTraced(pid)) {
            note(event, "");
        }
    }

    private synchronized void note(TraceEvent event, String text) {
        if (!closed) {
            unread.add(new Seen(event, text));
            unreadText += text.length() + 1;
            arrived.wakeAll();
        }
    }

    /**
     * Waits for the next.
     *
     * @return null when nobody is left who is traced, and all was read
     * @throws ErrnoException EINTR
     */
    public Seen next() {
        Seen[] found = new Seen[1];
        self.waiting().until(() -> {
            found[0] = take();
            return found[0] != null || isOver();
        }, arrived, "ptrace");
        room.wakeAll();
        return found[0];
    }

    private synchronized Seen take() {
        Seen first = unread.poll();
        unreadText -= first == null ? 0 : first.text().length() + 1;
        return first;
    }

    private synchronized boolean isOver() {
        return traced.isEmpty() && unread.isEmpty();
    }

    /** Those who were traced go on unseen. */
    @Override
    public void close() {
        listener.close();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            unread.clear();
        }
        self.process().memory().release(COST);
        room.wakeAll();
    }
}
