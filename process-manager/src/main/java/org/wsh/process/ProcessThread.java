// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.ObjLongConsumer;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Results;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.kernel.Killed;
import org.wsh.kernel.Task;
import org.wsh.kernel.TraceEvent;
import org.wsh.kernel.WaitQueue;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.Pollable;

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
    private final Transfers transfers = new Transfers(this);
    private final Terminals terminals = new Terminals(this);
    final JobControl jobControl = new JobControl(this);

    /** How caught signals reach the program that runs now. */
    private SignalHandler handler = SignalHandler.NONE;

    /** Runs a caught signal's handler in the program. */
    interface SignalHandler {
        /** For hosted programs, which ask for their signals themselves. */
        SignalHandler NONE = null;

        /** Where the program is when a handler runs on top of it; what a handler may do depends on it. */
        enum Place {
            /** At a loop's turn or a function's entry. It can be captured there. */
            AT_A_POLL,
            /** Behind a call that has done its work and will return success. It can be captured there. */
            AFTER_A_CALL,
            /** In the middle of a call, whose Java code cannot be captured: a handler that runs there cannot fork. */
            INSIDE_A_CALL
        }

        void handle(SignalInfo info, SignalAction action, Place place);

        /** Whether the program exports a function of that name that takes a signal's number. */
        boolean canCallBack(String export);
    }

    /** WASIX: the export that gets signals. */
    private String signalCallback = "";

    private boolean posixCalls;
    private final Checkpoints checkpoints = new Checkpoints();

    /** What came with the signal that is being handled. */
    private SignalInfo handled;

    /** The Wasm program that runs, if one does. */
    private WasmProgram wasm;

    /** What it runs first. Set before it starts. */
    private Program first;

    ProcessThread(Processes processes, Process process) {
        this.processes = processes;
        this.process = process;
        process.timers = new IntervalTimers(processes, process);
        task = processes.kernel().scheduler().task(Integer.toString(process.pid()), this::run);
    }

    /** Before it starts. */
    void setFirst(Program program) {
        first = program;
    }

    /** A fork's child, before it starts: what its program has told its thread is told to this one. */
    void takeAfter(ProcessThread parent) {
        posixCalls = parent.posixCalls;
        signalCallback = parent.signalCallback;
        wasm = parent.wasm;
    }

    public Task task() {
        return task;
    }

    public Process process() {
        return process;
    }

    public Processes processes() {
        return processes;
    }

    /** read() and write(). */
    public Transfers transfers() {
        return transfers;
    }

    /** What terminals can be asked. */
    public Terminals terminals() {
        return terminals;
    }

    /** The whole life of the thread. */
    private void run() {
        try {
            Program program = first;
            while (program != null) {
                program = runOnce(program);
            }
        } finally {
            // Whatever went wrong above, even the telling of it: who waits for this process must not wait for ever.
            task.beginExit();
            process.giveEndReason(new WaitStatus.Killed(Signal.ABRT, true));
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
        } catch (ProcessEnded | Killed ended) {
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
            handler = SignalHandler.NONE;
        }
    }

    /** Whether the program's libc means POSIX by what plain WASI means differently (fd_renumber is dup2). */
    public boolean usesPosixCalls() {
        return posixCalls;
    }

    /** It begins to run that program. */
    void begin(WasmProgram program) {
        wasm = program;
        posixCalls = program.traits().posix();
    }

    /** WASIX callback_signal: names the export that gets signals from now on; a name that does not exist: no longer. */
    public void registerSignalCallback(String export) {
        signalCallback = export;
        process.signals.setCallback(handler != SignalHandler.NONE && handler.canCallBack(export));
        deliverIfInterrupted();
    }

    String signalCallback() {
        return signalCallback;
    }

    void setSignalHandler(SignalHandler newHandler) {
        handler = newHandler;
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
    long poll(long spent) {
        return poll(spent, SignalHandler.Place.INSIDE_A_CALL);
    }

    /** The same from compiled code, where the guest can be captured. */
    long pollGuest(long spent) {
        return poll(spent, SignalHandler.Place.AT_A_POLL);
    }

    private long poll(long spent, SignalHandler.Place place) {
        long budget = task.poll(spent);
        process.cpuClock.look(processes.signals);
        deliverIfInterrupted(place);
        return budget;
    }

    /**
     * fork() of the guest in {@code caller}, by the system call that it makes: to be thrown by that.
     *
     * @throws ErrnoException EAGAIN: it is where it can't be captured (in a handler that interrupted a call); ENOMEM
     */
    public Error fork(Instance caller, ForkAnswer answer) {
        return capture(caller, new Fork(wasm, answer));
    }

    /** vfork(): as {@link #fork}. */
    public Error vfork(Instance caller, ForkAnswer answer) {
        return capture(caller, new Vfork(answer));
    }

    /** setjmp(), as {@link Setjmp} says. To be thrown; EAGAIN and ENOMEM as {@link #fork}. */
    public Error checkpoint(Instance caller, int at, ObjLongConsumer<Instance> noted, BiConsumer<Instance, Long> answer, Results refused) {
        return capture(caller, new Setjmp(at, noted, answer, refused));
    }

    /** longjmp(): to be thrown. Null if there is no such checkpoint. */
    public Error restore(long checkpoint, long value) {
        return checkpoints.has(checkpoint) ? new StackLeft(checkpoint, value) : null;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    private static Error capture(Instance caller, CapturedCall call) {
        if (!caller.canBeCaptured()) {
            throw new ErrnoException(Errno.EAGAIN);
        }
        StackCapture capture = StackCapture.of(caller, call);
        if (capture == null) {
            throw new ErrnoException(Errno.ENOMEM);
        }
        return capture;
    }

    /** kill(). A signal to oneself that is not blocked takes effect before this returns. ESRCH, EPERM. */
    public void kill(int pid, Signal signal) {
        processes.signals.kill(process, pid, signal);
        settle();
    }

    /** sigqueue(): as kill, with a value for the handler. */
    public void queue(int pid, Signal signal, long value) {
        if (pid <= 0) {
            throw new ErrnoException(Errno.ESRCH);
        }
        processes.signals.kill(process, pid, signal, signal == null ? null : SignalInfo.from(process, signal, SignalInfo.QUEUE, value));
        settle();
    }

    /** A signal that was sent to oneself takes effect. @return whether the call that sent it should go on: no handler ran, or only such as restart calls */
    boolean takesEffect() {
        return takesEffect(SignalHandler.Place.INSIDE_A_CALL);
    }

    private boolean takesEffect(SignalHandler.Place place) {
        if (process.endReason() != null) {
            throw new ProcessEnded();
        }
        if (task.stopped()) {
            task.poll(0);
        }
        return !task.interrupted() || deliverSignals(place);
    }

    /** As {@link #takesEffect}, for a call that is over. */
    private void settle() {
        takesEffect(SignalHandler.Place.AFTER_A_CALL);
    }

    /** Sends a signal to the own process; if it is not blocked it takes effect before this returns (or instead). POSIX raise(). */
    void raise(Signal signal) {
        processes.signals.send(process, SignalInfo.from(process, signal, SignalInfo.USER, 0));
        settle();
    }

    // Calls: each one line into the part that does it.

    /** posix_spawn(). @return the child's pid */
    public int spawn(SpawnRequest request) {
        return processes.spawn.spawn(process, request);
    }

    /** execve(). Only returns by throwing. */
    public Error exec(String path, List<String> arguments, List<String> environment) {
        throw processes.exec.exec(this, path, arguments, environment);
    }

    /** waitpid(): see {@link Wait}. The SIGCHLD of what it reports has been handled when it returns. */
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
        deliverIfInterrupted();
        return result;
    }

    public void setIds(Ids ids) {
        process.setIds(ids);
    }

    /** sigaction(). EINVAL for KILL and STOP. */
    public void setSignalAction(Signal signal, SignalAction action) {
        process.signals.setAction(signal, action);
    }

    /** sigprocmask(): what becomes deliverable is delivered before this returns. */
    public void setSignalMask(SignalSet mask) {
        process.signals.setMask(mask);
        if (process.signals.deliverable()) {
            deliverSignals();
        }
    }

    /** sigsuspend(): waits with another mask until a handler has run. */
    public void suspend(SignalSet mask) {
        SignalSet before = process.signals.setMask(mask);
        try {
            boolean handled = false;
            while (!handled) {
                task.await(process.signals::deliverable, Task.NEVER, "sigsuspend", process.childEvents);
                handled = process.signals.handlerPending();
                deliverSignals();
            }
        } catch (ErrnoException e) {
            // EINTR: a signal has come; its handler runs with the temporary mask.
            deliverSignals();
        } finally {
            process.signals.setMask(before);
        }
        if (process.signals.deliverable()) {
            // Came meanwhile, and only the temporary mask held it back.
            deliverSignals();
        }
    }

    /**
     * sigtimedwait(): takes a signal of {@code wanted}, which the caller has blocked, instead of having it delivered.
     *
     * @param deadline monotonic
     * @return null if the deadline came first
     * @throws ErrnoException EINTR: another signal was handled
     */
    public SignalInfo waitForSignal(SignalSet wanted, long deadline) {
        Signals signals = process.signals;
        SignalInfo[] taken = new SignalInfo[1];
        signals.await(wanted);
        try {
            task.await(() -> (taken[0] = signals.takeAwaited()) != null, deadline, "sigwait", signals.held);
        } catch (ErrnoException e) {
            signals.await(SignalSet.EMPTY);
            deliverSignals();
            throw e;
        } finally {
            signals.await(SignalSet.EMPTY);
        }
        deliverIfInterrupted();
        return taken[0];
    }

    /** What came with the signal whose handler is running; null outside of handlers. */
    public SignalInfo signalInfo() {
        return handled;
    }

    /** @return what was there before, to be put back when the handler is through */
    SignalInfo setSignalInfo(SignalInfo info) {
        SignalInfo before = handled;
        handled = info;
        return before;
    }

    /** Sends itself {@code signal} after {@code delay} ns of real time (0: cancels), then every {@code interval} (0: once). @return what was left before */
    public IntervalTimers.Setting setTimer(Signal signal, long delay, long interval) {
        return process.timers.set(signal, delay, interval);
    }

    /** What is left of that timer. */
    public IntervalTimers.Setting timer(Signal signal) {
        return process.timers.get(signal);
    }

    /** setitimer() of ITIMER_VIRTUAL and ITIMER_PROF: as setTimer, in CPU time of this process. */
    public IntervalTimers.Setting setCpuTimer(Signal signal, long delay, long interval) {
        return process.cpuClock.set(signal, delay, interval);
    }

    public IntervalTimers.Setting cpuTimer(Signal signal) {
        return process.cpuClock.get(signal);
    }

    /** sched_yield(). */
    public void yield() {
        poll(0);
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

    // Waiting: the kernel's sleep, with signals delivered.

    /** Sleeps until the condition holds. EINTR when a handler ran that does not restart calls. */
    void await(BooleanSupplier condition, WaitQueue queue, String wchan) {
        awaitUntil(condition, Task.NEVER, queue, wchan);
    }

    /** @return false if the deadline (monotonic ns) came first */
    boolean awaitUntil(BooleanSupplier condition, long deadline, WaitQueue queue, String wchan) {
        while (true) {
            try {
                return task.await(condition, deadline, wchan, queue);
            } catch (ErrnoException e) {
                restartOrThrow(e);
            }
        }
    }

    /** As awaitUntil, but a handler that runs never ends it. */
    boolean awaitThroughSignals(BooleanSupplier condition, long deadline, WaitQueue queue, String wchan) {
        while (true) {
            try {
                return task.await(condition, deadline, wchan, queue);
            } catch (ErrnoException interrupted) {
                deliverSignals();
            }
        }
    }

    /** Sleeps until {@code file} is ready for {@code interest}. EINTR. */
    void awaitReady(OpenFileDescription file, int interest, String wchan) {
        while (true) {
            try {
                task.await(file, interest, Task.NEVER, wchan);
                return;
            } catch (ErrnoException e) {
                restartOrThrow(e);
            }
        }
    }

    /** As poll() waits: never restarted. @return false if the deadline came first */
    public boolean awaitAny(BooleanSupplier condition, long deadline, String wchan, Pollable... sources) {
        try {
            return task.await(condition, deadline, wchan, sources);
        } catch (ErrnoException e) {
            deliverSignals();
            throw e;
        }
    }

    private void restartOrThrow(ErrnoException e) {
        if (e.errno() != Errno.EINTR || !deliverSignals()) {
            throw e;
        }
    }

    /**
     * Deals with every pending signal that is not blocked. To be called when the task was interrupted, and after the mask changed.
     *
     * @return whether an interrupted call should go on: no handler ran, or only such as restart calls
     */
    boolean deliverSignals() {
        return deliverSignals(SignalHandler.Place.INSIDE_A_CALL);
    }

    private boolean deliverSignals(SignalHandler.Place place) {
        task.clearInterrupt();
        if (handler == SignalHandler.NONE) {
            return deliverToHosted();
        }
        boolean restart = true;
        for (Signals.Taken taken = process.signals.take(); taken != null; taken = process.signals.take()) {
            switch (taken.effect()) {
                case DISCARD -> {}
                case TERMINATE, TERMINATE_WITH_CORE -> throw die(taken.signal());
                case STOP -> {
                    processes.signals.stop(process, taken.signal());
                    task.poll(0);
                }
                case HANDLE -> {
                    handler.handle(taken.info(), taken.action(), place);
                    restart &= taken.action().has(SignalAction.RESTART);
                }
            }
        }
        return restart;
    }

    /** A hosted program takes its caught signals itself ({@link HostedProcess#takePendingSignal}); what it waits for ends with EINTR. */
    private boolean deliverToHosted() {
        return !process.signals.deliverable();
    }

    /** Delivers signals if there may be some: at polls and after calls that may have made some deliverable. */
    void deliverIfInterrupted() {
        deliverIfInterrupted(SignalHandler.Place.INSIDE_A_CALL);
    }

    /** A handler that was captured on its way has ended: those that were to come after it. */
    void deliverAfterAll(SignalHandler.Place place) {
        if (process.signals.deliverable()) {
            deliverSignals(place);
        }
    }

    private void deliverIfInterrupted(SignalHandler.Place place) {
        if (task.stopped()) {
            task.poll(0);
        }
        if (task.interrupted()) {
            deliverSignals(place);
        }
    }
}
