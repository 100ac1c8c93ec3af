// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.List;
import java.util.function.Function;
import org.wsh.kernel.Killed;
import org.wsh.kernel.Task;
import org.wsh.kernel.TraceEvent;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalState;
import org.wsh.process.signal.WaitStatus;
import org.wsh.process.wasm.GuestStacks;
import org.wsh.process.wasm.WasmImage;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A thread of a process: the kernel's task below, the program's code above. What a program may ask of the machine starts here: the
 * floors above find the thread that calls them, and from it the process.
 *
 * <p>All of it is for the thread itself, except {@link #task} and {@link #process}.
 */
public final class ProcessThread {
    /** What a thread costs beside its memory (objects, stack), so that empty processes without number hit the budget too. */
    static final long OVERHEAD = 16 << 10;

    private final Processes processes;
    private final Life life;
    private final Process process;
    private final ThreadGroup.Member self;
    private final Task task;

    // Its parts.
    private final ThreadSignals signals;
    private final Polling polling;
    private final Waiting waiting;
    private final ThreadFutexes futexes;
    private final Sockets sockets;
    private final Transfers transfers;
    private final Resolver resolver;
    private final Terminals terminals;
    private final Threads threads;
    private final GuestStacks stacks = new GuestStacks();

    private boolean posixCalls;

    /** The Wasm program that runs, if one does. */
    private WasmImage wasm;

    /** What it runs first. Set before it starts. */
    private Program first;

    /** A process's main thread. */
    ProcessThread(Processes processes, Life life, Process process) {
        this(processes, life, process, process.pid(), null);
    }

    /** @param creator the state of the thread that makes it; null for the main thread */
    private ProcessThread(Processes processes, Life life, Process process, int tid, SignalState creator) {
        this.processes = processes;
        this.life = life;
        this.process = process;
        task = processes.kernel().scheduler().task(Integer.toString(tid), this::run);
        self = new ThreadGroup.Member(tid, task, process.signals, creator == null ? process.signals.main(task) : process.signals.join(creator, task));
        signals = new ThreadSignals(process, self, processes.signals);
        polling = new Polling(task, process.cpuClock, signals);
        waiting = new Waiting(task, signals);
        futexes = new ThreadFutexes(processes.kernel(), waiting);
        JobControl jobControl = new JobControl(process, processes, task, signals, polling);
        sockets = new Sockets(process, processes, signals, waiting);
        transfers = new Transfers(process, signals, waiting, polling, jobControl, sockets);
        resolver = new Resolver(process, processes, task);
        terminals = new Terminals(process, processes, signals, waiting, jobControl);
        threads = new Threads(process, processes, signals, waiting);
    }

    /**
     * Another thread of this process, with what its program has told its thread: to {@link #enter} and {@link #start}, or to be {@link #drop dropped}.
     *
     * @throws ErrnoException EAGAIN: too many, or no memory for another
     */
    public ProcessThread sibling() {
        int number = processes.table.allocateThread(process);
        if (!process.memory.reserve(OVERHEAD)) {
            processes.table.forgetThread(number);
            throw new ErrnoException(Errno.EAGAIN, "no memory for another thread");
        }
        ProcessThread made = new ProcessThread(processes, life, process, number, self.state);
        made.takeAfter(this);
        return made;
    }

    /**
     * It is one of the threads of its process from now on, and will run that.
     *
     * @throws ThreadEnded the process is at its end, and so is the caller, which has only not noticed yet
     */
    public void enter(Program program) {
        setFirst(program);
        if (!process.threads.add(self)) {
            throw new ThreadEnded();
        }
    }

    /** A sibling that has not entered never was. */
    public void drop() {
        signals.leave();
        giveBack();
    }

    /** A sibling that has entered runs. */
    public void start(ProcessThread maker) {
        var trace = processes.kernel().trace();
        if (trace.active()) {
            trace.emit(new TraceEvent.Fork(processes.kernel().clock().monotonic(), maker.task(), process.pid(), tid()));
        }
        task.setNice(maker.task().nice());
        task.start();
    }

    /** Before it starts. */
    void setFirst(Program program) {
        first = program;
    }

    /** A fork's child, or another thread, before it starts: what its program has told its thread is told to this one. */
    public void takeAfter(ProcessThread parent) {
        posixCalls = parent.posixCalls;
        wasm = parent.wasm;
        signals.takeAfter(parent.signals);
    }

    public Task task() {
        return task;
    }

    /** As its process and all others know it. */
    public ThreadGroup.Member member() {
        return self;
    }

    public Process process() {
        return process;
    }

    /** Threads are numbered as processes are; the main thread's number is the pid. */
    public int tid() {
        return self.tid();
    }

    /** exec(): it is the main thread from now on. */
    void becomeMain() {
        if (tid() != process.pid()) {
            processes.table.forgetThread(tid());
            self.setTid(process.pid());
        }
    }

    public Processes processes() {
        return processes;
    }

    /** How it sleeps. */
    public Waiting waiting() {
        return waiting;
    }

    /** read() and write(). */
    public Transfers transfers() {
        return transfers;
    }

    /** Calls on sockets. */
    public Sockets sockets() {
        return sockets;
    }

    /** Names and addresses. */
    public Resolver resolver() {
        return resolver;
    }

    /** What terminals can be asked. */
    public Terminals terminals() {
        return terminals;
    }

    /** What a thread does about signals, and they to it. */
    public ThreadSignals signals() {
        return signals;
    }

    /** What it sleeps on, and wakes others by, in shared memory. */
    public ThreadFutexes futexes() {
        return futexes;
    }

    /** The other threads of the process. */
    public Threads threads() {
        return threads;
    }

    /** Of its program, beside the one that runs. */
    public GuestStacks stacks() {
        return stacks;
    }

    /** The whole life of the thread. */
    private void run() {
        boolean inOrder = false;
        try {
            Program program = first;
            first = null; // a shell's child that has become another program shall not keep the shell's state
            while (program != null) {
                program = runOnce(program);
            }
            inOrder = true;
        } finally {
            task.beginExit();
            if (!inOrder) {
                // Whatever went wrong above, even the telling of it: who waits for this process must not wait for ever.
                process.giveEndReason(new WaitStatus.Killed(Signal.ABRT, true));
            }
            leave();
        }
    }

    /** If the process has a reason to end, this thread may be the first to know: then the others are to end, too. The last ends the process. */
    private void leave() {
        if (process.endReason() != null) {
            process.threads.endOthers(self);
        }
        signals.leave();
        if (tid() != process.pid()) {
            giveBack();
        }
        if (process.threads.leave(self)) {
            process.giveEndReason(new WaitStatus.Exited(0));
            processes.exit.end(process);
        }
    }

    /** What was taken for a thread beside the main one, which has ended or never began. */
    private void giveBack() {
        process.memory.release(OVERHEAD);
        processes.table.forgetThread(tid());
    }

    /** @return the program to run next, after exec; null when the process is at its end */
    private Program runOnce(Program program) {
        try {
            int code = program.run(this);
            process.giveEndReason(new WaitStatus.Exited(code & 0xff));
            return null;
        } catch (ProgramReplaced replaced) {
            return replaced.next();
        } catch (ProcessEnded | ThreadEnded | Killed ended) {
            return null;
        } catch (StackOverflowError deep) {
            // Depth is counted well below the thread's stack. But a collector with regions (G1) cannot put a sleeping thread's stack aside that is larger than
            // half a region: docs/embedding.md says which flags to pass.
            process.giveEndReason(new WaitStatus.Killed(Signal.SEGV, true));
            return null;
        } catch (Throwable bug) {
            // Ours, whatever the guest did: that process dies, the machine lives, and somebody gets to see it.
            processes.reportBug(process, bug);
            process.giveEndReason(new WaitStatus.Killed(Signal.ABRT, true));
            return null;
        } finally {
            signals.setHandler(SignalHandler.NONE);
            self.state.setCancelled(false);
        }
    }

    /** Whether the program's libc means POSIX by what plain WASI means differently (fd_renumber is dup2). */
    public boolean usesPosixCalls() {
        return posixCalls;
    }

    /** Whether the program is a WASIX one of before May 2023: other numbers of socket types, ports in network order, shorter addresses. */
    public boolean isOfFirstGeneration() {
        return wasm != null && wasm.traits().firstGeneration();
    }

    /** It begins to run that program. */
    public void begin(WasmImage program) {
        wasm = program;
        posixCalls = program.traits().posix();
        process.setConfined(process.preopens() != null && !posixCalls);
    }

    /** The Wasm program that it runs; null if it runs none. */
    public WasmImage wasm() {
        return wasm;
    }

    /** exit(). Never returns. */
    public ProcessEnded exit(int code) {
        process.giveEndReason(new WaitStatus.Exited(code & 0xff));
        throw new ProcessEnded();
    }

    /**
     * To be called whenever {@code spent} units of work are done: kill, stop, the time slice and signals take effect here.
     *
     * @return units until the next poll
     */
    public long poll(long spent) {
        return polling.poll(spent, SignalHandler.Place.INSIDE_A_CALL);
    }

    /** The same inside a call that has moved so many bytes. */
    public void pollAfter(int bytes) {
        polling.pollAfter(bytes);
    }

    /** The same from compiled code, where the guest can be captured. */
    public long pollGuest(long spent) {
        return polling.poll(spent, SignalHandler.Place.AT_A_POLL);
    }

    // Calls: each one line into the part that does it.

    /** posix_spawn(). @return the child's pid */
    public int spawn(SpawnRequest request) {
        return life.spawn(this, request);
    }

    /** fork(), as {@link Life#fork} says. */
    public int fork(int group, Function<ProcessThread, Program> body) {
        return life.fork(this, group, body);
    }

    /** execve(). Only returns by throwing. */
    public Error exec(String path, List<String> arguments, List<String> environment) {
        throw life.exec(this, path, arguments, environment);
    }

    /** waitpid(): see {@link Wait}. The SIGCHLD of what it reports is to be handled when the call returns. */
    public Wait.Result waitFor(int which, boolean block, boolean stopped, boolean continued) {
        return waitFor(which, new Wait.Options(block, true, stopped, continued, false));
    }

    /** As the other, with all of waitid()'s options. */
    public Wait.Result waitFor(int which, Wait.Options options) {
        Wait.Result result = processes.wait.wait(process, waiting, which, options);
        var trace = processes.kernel().trace();
        if (trace.active() && result.pid() != 0) {
            trace.emit(new TraceEvent.Wait(
                    processes.kernel().clock().monotonic(), task, process.pid(), result.pid(), result.status().word()));
        }
        signals.beforeReturn();
        return result;
    }

    public void setIds(Ids ids) {
        process.setIds(ids);
    }

    /** sched_yield(). */
    public void yield() {
        polling.poll(0, SignalHandler.Place.AFTER_A_CALL);
    }

    /** chdir(). ENOENT, ENOTDIR, EACCES. */
    public void changeDirectory(String path) {
        process.setWorkingDirectory(processes.vfs().directory(process, null, path));
    }

    /** fchdir(). EBADF, ENOTDIR, EACCES. */
    public void changeDirectory(int fd) {
        process.setWorkingDirectory(processes.vfs().directory(process, directory(fd), "."));
    }

    /** The directory that a descriptor stands for. EBADF, ENOTDIR. */
    public org.wsh.vfs.Location directory(int fd) {
        return Processes.directoryOf(process.descriptors.get(fd).file());
    }
}
