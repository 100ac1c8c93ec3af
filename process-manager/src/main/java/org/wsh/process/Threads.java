// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.LinkError;
import org.wsh.kernel.Task;
import org.wsh.kernel.TraceEvent;
import org.wsh.process.signal.Signal;
import org.wsh.process.wasm.WasmImage;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A thread and the others of its process. Each has an instance of its own: the same code on the same shared memory, with its own globals (the C stack's pointer) and tables.
 *
 * <p>For the thread itself.
 */
public final class Threads {
    private final ProcessThread thread;

    public Threads(ProcessThread thread) {
        this.thread = thread;
    }

    /**
     * A new thread of this process. It is made whole here, so what can be refused is refused to the caller; its module's start function and all that follows runs on the new thread.
     *
     * @param caller the instance that asks; the new one shares its memories
     * @return the new thread's number
     * @throws ErrnoException ENOTSUP (no such entry, or a memory that cannot be shared), EAGAIN (too many), ENOMEM
     */
    public int spawn(Instance caller, ThreadEntry entry) {
        Process process = thread.process();
        WasmImage program = thread.wasm();
        if (!entry.existsIn(caller) || !program.canShareMemory()) {
            throw new ErrnoException(Errno.ENOTSUP);
        }
        int tid = thread.processes().table.allocateThread(process);
        if (!process.memory.reserve(ProcessThread.OVERHEAD)) {
            thread.processes().table.forgetThread(tid);
            throw new ErrnoException(Errno.EAGAIN, "no memory for another thread");
        }
        ProcessThread made = thread.sibling(tid);
        made.takeAfter(thread);
        Instance instance = null;
        try {
            instance = program.allocateBeside(caller, WasmProgram.options(program, made));
            made.setFirst(new ThreadStart(instance, entry));
            if (!process.threads.add(made.member())) {
                throw new ThreadEnded(); // so does the caller, which has only not noticed yet
            }
        } catch (RuntimeException | ThreadEnded refused) {
            if (instance != null) {
                instance.close();
            }
            made.signals().leave();
            made.giveBack();
            if (refused instanceof LinkError) {
                throw new ErrnoException(Errno.ENOMEM, refused.getMessage());
            }
            throw refused;
        }
        start(made);
        return tid;
    }

    private void start(ProcessThread made) {
        var kernel = thread.processes().kernel();
        if (kernel.trace().active()) {
            kernel.trace().emit(new TraceEvent.Fork(kernel.clock().monotonic(), thread.task(), thread.process().pid(), made.tid()));
        }
        made.task().setNice(thread.task().nice());
        made.task().start();
    }

    /** Ends this thread only; with the last the process ends, with status 0. Never returns. */
    public Error exit() {
        throw new ThreadEnded();
    }

    /** Waits until that thread has ended; one that is not there has. EINTR. */
    public void join(int tid) {
        ThreadGroup group = thread.process().threads;
        ThreadGroup.Member target = group.find(tid);
        thread.waiting().until(() -> !group.isLiving(target), group.departures, "join");
    }

    /** pthread_kill(): null only asks. ESRCH: there is no such thread here. */
    public void signal(int tid, Signal signal) {
        ThreadGroup.Member target = thread.process().threads.find(tid);
        if (target == null) {
            throw new ErrnoException(Errno.ESRCH);
        }
        thread.signals().killThread(target, signal);
    }

    /** pthread_cancel(), or that it is not wanted any more: {@code SignalState.setCancelled}. ESRCH. */
    public void cancel(int tid, boolean on) {
        ThreadGroup.Member target = thread.process().threads.find(tid);
        if (target == null) {
            throw new ErrnoException(Errno.ESRCH);
        }
        target.state.setCancelled(on);
    }

    /** nanosleep(). EINTR. */
    public void sleep(long nanos) {
        long now = thread.processes().kernel().clock().monotonic();
        long deadline = nanos < 0 || nanos >= Task.NEVER - now ? Task.NEVER : now + nanos;
        thread.waiting().any(() -> false, deadline, "sleep");
    }
}
