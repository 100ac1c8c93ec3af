// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.List;
import org.wsh.kernel.Killed;
import org.wsh.kernel.Task;
import org.wsh.kernel.TraceEvent;

/**
 * A thread of a process: the kernel's task below, the program's code above. What a program may ask of the machine starts here: the
 * floors above find the thread that calls them, and from it the process.
 *
 * <p>All of it is for the thread itself, except {@link #task} and {@link #process}.
 */
public final class ProcessThread {
    private final Processes processes;
    private final Process process;
    private final Task task;

    private static final int BYTES_A_TICK = 16;

    // Its parts.
    private final Waiting waiting;
    private final Transfers transfers = new Transfers(this);
    private final Sockets sockets = new Sockets(this);
    private final Resolver resolver = new Resolver(this);
    private final Terminals terminals = new Terminals(this);
    private final ThreadSignals signals;
    private final Captures captures = new Captures(this);
    private final Threads threads = new Threads(this);
    final JobControl jobControl = new JobControl(this);

    private boolean posixCalls;

    /** The Wasm program that runs, if one does. */
    private WasmProgram wasm;

    /** What it runs first. Set before it starts. */
    private Program first;

    /** The main thread's is the pid, in exec another's becomes that. */
    private volatile int tid;

    /** A process's main thread. */
    ProcessThread(Processes processes, Process process) {
        this(processes, process, process.pid(), process.signals.main());
    }

    ProcessThread(Processes processes, Process process, int tid, SignalState signals) {
        this.processes = processes;
        this.process = process;
        this.tid = tid;
        this.signals = new ThreadSignals(this, signals);
        task = processes.kernel().scheduler().task(Integer.toString(tid), this::run);
        waiting = new Waiting(this);
    }

    /** Before it starts. */
    void setFirst(Program program) {
        first = program;
    }

    /** A fork's child, or another thread, before it starts: what its program has told its thread is told to this one. */
    void takeAfter(ProcessThread parent) {
        posixCalls = parent.posixCalls;
        wasm = parent.wasm;
        signals.takeAfter(parent.signals);
    }

    public Task task() {
        return task;
    }

    public Process process() {
        return process;
    }

    /** Threads are numbered as processes are; the main thread's number is the pid. */
    public int tid() {
        return tid;
    }

    /** exec(): it is the main thread from now on. */
    void becomeMain() {
        if (tid != process.pid()) {
            processes.table.forgetThread(tid);
            tid = process.pid();
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

    /** fork(), vfork(), setjmp(), longjmp(). */
    public Captures captures() {
        return captures;
    }

    /** The other threads of the process, and new ones. */
    public Threads threads() {
        return threads;
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
            process.threads.endOthers(this);
        }
        signals.leave();
        if (tid != process.pid()) {
            threads.giveBack();
        }
        if (process.threads.leave(this)) {
            process.giveEndReason(new WaitStatus.Exited(0));
            processes.exit.end(process);
        }
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
            signals.setCancelled(false);
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
    void begin(WasmProgram program) {
        wasm = program;
        posixCalls = program.traits().posix();
        process.setConfined(process.preopens() != null && !posixCalls);
    }

    /** The Wasm program that it runs; null if it runs none. */
    WasmProgram wasm() {
        return wasm;
    }

    /** exit(). Never returns. */
    public ProcessEnded exit(int code) {
        process.giveEndReason(new WaitStatus.Exited(code & 0xff));
        throw new ProcessEnded();
    }

    /** Ends the process as if by that signal's default action. Never returns. */
    ProcessEnded die(Signal signal) {
        process.giveEndReason(new WaitStatus.Killed(signal, signal.action() == Signal.Action.CORE));
        throw new ProcessEnded();
    }

    /**
     * To be called whenever {@code spent} units of work are done: kill, stop, the time slice and signals take effect here.
     *
     * @return units until the next poll
     */
    public long poll(long spent) {
        return poll(spent, SignalHandler.Place.INSIDE_A_CALL);
    }

    /** The same inside a call that has moved so many bytes. */
    public void pollAfter(int bytes) {
        poll(bytes / BYTES_A_TICK);
    }

    /** The same from compiled code, where the guest can be captured. */
    long pollGuest(long spent) {
        return poll(spent, SignalHandler.Place.AT_A_POLL);
    }

    private long poll(long spent, SignalHandler.Place place) {
        long budget = task.poll(spent);
        process.cpuClock.look(processes.signals);
        signals.takeEffect(place);
        return budget;
    }

    // Calls: each one line into the part that does it.

    /** posix_spawn(). @return the child's pid */
    public int spawn(SpawnRequest request) {
        return processes.spawn.spawn(this, request);
    }

    /** execve(). Only returns by throwing. */
    public Error exec(String path, List<String> arguments, List<String> environment) {
        throw processes.exec.exec(this, path, arguments, environment);
    }

    /** waitpid(): see {@link Wait}. The SIGCHLD of what it reports is to be handled when the call returns. */
    public Wait.Result waitFor(int which, boolean block, boolean stopped, boolean continued) {
        return waitFor(which, new Wait.Options(block, true, stopped, continued, false));
    }

    /** As the other, with all of waitid()'s options. */
    public Wait.Result waitFor(int which, Wait.Options options) {
        Wait.Result result = processes.wait.wait(this, which, options);
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
        poll(0, SignalHandler.Place.AFTER_A_CALL);
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
